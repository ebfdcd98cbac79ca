using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Wire;
using MultiRegion.Testing;

namespace MultiRegion.Aws.Tests.Wire;

public sealed class RoutingControlTests : IDisposable
{
    private const string A = "arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/a";
    private const string B = "arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/b";

    private static readonly string[] Regions = ["us-east-1", "us-west-2", "eu-west-1", "ap-northeast-1", "ap-southeast-2"];

    private readonly VirtualClock _clock = new();
    private readonly FakeRoutingControls[] _endpoints;
    private readonly RoutingControlClient _client;

    public RoutingControlTests()
    {
        var first = new FakeRoutingControls();
        _endpoints = [first, .. Enumerable.Range(0, 4).Select(_ => new FakeRoutingControls(first))];
        for (var n = 0; n < _endpoints.Length; n++)
        {
            _endpoints[n].Keys = FakeKeys.Route53 with { Scope = $"{Regions[n]}/route53-recovery-cluster" };
        }

        first.Add(A, true);
        first.Add(B, false);
        _client = RoutingControlClient.Create(
            [.. Regions.Select(static region => new RoutingControlEndpoint(new($"https://{region}.cluster.test/v1"), region))],
            new() { Credentials = FakeKeys.Route53.Credentials, Time = _clock, Roll = static () => 0, Transport = new ByRegion(_endpoints) }).Value!;
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Two_controls_change_in_one_transaction()
    {
        var set = await _client.SetAsync([new(A, false), new(B, true)], [], default);

        set.Value.ShouldBeTrue(set.Problem?.Detail);
        (await _client.GetAsync(B, default)).Value.ShouldBeTrue();
        (await _client.GetAsync(A, default)).Value.ShouldBeFalse();
        _endpoints[0].Writes.ShouldBe(1);
    }

    [Fact]
    public async Task An_endpoint_that_fails_gives_way_to_the_next_which_is_kept()
    {
        _endpoints[0].Inject(Fault.Unavailable);
        _endpoints[1].Inject(Fault.LostBeforeEffect);

        var set = await _client.SetAsync([new(B, true)], [], default);
        var get = await _client.GetAsync(B, default);

        (set.Value, get.Value).ShouldBe((true, true), set.Problem?.Detail);
        _endpoints.Select(static one => one.Requests).ShouldBe([1, 1, 2, 0, 0]);
    }

    [Fact]
    public async Task All_endpoints_are_asked_twice_before_it_is_given_up()
    {
        foreach (var endpoint in _endpoints)
        {
            endpoint.Inject(Fault.Unavailable, 100);
        }

        var get = await _client.GetAsync(A, default);

        get.Problem.ShouldNotBeNull().Detail.ShouldStartWith("No endpoint of the cluster did it, 5 asked 2 times each.");
        _endpoints.ShouldAllBe(static one => one.Requests == 2);
    }

    [Fact]
    public async Task A_rule_that_forbids_the_change_is_not_asked_elsewhere_and_can_be_overridden()
    {
        _endpoints[0].AtLeastOn = 1;

        var refused = await _client.SetAsync([new(A, false)], [], default);
        var forced = await _client.SetAsync([new(A, false)], ["arn:rule"], default);

        refused.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        forced.Value.ShouldBeTrue();
        _endpoints.Sum(static one => one.Requests).ShouldBe(2);
    }

    [Fact]
    public async Task A_conflict_after_an_endpoint_that_was_lost_may_be_the_echo_of_success()
    {
        _endpoints[0].Inject(Fault.LostAfterEffect);
        _endpoints[1].AtLeastOn = 2;

        var set = await _client.SetAsync([new(B, true), new(A, false)], [], default);

        set.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        set.Problem.Detail.ShouldContain("may have done it");
    }

    [Fact]
    public async Task An_endpoint_that_hangs_has_three_seconds()
    {
        _endpoints[0].Inject(Fault.HangBeforeEffect);

        var get = _client.GetAsync(A, default).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(3));

        (await get).Value.ShouldBeTrue();
    }

    [Fact]
    public void Without_endpoints_there_is_no_switch()
    {
        RoutingControlClient.Create([], new()).Problem.ShouldNotBeNull().Detail.ShouldContain("all five");
        RoutingControlClient.Create([new(new("https://x.test"), "nowhere-1")], new()).Problem.ShouldNotBeNull().Detail.ShouldContain("no AWS region");
    }

    private sealed class ByRegion(FakeRoutingControls[] endpoints) : HttpMessageHandler
    {
        private readonly ImmutableDictionary<string, HttpMessageInvoker> _byHost = Regions.Zip(endpoints).ToImmutableDictionary(
            static pair => $"{pair.First}.cluster.test", static pair => new HttpMessageInvoker(pair.Second.Handler));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _byHost[request.RequestUri!.Host].SendAsync(request, cancellationToken);
    }
}
