using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>What leads from live groups to desired ones: one write for each group that changes, those that add before those that take away.</summary>
internal static class GroupSteps
{
    public static ImmutableArray<GroupStep> Between(ImmutableArray<EndpointGroup> live, ImmutableArray<EndpointGroup> desired) =>
    [
        .. desired.Select(group => Step(live.FirstOrDefault(other => other.Region == group.Region), group)).OfType<GroupStep>()
            .Concat(live.Where(group => !group.Endpoints.IsEmpty && desired.All(other => other.Region != group.Region)).Select(static group => TakeOut(group)))
            .OrderBy(static step => step.Desired.Endpoints.IsEmpty ? 1 : 0),
    ];

    private static GroupStep? Step(EndpointGroup? live, EndpointGroup desired) =>
        live is null ? desired.Endpoints.IsEmpty ? null : new(desired, null)
        : desired.Endpoints.IsEmpty ? live.Endpoints.IsEmpty ? null : TakeOut(live)
        : Update(live, desired) is var update && update == new EndpointGroupUpdate() ? null
        : new(desired with { Arn = live.Arn }, update);

    // The dial stays as it is: without endpoints a group takes nothing.
    private static GroupStep TakeOut(EndpointGroup live) => new(live with { Endpoints = [] }, new() { Endpoints = [] });

    private static EndpointGroupUpdate Update(EndpointGroup live, EndpointGroup desired) => new()
    {
        Dial = live.Dial == desired.Dial ? null : desired.Dial,
        Endpoints = Same(live.Endpoints, desired.Endpoints) ? null : desired.Endpoints,
        HealthProtocol = live.HealthProtocol == desired.HealthProtocol ? null : desired.HealthProtocol,
        HealthPort = live.HealthPort == desired.HealthPort ? null : desired.HealthPort,
        HealthPath = desired.HealthProtocol == "TCP" || live.HealthPath == desired.HealthPath ? null : desired.HealthPath,
    };

    private static bool Same(ImmutableArray<AcceleratorEndpoint> live, ImmutableArray<AcceleratorEndpoint> desired) =>
        live.Length == desired.Length && desired.All(wanted => live.Any(there => there.Id == wanted.Id && there.Weight == wanted.Weight));
}
