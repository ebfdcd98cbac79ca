using System.Collections.Immutable;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Machine;
using MultiRegion.Testing;
using MultiRegion.Tests.Engine;
using MultiRegion.Tests.Topology;
using MultiRegion.Topology;

namespace MultiRegion.Tests.DependencyInjection;

/// <summary>Neither header values nor the words of a provider's exceptions get out of the engine.</summary>
public sealed class SecretTests
{
    [Fact]
    public async Task Providers_that_throw_are_reported_by_the_type_of_what_they_threw()
    {
        using var logs = new RecordingLogs();
        await using var world = new World(static service => service with
        {
            Routers = ["main", "leaky"],
            Data = [new() { ReplicaSet = "leaky", SingleWriter = false }],
            Deployments = [.. service.Deployments.Select(static deployment => deployment with { Workloads = [new() { Cluster = $"k-{deployment.Region}", Workload = "shop/Deployment/web", ServingReplicas = 2 }] })],
            Failover = service.Failover with { BeforeTraffic = ["leaky"], Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(100) },
        }, static estate => estate with
        {
            Clusters = [.. estate.Regions.Select(static region => new ClusterDefinition { Id = $"k-{region.Id}", Region = region.Id, Fleet = "leaky" })],
            Services = [.. estate.Services, World.Service("blog", "blog.example.com") with { Priority = 200, Probe = new NamedProbeDefinition { Name = "leaky" } }],
        });
        var router = new Watching(world.Router);
        var engine = world.Start(builder => builder
            .AddRouter("leaky", router).AddFleet("leaky", new Part()).AddReplicaSet("leaky", new Part()).AddStep("leaky", new Part()).AddProbe("leaky", new Part()).AddNotifier(new Part())
            .UseInbox(new Part())
            .UseLogging(logs));
        var events = engine.Events.GetAsyncEnumerator();
        await world.RunAsync(TimeSpan.FromSeconds(30));
        world.Status.Phase.ShouldBe(GroupPhase.Steady, engine.Status.ToText());
        router.IsLeaking = true;
        var preview = await engine.PlanAsync(world.Command(CommandKind.FailOver, World.B));
        preview.Changes.ShouldContain(static change => change.Refusal == "the router threw InvalidOperationException");

        world.Kill(World.A);
        await world.RunAsync(TimeSpan.FromMinutes(2));
        world.Status.Steps.ShouldContain(static step => step.Detail == "the provider threw InvalidOperationException");
        var answer = await world.SayAsync(world.Command(CommandKind.FailOver, World.C));
        await world.RunAsync(TimeSpan.FromMinutes(2));

        var seen = new StringBuilder().Append(preview).Append(answer).Append(engine.Status.ToText()).Append(engine.Status.ToJson());
        await engine.DisposeAsync();
        while (await events.MoveNextAsync())
        {
            seen.Append(events.Current).Append(events.Current.Reason.ToTree());
        }

        seen.AppendJoin('\n', logs.Entries).AppendJoin('\n', world.Notifier.Sent);
        foreach (var record in world.Journal.Records)
        {
            seen.Append(record).Append(Encoding.UTF8.GetString(record.Payload.Span));
        }

        seen.ToString().ShouldContain(nameof(InvalidOperationException));
        seen.ToString().ShouldNotContain(Part.Secret);
    }

    [Fact]
    public async Task The_journal_holds_the_names_of_headers_and_never_their_values()
    {
        await using var world = Headers("one");
        world.Start(builder => builder.AddRouter("watched", new Watching(world.Router)));
        await world.RunAsync(TimeSpan.FromSeconds(5));
        await world.Engine!.DisposeAsync();

        foreach (var record in world.Journal.Records)
        {
            Encoding.UTF8.GetString(record.Payload.Span).ShouldNotContain("one");
        }

        Encoding.UTF8.GetString(world.Journal.Records[0].Payload.Span).ShouldContain("\"Authorization\":\"(secret)\"");
    }

