using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Wire;
using MultiRegion.Shared.Http;
using MultiRegion.Testing;

namespace MultiRegion.Aws.Tests.Wire;

public sealed class BudgetTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task S26_Five_requests_go_at_once_and_five_a_second_after_that_until_it_is_configured()
    {
        using var rig = new Rig();
        var zone = rig.Dns.AddZone("example.com");
        using var faster = Route53Client.Create(rig.Settings with { RequestBurst = 50, RequestsPerSecond = 10, Credentials = FakeKeys.Route53.Credentials, Transport = rig.Dns.Handler }).Value!;

        (await TimeAsync(rig, rig.Route53, zone, 5)).ShouldBe(0);
        (await TimeAsync(rig, rig.Route53, zone, 2)).ShouldBe(400);
        (await TimeAsync(rig, faster, zone, 50)).ShouldBe(0);
        (await TimeAsync(rig, faster, zone, 2)).ShouldBe(200);
    }

    [Fact]
    public async Task S24_A_request_needs_a_token_of_the_account_and_one_of_its_action()
    {
        var budget = RequestBudget.Route53(_clock, capacity: 50, perSecond: 10);

        (await TimesAsync(budget, "route53:GetHealthCheckStatus", 6)).ShouldBe([0, 0, 0, 0, 1000, 2000]);
    }

    [Fact]
    public async Task Who_gives_up_waiting_gives_the_token_back()
    {
        var bucket = new TokenBucket(1, 1, _clock);
        using var source = new CancellationTokenSource();
        await bucket.TakeAsync(default);

        var waiting = bucket.TakeAsync(source.Token).AsTask();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        var next = bucket.TakeAsync(default).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(1));

        next.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task A_long_rest_fills_the_bucket_and_no_more()
    {
        var bucket = new TokenBucket(2, 1, _clock);
        _clock.Advance(TimeSpan.FromHours(1));

        await bucket.TakeAsync(default);
        await bucket.TakeAsync(default);
        bucket.TakeAsync(default).AsTask().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_call_that_the_budget_holds_back_too_long_was_not_sent()
    {
        using var rig = new Rig();
        var zone = rig.Dns.AddZone("example.com");
        using var client = Route53Client.Create(rig.Settings with { RequestBurst = 1, RequestsPerSecond = 0.01, Credentials = FakeKeys.Route53.Credentials, Transport = rig.Dns.Handler }).Value!;

        await rig.RunAsync(client.GetZoneAsync(zone, default));
        var call = client.ChangeAsync(zone, Samples.Create(Samples.Record()), "c", default).AsTask();
        rig.Clock.Advance(TimeSpan.FromSeconds(60));
        var second = await call;

        second.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Throttled);
        second.Problem.Detail.ShouldContain("our own request budget");
        rig.Dns.Requests.ShouldBe(1);
    }

    /// <summary>How long some requests take, in milliseconds.</summary>
    private static async Task<double> TimeAsync(Rig rig, Route53Client client, string zone, int count)
    {
        var start = rig.Clock.Elapsed;
        for (var n = 0; n < count; n++)
        {
            (await rig.RunAsync(client.GetZoneAsync(zone, default))).Succeeded.ShouldBeTrue();
        }

        return (rig.Clock.Elapsed - start).TotalMilliseconds;
    }

    /// <summary>When each of some requests may go, in milliseconds.</summary>
    private async Task<List<double>> TimesAsync(RequestBudget budget, string action, int count)
    {
        var times = new List<double>();
        for (var n = 0; n < count; n++)
        {
            var take = budget.TakeAsync(action, default).AsTask();
            while (!take.IsCompleted)
            {
                _clock.AdvanceToNextTimer().ShouldBeTrue();
            }

            await take;
            times.Add(_clock.Elapsed.TotalMilliseconds);
        }

        return times;
    }
}
