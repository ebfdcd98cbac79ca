using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>A plan for an accelerator as calls of the vendor's command line, for a POSIX shell.</summary>
internal static class AcceleratorCommands
{
    private const string Tool = "aws globalaccelerator --region us-west-2";

    public static ImmutableArray<string> Of(AcceleratorPlan plan) =>
        [.. plan.Services.Where(static service => service.After is not null).SelectMany(service => Of(plan.Accelerator, service))];

    private static IEnumerable<string> Of(string accelerator, ListenerPlan plan)
    {
        yield return $"{Tool} tag-resource --resource-arn {accelerator} --tags {string.Join(' ', plan.After!.Tags().OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag => $"'Key={tag.Key},Value={tag.Value}'"))}";
        if (plan.Live is null)
        {
            yield return $"listener=$({Tool} create-listener --accelerator-arn {accelerator} {Listens(plan.Desired)} --query Listener.ListenerArn --output text)";
        }
        else if (!plan.Live.IsLike(plan.Desired))
        {
            yield return $"{Tool} update-listener --listener-arn {plan.Live.Arn} {Listens(plan.Desired)}";
        }

        foreach (var step in plan.Steps)
        {
            yield return step.Update is { } update
                ? $"{Tool} update-endpoint-group --endpoint-group-arn {step.Desired.Arn}{Dial(update.Dial)}{Endpoints(update.Endpoints)}{Health(update.HealthProtocol, update.HealthPort, update.HealthPath)}"
                : $"{Tool} create-endpoint-group --listener-arn {plan.Live?.Arn ?? "$listener"} --endpoint-group-region {step.Desired.Region}{Dial(step.Desired.Dial)}{Endpoints(step.Desired.Endpoints)}{Health(step.Desired.HealthProtocol, step.Desired.HealthPort, step.Desired.HealthPath)}";
        }
    }

    private static string Listens(Listener listener) =>
        $"--protocol {listener.Protocol} --client-affinity {listener.ClientAffinity} --port-ranges {string.Join(' ', listener.Ports.Select(static range => string.Create(CultureInfo.InvariantCulture, $"FromPort={range.From},ToPort={range.To}")))}";

    private static string Dial(double? dial) => dial is { } known ? string.Create(CultureInfo.InvariantCulture, $" --traffic-dial-percentage {known}") : "";

    private static string Endpoints(ImmutableArray<AcceleratorEndpoint>? endpoints) => endpoints is not { } all ? ""
        : all.IsEmpty ? " --endpoint-configurations '[]'"
        : $" --endpoint-configurations {string.Join(' ', all.Select(static one => string.Create(CultureInfo.InvariantCulture, $"EndpointId={one.Id},Weight={one.Weight}{(one.PreserveClientAddress is { } keep ? $",ClientIPPreservationEnabled={(keep ? "true" : "false")}" : "")}")))}";

    private static string Health(string? protocol, int? port, string? path) =>
        $"{(protocol is null ? "" : $" --health-check-protocol {protocol}")}{(port is { } known ? string.Create(CultureInfo.InvariantCulture, $" --health-check-port {known}") : "")}{(path is null ? "" : $" --health-check-path '{path.Replace("'", @"'\''", StringComparison.Ordinal)}'")}";
}
