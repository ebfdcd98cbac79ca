using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Tests.Parity;
using MultiRegion.Aws.Wire;

namespace MultiRegion.Aws.Tests.Wire;

public sealed class RetryTests : IDisposable
{
    private readonly Rig _rig = new();
    private readonly string _zone;

    public RetryTests() => _zone = _rig.Dns.AddZone("example.com");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task S23_Throttling_comes_as_HTTP_400_and_is_waited_out_with_waits_that_double()
    {
        _rig.Dns.Inject(Fault.Throttle, 3);

        var zone = await _rig.RunAsync(_rig.Route53.GetZoneAsync(_zone, default));

        zone.Succeeded.ShouldBeTrue(zone.Problem?.Detail);
        _rig.Clock.Elapsed.ShouldBe(TimeSpan.FromMilliseconds(200 + 400 + 800));
    }

    [Fact]
    public async Task A_wait_is_anything_from_nothing_to_the_back_off()
    {
        using var client = Route53Client.Create(_rig.Settings with { Roll = static () => 0.25, Credentials = FakeKeys.Route53.Credentials, Transport = _rig.Dns.Handler }).Value!;
        _rig.Dns.Inject(Fault.Throttle, 2);

        await _rig.RunAsync(client.GetZoneAsync(_zone, default));

        _rig.Clock.Elapsed.ShouldBe(TimeSpan.FromMilliseconds(50 + 100));
    }

    [Fact]
    public async Task What_the_service_asks_to_wait_comes_before_the_wait_of_ours()
    {
        CannedServer server = new([Unavailable("3"), new(200, [], """<GetHostedZoneResponse><HostedZone><Id>Z</Id><Name>a.</Name></HostedZone></GetHostedZoneResponse>""")]);
        using var client = Route53Client.Create(_rig.Settings with { Credentials = FakeKeys.Route53.Credentials, Transport = server }).Value!;

        var zone = await _rig.RunAsync(client.GetZoneAsync("Z", default));

        zone.Problem.ShouldBeNull();
        _rig.Clock.Elapsed.ShouldBe(TimeSpan.FromMilliseconds(3200));
    }

    [Fact]
    public async Task A_service_that_asks_for_a_long_wait_is_left_alone_and_the_wait_handed_on()
    {
        CannedServer server = new([Unavailable("60")]);
        using var client = Route53Client.Create(_rig.Settings with { Credentials = FakeKeys.Route53.Credentials, Transport = server }).Value!;

        var zone = await _rig.RunAsync(client.GetZoneAsync("Z", default));

        zone.Problem.ShouldNotBeNull().RetryAfter.ShouldBe(TimeSpan.FromSeconds(60));
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task S22_A_zone_that_is_busy_is_waited_for()
    {
        _rig.Dns.Inject(Fault.PriorRequestNotComplete, 2);

        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, Samples.Create(Samples.Record()), "c", default));

        change.Succeeded.ShouldBeTrue(change.Problem?.Detail);
        _rig.Dns.Writes.ShouldBe(1);
        _rig.Dns.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task Throttling_that_does_not_end_is_told_as_such()
    {
        _rig.Dns.Inject(Fault.Throttle, 100);

        var zone = await _rig.RunAsync(_rig.Route53.GetZoneAsync(_zone, default));

        zone.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Throttled);
        zone.Problem.Detail.ShouldContain("8 attempts");
        _rig.Dns.Requests.ShouldBe(8);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_at_the_deadline()
    {
        _rig.Dns.Inject(Fault.HangBeforeEffect, 100);

        var zone = await _rig.RunAsync(_rig.Route53.GetZoneAsync(_zone, default));

        zone.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        zone.Problem.Detail.ShouldContain("no success within 60 s");
        zone.Problem.Detail.ShouldNotContain("taken effect");
        _rig.Clock.Elapsed.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_and_that_is_then_refused_may_have_taken_effect()
    {
        _rig.Dns.Inject(Fault.LostAfterEffect);

        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, Samples.Create(Samples.Record()), "c", default));

