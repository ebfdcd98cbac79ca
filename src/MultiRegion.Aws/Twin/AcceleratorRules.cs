using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Twin;

/// <summary>What Global Accelerator's API does with groups. Pure.</summary>
internal static class AcceleratorRules
{
    private const int MostAtOnce = 10;
    private const int MostListeners = 10;
    private const int MostGroups = 42;
    private const int DefaultWeight = 128;

    /// <summary>The region that all calls go to.</summary>
    public const string ControlRegion = "us-west-2";

    public static int WeightOf(int? weight) => weight ?? DefaultWeight;

    /// <summary>The opinion of an endpoint's health that counts: a load balancer's own, or that of the group's check.</summary>
    public static bool IsHealthy(string endpoint, bool ownOpinion, bool groupsOpinion) => IsLoadBalancer(endpoint) ? ownOpinion : groupsOpinion;

    public static bool IsLoadBalancer(string endpoint) => endpoint.Contains(":elasticloadbalancing:", StringComparison.Ordinal);

    /// <summary>Where a group's check connects to.</summary>
    public static int HealthPortOf(EndpointGroup group, Listener listener) => group.HealthPort ?? listener.Ports[0].From;

    public static Problem? Check(EndpointGroup group) =>
        group.Dial is not (>= 0 and <= 100) ? Invalid("the dial is 0 to 100")
        : group.Endpoints.Any(static endpoint => endpoint.Weight is < 0 or > 255) ? Invalid("a weight is 0 to 255")
        : group.HealthInterval is not (10 or 30) ? Invalid("the interval is 10 or 30 seconds")
        : group.Threshold is < 1 or > 10 ? Invalid("the threshold is 1 to 10")
        : null;

    public static Problem? Check(ImmutableArray<ImmutableArray<EndpointGroup>> listeners) =>
        listeners.Length > MostListeners ? Invalid($"at most {MostListeners} listeners")
        : listeners.Sum(static groups => groups.Length) > MostGroups ? Invalid($"at most {MostGroups} groups per accelerator")
        : listeners.Any(static groups => groups.Select(static group => group.Region).Distinct().Count() < groups.Length) ? Invalid("one group per region and listener")
        : null;

    /// <summary>The endpoints that are named are all that will be there.</summary>
    public static Result<EndpointGroup> Update(EndpointGroup group, ImmutableArray<AcceleratorEndpoint> endpoints) => group with { Endpoints = endpoints };

    /// <summary>Adds endpoints, and leaves those that are there as they are.</summary>
    /// <param name="group">The group.</param>
    /// <param name="endpoints">The new ones.</param>
    /// <param name="isChanging">Whether another change of the accelerator is under way.</param>
    public static Result<EndpointGroup> Add(EndpointGroup group, ImmutableArray<AcceleratorEndpoint> endpoints, bool isChanging) =>
        isChanging ? Problem.Throttled("TransactionInProgressException: another change is under way.")
        : endpoints.Length > MostAtOnce ? Invalid($"at most {MostAtOnce} endpoints at once")
        : endpoints.Any(added => group.Endpoints.Any(live => live.Id == added.Id)) ? Problem.Refused("EndpointAlreadyExistsException.")
        : group with { Endpoints = group.Endpoints.AddRange(endpoints) };

    private static Problem Invalid(string what) => Problem.Refused($"InvalidArgumentException: {what}.");
}
