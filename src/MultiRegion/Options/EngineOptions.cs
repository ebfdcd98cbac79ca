namespace MultiRegion;

/// <summary>Settings of the engine itself; those of services are in the topology. Fixed for an engine's life.</summary>
/// <remarks>LoopInterval + 2 × LeaseRetry + WriteTimeout must fit into LeaseDuration.</remarks>
public sealed class EngineOptions
{
    /// <summary>The longest time between two rounds of the loop when nothing happens. 10 ms to 1 min, default 1 s.</summary>
    public TimeSpan LoopInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the lease holds. 1 ms to 30 days, default 30 s; loop + 2 × retry + write time-out must fit into it.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After how long the lease is renewed, and how soon a failed renewal is tried again. 1 ms to 30 days, default 5 s.</summary>
    public TimeSpan LeaseRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a write to a provider may take. 1 ms to 30 days, default 5 s.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the planes are read for readiness, drift and replication lag. 1 ms to 30 days, default 30 s.</summary>
    public TimeSpan ReadinessInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the inbox is looked at. 1 ms to 30 days, default 500 ms.</summary>
    public TimeSpan InboxInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After how many records the journal is compacted, in a calm moment. At least 100, default 10,000.</summary>
    public int CompactAfter { get; set; } = 10_000;

    /// <summary>
    /// How many probes of one host may be in flight at once; what is beyond waits for its turn and is no failure. 1 to 65,536, default
    /// 1,024: a host of a few hundred targets is never limited. A host that hangs, of more targets than that, is noticed later.
    /// </summary>
    public int ProbesPerHost { get; set; } = 1024;

    /// <summary>
    /// Whether HTTP and HTTPS probes are carried out in batches, by one thread of their own: for fleets of hundreds of targets and
    /// more. Linux on x64 and arm64; elsewhere, and for all other probes, nothing changes. Default false.
    /// </summary>
    public bool BatchProbes { get; set; }

    /// <summary>The seed of the probes' jitter; null: from the controller's id.</summary>
    public int? Seed { get; set; }

    /// <summary>Who this controller is; null: made from the machine's name, the process id and the time of the start.</summary>
    public ControllerId? Controller { get; set; }
}
