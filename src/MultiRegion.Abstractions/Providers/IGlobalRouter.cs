using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion;

/// <summary>
/// Sends users to regions: a DNS service, an accelerator, a load balancer, or code in process. Nothing is written but
/// through a plan.
/// </summary>
public interface IGlobalRouter
{
    /// <summary>What it can do and how strongly it fences.</summary>
    RouterCapabilities Capabilities { get; }

    /// <summary>
    /// Reads the live state, compiles the intents and says what would change. Writes nothing. What cannot be expressed, is
    /// not owned, or carries a newer marker is a problem of that service alone.
    /// </summary>
    /// <param name="intents">One per service.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken);

    /// <summary>
    /// Carries a plan out once. Refuses with <see cref="ProblemKind.Conflict"/> when the live state is no longer what the
    /// plan saw. An empty plan writes nothing and returns a receipt for what is there.
    /// </summary>
    /// <param name="plan">A plan of this router.</param>
    /// <param name="cancellationToken">Cancels the waiting; the write may have happened.</param>
    ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken);

    /// <summary>Says whether an accepted change is in effect for users' new requests.</summary>
    /// <param name="receipt">What <see cref="ApplyAsync"/> returned, in this process or an earlier one.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken);
}

/// <summary>What a router can do.</summary>
public sealed record RouterCapabilities
{
    /// <summary>The kind, for example <c>route53</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>How strongly it fences.</summary>
    public required FencingStrength Fencing { get; init; }

    /// <summary>The longest that an accepted change takes until it is in effect at every entry point.</summary>
    public required TimeSpan Propagation { get; init; }

    /// <summary>Whether clients keep answers for the TTL after a change (DNS), so that old answers live on that long.</summary>
    public required bool AnswersAreCached { get; init; }

    /// <summary>Whether it forgets everything when the process ends, so that what was written must be written again at a start. Default false.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>The smallest step of a share, in percent; 0 is exact.</summary>
    public double ShareResolution { get; init; }
}

/// <summary>What a router should do for one service.</summary>
public sealed record RoutingIntent
{
    /// <summary>The service.</summary>
    public required ServiceId Service { get; init; }

    /// <summary>Its hostname.</summary>
    public required string Hostname { get; init; }

    /// <summary>How clients are spread.</summary>
    public required RoutingNode Tree { get; init; }

    /// <summary>Where each region of the tree is entered.</summary>
    public required ImmutableSortedDictionary<RegionId, EndpointAddress> Endpoints { get; init; }

    /// <summary>What part of its due each region gets. At least one region of the tree is above 0.</summary>
    public required Shares Shares { get; init; }

    /// <summary>
    /// Those regions at 0 that are well and may keep the connections and sessions that they have until these end: they are left by plan, and taken out for good by a later intent that does not
    /// name them. A region at 0 that is not named here keeps nobody. A router that has neither connections nor sessions passes it over. Default none.
    /// </summary>
    public ImmutableSortedSet<RegionId> Draining { get; init; } = [];

    /// <summary>What the router's own health checks should do; null: it checks nothing.</summary>
    public ProbeDefinition? HealthCheck { get; init; }

    /// <summary>The marker that the write leaves; null when only looking.</summary>
    public Marker? Marker { get; init; }

    /// <summary>That an operator allows to take over what is not marked as ours or was edited since. Default false.</summary>
    public bool Adopt { get; init; }
}

/// <summary>What a router would change. Holds no secret, can be printed and stored.</summary>
public sealed record RouterPlan
{
    /// <summary>Per service: what would change, or why it cannot.</summary>
    public required ImmutableArray<RouterChange> Changes { get; init; }

    /// <summary>The provider's own document of the plan, for <see cref="IGlobalRouter.ApplyAsync"/>.</summary>
    public required string Document { get; init; }

    /// <summary>The same plan as the vendor's command-line calls; empty when there is no such tool.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>Whether nothing would change for any service.</summary>
    public bool IsEmpty => Changes.All(static change => change.IsEmpty);
}

/// <summary>What a router would change for one service.</summary>
public sealed record RouterChange
{
    /// <summary>The service.</summary>
    public required ServiceId Service { get; init; }

    /// <summary>What is there, in words; null when nothing is.</summary>
    public string? Before { get; init; }

    /// <summary>What would be there, in words; equal to <see cref="Before"/> when nothing changes.</summary>
    public string? After { get; init; }

    /// <summary>What the provider expresses less exactly than the tree says.</summary>
    public ImmutableArray<string> Losses { get; init; } = [];

    /// <summary>Why this service is left out of the plan; null when it is in.</summary>
    public Problem? Problem { get; init; }

    /// <summary>The marker found; null when there is none.</summary>
    public Marker? LiveMarker { get; init; }

    /// <summary>The shares found, as far as they can be read back; null when they cannot.</summary>
    public Shares? LiveShares { get; init; }

    /// <summary>Whether nothing is to be written for this service.</summary>
    public bool IsEmpty { get; init; }
}

/// <summary>That a router accepted a change. Can be stored, and asked about by a later process.</summary>
/// <param name="Document">The provider's own token.</param>
public sealed record RouterReceipt(string Document);

/// <summary>How far an accepted change has come.</summary>
public enum Confirmation
{
    /// <summary>Not yet in effect everywhere: ask again.</summary>
    Pending,

    /// <summary>In effect for every new answer.</summary>
    InEffect,

    /// <summary>It was accepted and is not there any more: somebody changed it.</summary>
    Lost,
}
