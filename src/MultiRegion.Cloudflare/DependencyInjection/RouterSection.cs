using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MultiRegion.Cloudflare.DependencyInjection;

/// <summary>Reads the options of a router from configuration, strictly: every mistake is named with its path.</summary>
internal static class RouterSection
{
    private static readonly HashSet<string> Secrets = new(["Token"], StringComparer.OrdinalIgnoreCase);

    public static void Read(IConfigurationSection section, CloudflareRouterOptions options) => ReadKeys(section, new()
    {
        ["Owner"] = at => options.Owner = Text(at),
        ["AccountId"] = at => options.AccountId = Text(at),
        ["Proxied"] = at => options.Proxied = Flag(at),
        ["MeasuredLatency"] = at => options.MeasuredLatency = Flag(at),
        ["LeastOutstandingRequests"] = at => options.LeastOutstandingRequests = Flag(at),
        ["FailoverAcrossPools"] = at => options.FailoverAcrossPools = Flag(at),
        ["SessionFailover"] = at => options.SessionFailover = Choice<SessionFailover>(at),
        ["SessionDrain"] = at => options.SessionDrain = Time(at),
        ["Propagation"] = at => options.Propagation = Time(at),
        ["Monitor"] = at => Read(at, options.Monitor),
        ["Limits"] = at => Read(at, options.Limits),
        ["Rules"] = at => Each(at, rule => options.Rules.Add(RuleOf(rule))),
        ["Connection"] = at => Read(at, options.Connection),
    });

    private static void Read(IConfigurationSection section, CloudflareMonitorOptions options) => ReadKeys(section, new()
    {
        ["Interval"] = at => options.Interval = Time(at),
        ["Timeout"] = at => options.Timeout = Time(at),
        ["Retries"] = at => options.Retries = Number(at),
        ["ConsecutiveUp"] = at => options.ConsecutiveUp = Number(at),
        ["ConsecutiveDown"] = at => options.ConsecutiveDown = Number(at),
        ["Regions"] = at => Each(at, item => options.Regions.Add(Text(item))),
        ["Notify"] = at => options.Notify = Choice<CloudflareNotifications>(at),
    });

    private static void Read(IConfigurationSection section, CloudflareLimits options) => ReadKeys(section, new()
    {
        ["LoadBalancers"] = at => options.LoadBalancers = Number(at),
        ["Pools"] = at => options.Pools = Number(at),
        ["Endpoints"] = at => options.Endpoints = Number(at),
        ["ShortestInterval"] = at => options.ShortestInterval = Time(at),
    });

    private static void Read(IConfigurationSection section, CloudflareConnectionOptions options) => ReadKeys(section, new()
    {
        ["Token"] = at => options.Token = Text(at),
        ["TokenFile"] = at => options.TokenFile = Text(at),
        ["Endpoint"] = at => options.Endpoint = Address(at),
        ["RequestsPerFiveMinutes"] = at => options.RequestsPerFiveMinutes = Number(at),
    });

    private static CloudflareRule RuleOf(IConfigurationSection section)
    {
        var rule = new CloudflareRule();
        ReadKeys(section, new()
        {
            ["Hostname"] = at => rule.Hostname = Text(at),
            ["Name"] = at => rule.Name = Text(at),
            ["Condition"] = at => rule.Condition = Text(at),
            ["Regions"] = at => Each(at, item => rule.Regions.Add(Text(item))),
            ["Status"] = at => rule.Status = Number(at),
            ["Body"] = at => rule.Body = Text(at),
            ["ContentType"] = at => rule.ContentType = Text(at),
        });
        return rule;
    }

    private static void ReadKeys(IConfigurationSection section, Dictionary<string, Action<IConfigurationSection>> keys)
    {
        var known = new Dictionary<string, Action<IConfigurationSection>>(keys, StringComparer.OrdinalIgnoreCase);
        List<string> mistakes = [];
        foreach (var child in section.GetChildren())
        {
            try
            {
                (known.GetValueOrDefault(child.Key) ?? (static at => throw new FormatException($"{at.Path} is not a key that is known here")))(child);
            }
            catch (FormatException error)
            {
                mistakes.Add(error.Message);
            }
            catch (OptionsValidationException error)
            {
                mistakes.AddRange(error.Failures);
            }
        }

        if (mistakes.Count > 0)
        {
            throw new OptionsValidationException(section.Path, typeof(CloudflareRouterOptions), mistakes);
        }
    }

    private static void Each(IConfigurationSection section, Action<IConfigurationSection> read)
    {
        foreach (var child in section.GetChildren())
        {
            read(child);
        }
    }

    private static string Text(IConfigurationSection at) => at.Value ?? throw Wrong(at, "a text");

    private static int Number(IConfigurationSection at) => int.TryParse(at.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(at, "a whole number");

    private static bool Flag(IConfigurationSection at) => bool.TryParse(at.Value, out var flag) ? flag : throw Wrong(at, "true or false");

    private static TimeSpan Time(IConfigurationSection at) => TimeSpan.TryParse(at.Value, CultureInfo.InvariantCulture, out var time) ? time : throw Wrong(at, "a time such as 00:01:00");

    private static Uri Address(IConfigurationSection at) => Uri.TryCreate(at.Value, UriKind.Absolute, out var address) ? address : throw Wrong(at, "an absolute address");

    private static T Choice<T>(IConfigurationSection at)
        where T : struct, Enum => Enum.TryParse<T>(at.Value, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : throw Wrong(at, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    private static FormatException Wrong(IConfigurationSection at, string what) => new($"{at.Path} {(Secrets.Contains(at.Key) ? "is wrong" : $"is '{at.Value}'")}: write {what}");
}
