namespace MultiRegion.Testing.Simulation;

/// <summary>What can go wrong, and what people do, in a simulated world.</summary>
public enum FaultKind
{
    /// <summary>A region is gone: its endpoints, its clusters, its data. Needs <see cref="Fault.Region"/>.</summary>
    RegionDown,

    /// <summary>Requests to a region take <see cref="Fault.Factor"/> times as long (default 10), while health checks answer. Needs <see cref="Fault.Region"/>.</summary>
    RegionSlow,

    /// <summary>A part of requests to a region fails (<see cref="Fault.Part"/>, default 0.3), while health checks answer. Needs <see cref="Fault.Region"/>.</summary>
    RegionErrors,

    /// <summary>Probes do not arrive, though the region is well: all of them, or those to <see cref="Fault.Region"/>.</summary>
    ProbePathDown,

    /// <summary>Probes to everywhere are lost (<see cref="Fault.Part"/>, default 0.5).</summary>
    ProbeLoss,

    /// <summary>A controller reaches nothing and nobody.</summary>
    ControllerIsolated,

    /// <summary>A controller cannot reach a provider: <see cref="Fault.Router"/> or <see cref="Fault.ReplicaSet"/>, or the clusters of <see cref="Fault.Region"/>.</summary>
    ProviderPartition,

    /// <summary>Calls to a router fail (the next <see cref="Fault.Times"/>, default 1). Needs <see cref="Fault.Router"/>.</summary>
    RouterFails,

    /// <summary>Calls to a router are throttled (the next <see cref="Fault.Times"/>, default 1). Needs <see cref="Fault.Router"/>.</summary>
    RouterThrottles,

    /// <summary>Writes to a router take effect, and their answers are lost (the next <see cref="Fault.Times"/>, default 1). Needs <see cref="Fault.Router"/>.</summary>
    RouterLosesAnswers,

    /// <summary>Changes take <see cref="Fault.Factor"/> times as long to come into effect (default 5). Needs <see cref="Fault.Router"/>.</summary>
    RouterSlow,

    /// <summary>The control plane of a router is gone; clients are answered all the same. Needs <see cref="Fault.Router"/>.</summary>
    RouterGone,

    /// <summary>The API of a region's clusters does not answer; their workloads run on. Needs <see cref="Fault.Region"/>.</summary>
    ClusterGone,

    /// <summary>A region's clusters are back from an old snapshot: workloads and markers as they were at the beginning. Needs <see cref="Fault.Region"/>.</summary>
    ClusterRestored,

    /// <summary>A person gives a region another share in a router, behind our back (<see cref="Fault.Part"/>, default 0). Needs <see cref="Fault.Router"/> and <see cref="Fault.Region"/>.</summary>
    RouterEdited,

    /// <summary>Another tool scales a region's workloads to their standby size. Needs <see cref="Fault.Region"/>.</summary>
    ClusterEdited,

    /// <summary>A region falls behind by a second a second. Needs <see cref="Fault.ReplicaSet"/> and <see cref="Fault.Region"/>.</summary>
    LagGrows,

    /// <summary>Fencing gets no answer: it stays unconfirmed. Needs <see cref="Fault.ReplicaSet"/>.</summary>
    FenceUnanswered,

    /// <summary>Promotions fail (the next <see cref="Fault.Times"/>, default 1). Needs <see cref="Fault.ReplicaSet"/>.</summary>
    PromotionFails,

    /// <summary>Appends to the journal fail (the next <see cref="Fault.Times"/>, default 1).</summary>
    JournalFails,

    /// <summary>The disk is full: nothing can be appended.</summary>
    JournalFull,

    /// <summary>Somebody deletes the journal, and the controller restarts on an empty one.</summary>
    JournalDeleted,

    /// <summary>A controller dies; another one starts when the fault is over (default after 5 s).</summary>
    ControllerCrash,

    /// <summary>A controller stands still, as in a suspended machine, and goes on as if nothing had been.</summary>
    ControllerPause,

    /// <summary>A second controller runs beside the first one.</summary>
    SecondController,

    /// <summary>UTC jumps by <see cref="Fault.By"/> (default 1 h; may be negative) at a controller.</summary>
    UtcJump,

    /// <summary>Not a fault: an operator gives <see cref="Fault.Command"/>.</summary>
    OperatorSays,
}
