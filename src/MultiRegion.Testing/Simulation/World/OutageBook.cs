using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Planning;

namespace MultiRegion.Testing.Simulation;

/// <summary>Writes down what users suffer from and how it goes.</summary>
internal sealed class OutageBook(SimulatedWorld world)
{
    private readonly List<Entry> _entries = [];

    public ImmutableArray<SimulatedOutage> All => [.. _entries.Select(static entry => entry.ToOutage())];

    /// <summary>A region fails its users: those of every group that is answered with it.</summary>
    public void Begin(Fault fault, RegionId region)
    {
        foreach (var users in world.Traffic.Services.Where(users => users.Definition.DeploymentIn(region) is not null && users.IsAnswered(region)))
        {
            var group = SimulatedWorld.GroupOf(users.Definition);
            if (_entries.Exists(entry => entry.Group == group && entry.Fault == fault))
            {
                continue;
            }

            var open = _entries.Where(entry => entry.Group == group && !entry.IsClosed).ToList();
            open.ForEach(static entry => entry.Overlapped = true);
            _entries.Add(new Entry(group, region, fault, world.Now)
            {
                Overlapped = open.Count > 0,
                DetectedAt = world.VerdictOf(group, region) is Verdict.Unhealthy or Verdict.Degraded ? world.Now : null,
            });
        }
    }

    /// <summary>A region is well again.</summary>
    public void Repair(Fault fault)
    {
        foreach (var entry in _entries.Where(entry => entry.Fault == fault))
        {
            entry.RepairedAt ??= world.Now;
        }
    }

    /// <summary>Other faults began: what goes on is not the outage's doing alone.</summary>
    public void Disturb()
    {
        foreach (var entry in _entries.Where(static entry => !entry.IsClosed))
        {
            entry.Overlapped = true;
        }
    }

    public void Happened(GroupEntry happened)
    {
        foreach (var entry in _entries.Where(entry => entry.Group == happened.Group && !entry.IsClosed))
        {
            switch (happened.Event)
            {
                case VerdictChanged { Verdict: Verdict.Unhealthy or Verdict.Degraded } changed when changed.Region == entry.Region:
                    entry.DetectedAt ??= world.Now;
                    break;
                case MoveStarted { Request.Kind: MoveKind.Failback }:
                    world.Traffic.Count();
                    entry.IsReturning = true;
                    break;
                case MoveStarted { Request: { Kind: MoveKind.Failover or MoveKind.Drain or MoveKind.Switchover } request } when request.From == entry.Region:
                case MoveInterrupted { Request: var replaced } when replaced.From == entry.Region:
                    entry.MoveStartedAt ??= world.Now;
                    break;
                default:
                    break;
            }
        }
    }

    public void Lost(MoveGroupId group, TimeSpan? lost)
    {
        foreach (var entry in _entries.Where(entry => entry.Group == group && !entry.IsClosed))
        {
            entry.DataLost += lost ?? TimeSpan.Zero;
        }
    }

    /// <summary>What users got in a stretch of time.</summary>
    public void Count(in TrafficStretch stretch)
    {
        var (group, limit) = (SimulatedWorld.GroupOf(stretch.Service.Definition), world.Settings.Clients.RecoveredBelow);
        foreach (var entry in _entries)
        {
            if (entry.Group == group && !entry.IsClosed)
            {
                entry.Failed += stretch.Failed;

                // What the planned return costs users is no part of their recovery from the failure.
                if (!entry.IsReturning)
                {
                    entry.BadUntil = Later(entry.BadUntil, BadUntil(stretch, limit));
                    entry.AnyBadUntil = Later(entry.AnyBadUntil, BadUntil(stretch, 1e-9));
                }
            }
        }
    }

    /// <summary>Looks which outages have gone a step further; called after every round.</summary>
    public void Look()
    {
        foreach (var entry in _entries)
        {
            if (entry.IsClosed)
            {
                continue;
            }

            if (entry.SwitchedAt is null && entry.MoveStartedAt is not null && !IsAnswered(entry))
            {
                entry.SwitchedAt = world.Now;
            }

            if (entry.RepairedAt is not null && world.StateOf(entry.Group) is { Move: null, Phase: GroupPhase.Steady } state && state.Regions.All(static status => status.Verdict == Verdict.Healthy))
            {
                // Whether its users still suffer is known only once everything up to now has been counted.
                world.Traffic.Count();
                entry.ReturnedAt = world.Now;
                entry.IsClosed = true;
            }
        }
    }

    private bool IsAnswered(Entry entry) =>
        world.Traffic.Services.Any(users => SimulatedWorld.GroupOf(users.Definition) == entry.Group && users.IsAnswered(entry.Region));

    // Where between its ends the part that fails falls to the limit.
    private static TimeSpan? BadUntil(in TrafficStretch stretch, double limit) =>
        stretch.FailingAfter > limit ? stretch.Until
        : stretch.FailingBefore > limit ? stretch.From + ((stretch.Until - stretch.From) * ((stretch.FailingBefore - limit) / (stretch.FailingBefore - stretch.FailingAfter)))
        : null;

    private static TimeSpan? Later(TimeSpan? one, TimeSpan? other) => one is null || other > one ? other ?? one : one;

    private sealed class Entry(MoveGroupId group, RegionId region, Fault fault, TimeSpan at)
    {
        public MoveGroupId Group => group;

        public RegionId Region => region;

        public Fault Fault => fault;

        public TimeSpan? RepairedAt { get; set; }

        public TimeSpan? DetectedAt { get; set; }

        public TimeSpan? MoveStartedAt { get; set; }

        public TimeSpan? SwitchedAt { get; set; }

        public TimeSpan? ReturnedAt { get; set; }

        public TimeSpan? BadUntil { get; set; }

        public TimeSpan? AnyBadUntil { get; set; }

        public TimeSpan DataLost { get; set; }

        public double Failed { get; set; }

        public bool Overlapped { get; set; }

        /// <summary>Whether the planned return has begun.</summary>
        public bool IsReturning { get; set; }

        public bool IsClosed { get; set; }

        public SimulatedOutage ToOutage() => new()
        {
            Group = group,
            Region = region,
            Fault = fault,
            At = at,
            RepairedAt = RepairedAt,
            DetectedAt = DetectedAt,
            MoveStartedAt = MoveStartedAt,
            SwitchedAt = SwitchedAt,
            RecoveredAt = BadUntil ?? at,
            LastClientAt = AnyBadUntil ?? at,
            ReturnedAt = ReturnedAt,
            DataLost = DataLost,
            FailedRequests = Failed,
            Overlapped = Overlapped,
        };
    }
}