        change.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        change.Problem.Retryable.ShouldBeTrue();
        change.Problem.Detail.ShouldContain("may have taken effect");
        change.Problem.Detail.ShouldContain("already exists");
        _rig.Dns.Records(_zone).Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_that_was_lost_before_it_took_effect_is_written_once()
    {
        _rig.Dns.Inject(Fault.LostBeforeEffect);

        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, Samples.Create(Samples.Record()), "c", default));

        change.Succeeded.ShouldBeTrue(change.Problem?.Detail);
        _rig.Dns.Writes.ShouldBe(1);
    }

    [Theory]
    [InlineData(Fault.HangAfterEffect)]
    [InlineData(Fault.ErrorAfterEffect)]
    [InlineData(Fault.Truncated)]
    internal async Task A_doubt_is_kept_over_later_refusals(Fault fault)
    {
        _rig.Dns.Inject(fault);
        _rig.Dns.Inject(Fault.Throttle);

        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, Samples.Create(Samples.Record()), "c", default));

        change.Problem.ShouldNotBeNull().Detail.ShouldContain("may have taken effect");
        change.Problem.Kind.ShouldBe(ProblemKind.Unreachable);
    }

    [Fact]
    public async Task A_write_without_any_answer_says_that_it_may_have_taken_effect()
    {
        _rig.Dns.Inject(Fault.HangAfterEffect, 100);

        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, [new(ChangeAction.Upsert, Samples.Record())], "c", default));

        change.Problem.ShouldNotBeNull().Detail.ShouldContain("may have taken effect");
    }

    [Fact]
    public async Task Stale_records_are_a_conflict_and_other_mistakes_a_refusal()
    {
        _rig.Dns.Seed(_zone, Samples.Record());

        var stale = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, [new(ChangeAction.Delete, Samples.Record(value: "192.0.2.9"))], "c", default));
        var wrong = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, Samples.Create(Samples.Record("www.example.org.")), "c", default));
        _rig.Dns.OldErrors = true;
        var old = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, Samples.Create(Samples.Record()), "c", default));

        stale.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        stale.Problem.Detail.ShouldContain("do not match the current values");
        wrong.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        wrong.Problem.Detail.ShouldContain("not permitted in zone");
        old.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
    }

    [Fact]
    public async Task A_health_check_whose_creation_was_lost_is_created_once()
    {
        _rig.Dns.Inject(Fault.LostAfterEffect);

        var check = await _rig.RunAsync(_rig.Route53.CreateHealthCheckAsync("ref-1", Samples.Https(), default));

        check.Value.ShouldNotBeNull(check.Problem?.Detail).Config.ShouldBe(Samples.Https());
        _rig.Dns.HealthChecks.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_deletion_whose_answer_was_lost_is_done_when_nothing_is_there()
    {
        var check = _rig.Dns.AddHealthCheck(Samples.Https());
        _rig.Dns.Inject(Fault.LostAfterEffect);

        var deleted = await _rig.RunAsync(_rig.Route53.DeleteHealthCheckAsync(check.Id, default));
        var again = await _rig.RunAsync(_rig.Route53.DeleteHealthCheckAsync(check.Id, default));

        deleted.Value.ShouldBeTrue(deleted.Problem?.Detail);
        again.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task The_caller_s_own_cancellation_is_thrown()
    {
        using var source = new CancellationTokenSource();
        _rig.Dns.Inject(Fault.HangBeforeEffect);

        var call = _rig.Route53.GetZoneAsync(_zone, source.Token).AsTask();
        await source.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
    }

    [Fact]
    public async Task Writers_of_one_zone_wait_for_each_other_and_those_of_another_do_not()
    {
        var other = _rig.Dns.AddZone("example.net");
        var gate = new TaskCompletionSource();
        _rig.Dns.WriteGate = gate.Task;

        var calls = new[]
        {
            _rig.Route53.ChangeAsync(_zone, Samples.Create(Samples.Record("a.example.com.")), "c", default).AsTask(),
            _rig.Route53.ChangeAsync($"/hostedzone/{_zone}", Samples.Create(Samples.Record("b.example.com.")), "c", default).AsTask(),
            _rig.Route53.ChangeAsync(other, Samples.Create(Samples.Record("c.example.net.")), "c", default).AsTask(),
        };
        _rig.Dns.Requests.ShouldBe(0, "a request was refused because of another");
        gate.SetResult();
        var changes = await Task.WhenAll(calls);

        changes.ShouldAllBe(static change => change.Succeeded);
        _rig.Dns.Requests.ShouldBe(3);
    }

    private static RecordedResponse Unavailable(string retryAfter) =>
        new(503, new() { ["Retry-After"] = retryAfter }, "<ErrorResponse><Error><Code>ServiceUnavailable</Code></Error></ErrorResponse>");

    [Fact]
    public async Task A_transaction_in_progress_is_waited_out()
    {
        var group = _rig.Front.AddGroup(_rig.Front.AddListener(_rig.Front.AddAccelerator()), Samples.Group());
        _rig.Front.Inject(Fault.TransactionInProgress, 2);

        var added = await _rig.RunAsync(_rig.Accelerator.AddEndpointsAsync(group, [new("eipalloc-1", 10)], default));

        added.Value.ShouldBeTrue(added.Problem?.Detail);
        _rig.Front.Writes.ShouldBe(1);
    }
}