    [Fact]
    public async Task A_restart_and_a_new_token_make_no_new_revision()
    {
        await using var world = Headers("one");
        world.Start(builder => builder.AddRouter("watched", new Watching(world.Router)));
        await world.RunAsync(TimeSpan.FromSeconds(5));
        await world.Engine!.DisposeAsync();
        world.Topology = Headers("two").Topology;
        world.Start(builder => builder.AddRouter("watched", new Watching(world.Router)));
        await world.RunAsync(TimeSpan.FromSeconds(5));

        world.Engine!.Status.Revision.ShouldBe(1);
        world.Journal.Records.Count(static record => record.Kind == nameof(TopologyEntry)).ShouldBe(1);
    }

    [Fact]
    public async Task A_router_s_own_health_checks_get_the_live_values()
    {
        await using var world = Headers("one");
        var (before, after) = (new Watching(world.Router), new Watching(world.Router));
        world.Start(builder => builder.AddRouter("watched", before));
        await world.RunAsync(TimeSpan.FromSeconds(5));
        await world.Engine!.DisposeAsync();
        world.Topology = Headers("two").Topology;
        world.Start(builder => builder.AddRouter("watched", after));
        await world.RunAsync(TimeSpan.FromSeconds(5));

        before.Seen.ShouldBe(["one"]);
        after.Seen.ShouldBe(["two"]);
    }

    [Fact]
    public void Every_header_of_every_probe_is_concealed_and_nothing_else() => Prop.ForAll<int>(static seed =>
    {
        var topology = Estates.Any(seed);

        var concealed = new TopologyEntry(topology) { Now = default, Utc = default }.Topology;

        Values(concealed).ShouldAllBe(static value => value == HeaderSecrets.Concealed);
        TopologyJson.Fingerprint(WithoutHeaders(concealed)).ShouldBe(TopologyJson.Fingerprint(WithoutHeaders(topology)));
        Values(concealed).Count().ShouldBe(Values(topology).Count());
    }).QuickCheckThrowOnFailure();

    private static World Headers(string token) => new(service => service with
    {
        Routers = ["main", "watched"],
        Probe = new CompositeProbeDefinition
        {
            Probes =
            [
                new NamedProbeDefinition { Name = "scripted" },
                new HttpProbeDefinition { Host = "127.0.0.1", Port = 1, Headers = ImmutableSortedDictionary<string, string>.Empty.Add("Authorization", token) },
            ],
            Required = 1,
        },
    });

    private static IEnumerable<string> Values(EstateTopology topology) => Probes(topology).SelectMany(Values);

    private static IEnumerable<ProbeDefinition> Probes(EstateTopology topology) =>
        topology.Services.Select(static service => service.Probe).Concat(topology.Vantages.SelectMany(static vantage => vantage.References));

    private static IEnumerable<string> Values(ProbeDefinition probe) => probe switch
    {
        HttpProbeDefinition http => http.Headers.Values,
        CompositeProbeDefinition composite => composite.Probes.SelectMany(Values),
        _ => [],
    };

    private static EstateTopology WithoutHeaders(EstateTopology topology) => topology with
    {
        Services = [.. topology.Services.Select(static service => service with { Probe = WithoutHeaders(service.Probe) })],
        Vantages = [.. topology.Vantages.Select(static vantage => vantage with { References = [.. vantage.References.Select(WithoutHeaders)] })],
    };

    private static ProbeDefinition WithoutHeaders(ProbeDefinition probe) => probe switch
    {
        HttpProbeDefinition http => http with { Headers = ImmutableSortedDictionary<string, string>.Empty },
        CompositeProbeDefinition composite => composite with { Probes = [.. composite.Probes.Select(WithoutHeaders)] },
        _ => probe,
    };

    /// <summary>A router that remembers which header values its health checks were to have.</summary>
    private sealed class Watching(IGlobalRouter router) : IGlobalRouter
    {
        private ImmutableHashSet<string> _seen = [];

        public IEnumerable<string> Seen => _seen;

        /// <summary>Whether it throws what a <see cref="Part"/> throws.</summary>
        public bool IsLeaking { get; set; }

        public RouterCapabilities Capabilities => router.Capabilities;

        public ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
        {
            _seen = _seen.Union(intents.Select(static intent => intent.HealthCheck).OfType<ProbeDefinition>().SelectMany(Values));
            return (IsLeaking ? new Part() : router).PlanAsync(intents, cancellationToken);
        }

        public ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken) => router.ApplyAsync(plan, cancellationToken);

        public ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken) => router.ConfirmAsync(receipt, cancellationToken);
    }
}
