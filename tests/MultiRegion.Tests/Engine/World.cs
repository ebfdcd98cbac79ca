using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Testing;

namespace MultiRegion.Tests.Engine;

/// <summary>An estate on virtual time: everything around the engine behaves, and everything inside it is the real thing.</summary>
internal sealed class World : IAsyncDisposable
{
    public static readonly RegionId A = "a";
    public static readonly RegionId B = "b";
    public static readonly RegionId C = "c";
    public static readonly ServiceId Shop = "shop";
    public static readonly MoveGroupId ShopGroup = "shop";

    private int _starts;

    public World(Func<ServiceDefinition, ServiceDefinition>? change = null, Func<EstateTopology, EstateTopology>? estate = null, FencingStrength fencing = FencingStrength.Atomic)
    {
        Probe = new ScriptedProbe(Clock);
        Router = new InMemoryRouter(Clock) { Fencing = fencing };
        Lease = new InMemoryLeaseStore(Clock);
        var service = Service(Shop, "shop.example.com");
        var topology = new EstateTopology
        {
            Regions = [new() { Id = A }, new() { Id = B }, new() { Id = C }],
            Services = [change?.Invoke(service) ?? service],
        };
        Topology = estate?.Invoke(topology) ?? topology;
        foreach (var region in new[] { A, B, C })
        {
            Probe.Set(region, ProbeBehaviour.Healthy);
        }
    }

    /// <summary>Another controller in the same world.</summary>
    public World(World beside, InMemoryJournal journal, InMemoryLeaseStore? lease = null)
    {
        (Clock, Probe, Router, Topology) = (beside.Clock, beside.Probe, beside.Router, beside.Topology);
        (Journal, Lease) = (journal, lease ?? new InMemoryLeaseStore(Clock));
        (Fleet, Data, SecondRouter, _starts) = (beside.Fleet, beside.Data, beside.SecondRouter, 100);
    }

    public VirtualClock Clock { get; } = new();

    public ScriptedProbe Probe { get; }

    public InMemoryRouter Router { get; }

    public InMemoryJournal Journal { get; } = new();

    public InMemoryLeaseStore Lease { get; }

    public InMemoryFleet? Fleet { get; set; }

    public InMemoryDataReplica? Data { get; set; }

    public InMemoryRouter? SecondRouter { get; set; }

    /// <summary>A real folder in place of the journal in memory; null: none.</summary>
    public string? Folder { get; init; }

    public InMemoryInbox Inbox { get; } = new();

    public InMemoryNotifier Notifier { get; } = new();

    public EstateTopology Topology { get; set; }

    public FailoverEngine? Engine { get; private set; }

    public List<EngineEvent> Events { get; } = [];

    public GroupStatus Status => Engine!.Status.Groups[0];

    public static ServiceDefinition Service(ServiceId id, string hostname) => new()
    {
        Id = id,
        Hostname = hostname,
        Routers = ["main"],
        Deployments =
        [
            new() { Region = A, Endpoint = new("a.example.com") },
            new() { Region = B, Endpoint = new("b.example.com"), Role = DeploymentRole.Standby },
            new() { Region = C, Endpoint = new("c.example.com"), Role = DeploymentRole.Standby },
        ],
        Probe = new NamedProbeDefinition { Name = "scripted" },
        Failback = new() { Stability = TimeSpan.FromSeconds(30), Soak = TimeSpan.FromSeconds(10) },
        Failover = new() { QuietDeadline = TimeSpan.FromSeconds(5) },
        Guards = new() { CoolDown = TimeSpan.FromSeconds(20) },
    };

    public FailoverEngine Start(Action<FailoverEngineBuilder>? more = null)
    {
        var builder = FailoverEngine.CreateBuilder()
            .WithTopology(Topology)
            .AddProbe("scripted", Probe)
            .AddRouter("main", Router)
            .AddNotifier(Notifier)
            .UseLease(Lease)
            .UseInbox(Inbox)
            .UseTime(Clock)
            .UseOptions(new EngineOptions { Controller = $"controller-{++_starts}", Seed = 7 });
        _ = Folder is null ? builder.UseJournal(Journal) : builder.UseFolder(Folder);
        if (SecondRouter is not null)
        {
            builder.AddRouter("second", SecondRouter);
        }

        if (Fleet is not null)
        {
            builder.AddFleet("fleet", Fleet);
        }

        if (Data is not null)
        {
            builder.AddReplicaSet("orders", Data);
        }

        more?.Invoke(builder);
        return Engine = builder.Build();
    }

    /// <summary>Starts and runs until the routers have what holds in normal times.</summary>
    public async Task<World> BeginAsync()
    {
        Start();
        await RunAsync(TimeSpan.FromSeconds(5));
        Status.Phase.ShouldBe(GroupPhase.Steady);
        return this;
    }

    /// <summary>Makes rounds for a span of virtual time: each when the engine asks for it, or when a timer of the world is due.</summary>
    public async Task RunAsync(TimeSpan span)
    {
        var until = Clock.Elapsed + span;
        while (Clock.Elapsed < until)
        {
            await RoundAsync(until - Clock.Elapsed);
        }

        await Engine!.TickAsync();
    }

    /// <summary>Makes rounds until something is so; fails when it is not within a span of virtual time.</summary>
    public async Task UntilAsync(Func<GroupStatus, bool> condition, TimeSpan within)
    {
        var until = Clock.Elapsed + within;
        while (Engine!.Status.Groups.IsEmpty || !condition(Status))
        {
            (Clock.Elapsed < until).ShouldBeTrue($"not within {within}:\n{Engine.Status.ToText()}");
            await RoundAsync(until - Clock.Elapsed);
        }
    }

    /// <summary>Makes one round, and lets time pass until the next one is due.</summary>
    public async Task RoundAsync(TimeSpan atMost)
    {
        await Engine!.TickAsync();
        var next = Engine.NextWake();
        next = Clock.NextTimer is { } timer && timer < next ? timer : next;
        next = next < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : next;
        Clock.Advance(next < atMost ? next : atMost);
    }

    public void Kill(RegionId region) => Probe.Set(region, ProbeBehaviour.Failing());

    public void Revive(RegionId region) => Probe.Set(region, ProbeBehaviour.Healthy);

    public double Fraction(RegionId region, ServiceId? service = null) =>
        Router.Resolve(service ?? Shop, ClientLocation.Unknown)[region];

    public ImmutableArray<double> SharesOf(RegionId region) => [.. Router.Log.Select(write => write.Shares[region].Percent)];

    public OperatorCommand Command(CommandKind kind, RegionId? region = null, MoveGroupId? group = null) => new()
    {
        Id = $"command-{++_commands}",
        Kind = kind,
        Actor = "anna",
        Reason = "exercise",
        Group = kind is CommandKind.Drain or CommandKind.Undrain ? default(MoveGroupId?) : group ?? ShopGroup,
        Region = region,
    };

    /// <summary>Gives a command and makes the round that carries it out.</summary>
    public async Task<CommandAnswer> SayAsync(OperatorCommand command)
    {
        var answer = Engine!.SubmitAsync(command);
        await Engine.TickAsync();
        return await answer;
    }

    public ValueTask DisposeAsync() => Engine?.DisposeAsync() ?? ValueTask.CompletedTask;

    private int _commands;
}
