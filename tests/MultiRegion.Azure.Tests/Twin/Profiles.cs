using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Twin;

namespace MultiRegion.Azure.Tests.Twin;

/// <summary>Short ways to write profiles and to ask the twin.</summary>
internal static class Profiles
{
    private const string Group = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/trafficManagerProfiles";

    public static readonly MonitorConfig Usual = new() { Protocol = "HTTPS", Port = 443, Path = "/health", IntervalInSeconds = 10, TimeoutInSeconds = 9, ToleratedNumberOfFailures = 3 };

    /// <summary>A profile of external endpoints, or of nested ones where a name stands in brackets: <c>A [B] C</c>. Priorities and weights rise by one.</summary>
    public static Profile Of(string name, string method, string endpoints, Func<Endpoint, Endpoint>? change = null) => new()
    {
        Id = $"{Group}/{name}",
        Name = name,
        Type = EndpointTypes.Profile,
        Location = "global",
        Properties = new()
        {
            ProfileStatus = "Enabled",
            TrafficRoutingMethod = method,
            DnsConfig = new(name, $"{name}.trafficmanager.net", 60),
            MonitorConfig = Usual,
            Endpoints = [.. endpoints.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((one, i) => Endpoint(one, i + 1)).Select(one => change?.Invoke(one) ?? one)],
        },
    };

    public static Endpoint Endpoint(string name, int place = 1) => name.StartsWith('[')
        ? new() { Name = name.Trim('[', ']'), Type = EndpointTypes.Nested, Properties = new() { TargetResourceId = $"{Group}/{name.Trim('[', ']')}", MinChildEndpoints = 1, Priority = place, Weight = place } }
        : new() { Name = name, Type = EndpointTypes.External, Properties = new() { Target = $"{name}.example.com", Priority = place, Weight = place } };

    public static Endpoint With(this Endpoint endpoint, Func<EndpointProperties, EndpointProperties> change) => endpoint with { Properties = change(endpoint.Properties!) };

    /// <summary>The same with one endpoint changed.</summary>
    public static Profile But(this Profile profile, string name, Func<EndpointProperties, EndpointProperties> change) =>
        profile.Set(properties => properties with { Endpoints = [.. properties.Endpoints!.Value.Select(one => one.Name == name ? one.With(change) : one)] });

    public static Profile Set(this Profile profile, Func<ProfileProperties, ProfileProperties> change) => profile with { Properties = change(profile.Properties!) };

    public static Profile Disabled(this Profile profile, string name) => profile.But(name, static properties => properties with { EndpointStatus = "Disabled" });

    /// <summary>What the probes say: those named are bad, those with a question mark not checked yet, those with an exclamation mark not running.</summary>
    public static Func<Endpoint, ProbeState> States(string sick) => endpoint =>
    {
        var words = sick.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Contains(endpoint.Name) ? ProbeState.Bad : words.Contains($"{endpoint.Name}?") ? ProbeState.Checking : words.Contains($"{endpoint.Name}!") ? ProbeState.NotRunning : ProbeState.Good;
    };

    public static string Ask(Profile root, string sick = "", TwinClient? client = null, params Profile[] below) =>
        Print(new TrafficManagerTwin(new(below.Prepend(root)), States(sick)).Answer(root, client ?? new()));

    public static string StatusOf(Profile root, string endpoint, string sick = "", params Profile[] below) =>
        new MonitorStatus(new(below.Prepend(root)), States(sick)).Of(root, root.Properties!.Endpoints!.Value.Single(one => one.Name == endpoint));

    public static string StatusOf(Profile root, string sick) => new MonitorStatus(new([root]), States(sick)).Of(root);

    public static IEnumerable<string> Mistakes(Profile profile) => ProfileRules.Mistakes(profile).Select(static mistake => $"{mistake.Place}: {mistake.Mistake}");

    private static string Print(Answer answer) => answer.Failure != NoAnswer.None ? answer.Failure.ToString() : string.Join(", ", answer.Parts
        .GroupBy(static part => part.Endpoint.Name).Select(static parts => string.Create(CultureInfo.InvariantCulture, $"{parts.Key} {Math.Round(100 * parts.Sum(static part => part.Probability), 2)}")));
}
