using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using MultiRegion.Execution;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Policies;
using MultiRegion.Testing;
using MultiRegion.Topology;

namespace MultiRegion.Benchmarks;

/// <summary>The pure core: a calm step, a policy over many regions, a plan with its router's difference, and the replay of a journal.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class MachineBenchmarks
{
    private const int Regions = 10_000;
    private const int Entries = 1_000;
    private static readonly Reason Well = new(ReasonCode.AllWell, "", "well");
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly PolicyChain _policy = new(new DrainPolicy(), new PriorityPolicy(servingFirst: true));
    private readonly VerdictChanged _same = new("r1", Verdict.Healthy, Well);
    private readonly TimePassed _time = new();
    private readonly InMemoryRouter _router = new(new VirtualClock());
    private RegionView[] _views = [];
    private ImmutableArray<byte[]> _journal = [];
    private ImmutableArray<EstateEntry> _entries = [];
    private GroupDefinition _group = null!;
    private GroupState _calm = null!;
    private GroupState _moving = null!;
    private MoveRequest _switchover = null!;
    private MachineContext _context;

    [GlobalSetup]
    public void Setup()
    {
        _group = GroupDefinition.Of(Topology())[0];
        _context = new(_group, TimeSpan.FromSeconds(10), Day);
        var initial = GroupState.Initial(_group);
        _calm = initial with { EstablishedRevision = 1, Regions = [.. initial.Regions.Select(static status => status with { Verdict = Verdict.Healthy })] };
        _switchover = new() { Kind = MoveKind.Switchover, Cause = MoveCause.Planned, From = "r0", Targets = ["r1"], Before = _calm.Shares, Serving = ["r0"], DataAt = "r0", Promotes = true };
        _moving = FailoverMachine.Step(_calm, new MoveStarted(1, _switchover, Well, null), _context).State;
        _views = [.. Enumerable.Range(0, Regions).Select(static region => new RegionView($"r{region}", DeploymentRole.Active, Verdict.Healthy, RegionState.Serving, Drained: false))];
        _entries = [.. History()];
        _journal = [.. _entries.Select(EstateJson.Write)];
    }

    [Benchmark(Description = "step: a verdict that is the same")]
    public object SameVerdict() => FailoverMachine.Step(_calm, _same, _context).State;

    [Benchmark(Description = "step: time, no move")]
    public object NoTime() => FailoverMachine.Step(_calm, _time, _context).State;

    [Benchmark(Description = "step: time, nothing due in a move")]
    public object NothingDue() => FailoverMachine.Step(_moving, _time, _context).State;

    [Benchmark(OperationsPerInvoke = Regions, Description = "policy: a region of 10,000")]
    public PolicyDecision Policy() => _policy.Evaluate(new PolicyContext("shop", _views));

    [Benchmark(Description = "plan: a switchover")]
    public int Plan() => MovePlanner.Plan(_group, _switchover).Length;

    [Benchmark(Description = "plan: a switchover and its router's difference")]
    public async Task<RouterPlan?> PlanAndRouter()
    {
        var shift = MovePlanner.Plan(_group, _switchover).OfType<ShiftStep>().Last();
        return (await _router.PlanAsync([.. RouterSteps.Intents(_group, shift.Router, shift.Shares, marker: null, adopt: false)], default).ConfigureAwait(false)).Value;
    }

    [Benchmark(OperationsPerInvoke = Entries, Description = "replay: an entry of 1,000, folded")]
    public object Fold() => _entries.Aggregate(EstateState.Empty, EstateMachine.Apply);

    [Benchmark(OperationsPerInvoke = Entries, Description = "replay: an entry of 1,000, read and folded")]
    public object Replay() => _journal.Aggregate(EstateState.Empty, static (estate, payload) => EstateMachine.Apply(estate, EstateJson.Read(payload)));

    // Verdicts and, every hundred entries, a whole switchover to and fro.
    private IEnumerable<EstateEntry> History()
    {
        var estate = EstateState.Empty;
        EstateEntry next = new TopologyEntry(Topology()) { Now = TimeSpan.Zero, Utc = Day };
        for (var i = 0; i < Entries; i++)
        {
            yield return next;
            estate = EstateMachine.Apply(estate, next);
            next = new GroupEntry("shop", Happens(estate, estate.Groups["shop"], i)) { Now = TimeSpan.FromSeconds(i), Utc = Day };
        }
    }

    private MachineEvent Happens(EstateState estate, GroupState state, int i) => FailoverMachine.Effects(state) switch
    {
        [var step, ..] => new StepEnded(step.Step.Sequence, step.Attempt, StepOutcome.Done("done")),
        _ when i % 100 == 50 => new MoveStarted(estate.Epoch + 1, Request(state), Well, null),
        _ => new VerdictChanged("r2", i % 2 == 0 ? Verdict.Healthy : Verdict.Unknown, Well),
    };

    private MoveRequest Request(GroupState state)
    {
        var from = state.Serving[0];
        return _switchover with { From = from, Targets = [from == "r0" ? "r1" : "r0"], Before = state.Shares, Serving = state.Serving, DataAt = state.DataAt };
    }

    private static EstateTopology Topology() => new()
    {
        Regions = [.. Enumerable.Range(0, 3).Select(static region => new RegionDefinition { Id = $"r{region}" })],
        Services =
        [
            new()
            {
                Id = "shop",
                Hostname = "shop.example.com",
                Routers = ["dns"],
                Probe = new TcpProbeDefinition { Port = 443 },
                Data = [new() { ReplicaSet = "orders" }],
                Deployments =
                [
                    .. Enumerable.Range(0, 3).Select(static region => new DeploymentDefinition
                    {
                        Region = $"r{region}",
                        Endpoint = new($"192.0.2.{region}"),
                        Role = region == 0 ? DeploymentRole.Active : DeploymentRole.Standby,
                    }),
                ],
            },
        ],
    };
}
