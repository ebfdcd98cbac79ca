using BenchmarkDotNet.Attributes;
using MultiRegion.Health;
using MultiRegion.Policies;

namespace MultiRegion.Benchmarks;

/// <summary>
/// A calm round over 10,000 endpoints: one result each, folded in a random order, then every verdict judged. Beside it, in
/// the same run, the floor of this machine (one pass over an array of numbers) and what plain objects and LINQ would cost.
/// </summary>
[ShortRunJob]
[MemoryDiagnoser]
public class HealthBenchmarks
{
    private const int Endpoints = 10_000;
    private const int Regions = 5;
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1);
    private readonly HealthThresholds _thresholds = HealthThresholds.Default;
    private readonly int[] _numbers = new int[Endpoints];
    private readonly PolicyChain _policy = new(new DrainPolicy(), new PriorityPolicy(servingFirst: true));
    private ProbeSample[] _samples = [];
    private RegionView[] _views = [];
    private NaiveEndpoint[] _naive = [];
    private HealthBoard _board = null!;
    private EndpointHealth _single;

    [Params(1, 4)]
    public int Vantages { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var topology = Topology();
        _board = new HealthBoard(topology);
        _samples = [.. Enumerable.Range(0, Endpoints).Select(static target => new ProbeSample(1, target, ProbeOutcome.Success, ProbeReason.Ok, Now))];
        new Random(7).Shuffle(_samples);
        _views = [.. topology.Services.SelectMany(static service => service.Deployments.Select(static deployment => new RegionView(deployment.Region, deployment.Role, Verdict.Healthy, RegionState.Serving, Drained: false)))];
        _naive =
        [
            .. topology.Services.SelectMany(service => service.Deployments.SelectMany(deployment => topology.Vantages.Select(
                vantage => new NaiveEndpoint { Service = service.Id.Value, Region = deployment.Region.Value, Vantage = vantage.Id.Value }))),
        ];
        Round();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Endpoints, Description = "floor: a pass over numbers")]
    public int Floor()
    {
        var sum = 0;
        foreach (ref var number in _numbers.AsSpan())
        {
            number += sum & 1;
            sum += number;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Endpoints, Description = "board: fold and judge")]
    public int Round()
    {
        _board.Fold(_samples);
        return _board.Refresh(Now).Length;
    }

    [Benchmark(OperationsPerInvoke = Endpoints, Description = "board: judge alone")]
    public int Judge() => _board.Refresh(Now).Length;

    [Benchmark(OperationsPerInvoke = Endpoints, Description = "board and policy: fold, judge and decide")]
    public int Decide()
    {
        var left = Round();
        for (var at = 0; at < _views.Length; at += Regions)
        {
            left += _policy.Evaluate(new PolicyContext("shop", _views.AsSpan(at, Regions))).Action == PolicyAction.Leave ? 1 : 0;
        }

        return left;
    }

    [Benchmark(OperationsPerInvoke = Endpoints, Description = "objects and LINQ: fold and judge")]
    public int Naive()
    {
        foreach (var endpoint in _naive)
        {
            endpoint.Fold(true);
        }

        return _naive.GroupBy(static endpoint => (endpoint.Service, endpoint.Region))
            .Select(group => group.Count(static endpoint => endpoint.Failures >= 3) > Vantages / 2)
            .Count(static bad => bad);
    }

    [Benchmark(Description = "one endpoint: fold")]
    public void Single() => _single = EndpointHealth.Fold(_single, ProbeOutcome.Success, ProbeReason.Ok, Now, _thresholds);

    private EstateTopology Topology() => new()
    {
        Regions = [.. Enumerable.Range(0, Regions).Select(static region => new RegionDefinition { Id = $"r{region}" })],
        Services = [.. Enumerable.Range(0, Endpoints / Regions / Vantages).Select(Service)],
        Vantages = [.. Enumerable.Range(0, Vantages).Select(static vantage => new VantageDefinition { Id = $"v{vantage}" })],
    };

    private static ServiceDefinition Service(int service) => new()
    {
        Id = $"s{service}",
        Hostname = $"s{service}.example.com",
        Routers = ["dns"],
        Probe = new TcpProbeDefinition { Port = 443 },
        Deployments = [.. Enumerable.Range(0, Regions).Select(static region => new DeploymentDefinition { Region = $"r{region}", Endpoint = Address(region) })],
    };

    private static EndpointAddress Address(int region) => new($"192.0.2.{region}");

    private sealed class NaiveEndpoint
    {
        private readonly Queue<bool> _last = new();

        public required string Service { get; init; }

        public required string Region { get; init; }

        public required string Vantage { get; init; }

        public int Failures => _last.Count(static success => !success);

        public void Fold(bool success)
        {
            _last.Enqueue(success);
            if (_last.Count > 5)
            {
                _last.Dequeue();
            }
        }
    }
}
