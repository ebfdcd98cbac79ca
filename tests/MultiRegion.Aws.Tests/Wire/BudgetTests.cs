using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Wire;
using MultiRegion.Shared.Http;
using MultiRegion.Testing;

namespace MultiRegion.Aws.Tests.Wire;

public sealed class BudgetTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task Five_requests_go_at_once_and_five_a_second_after_that()
    {
        var budget = RequestBudget.Route53(_clock);

        (await TimesAsync(budget, "route53:GetChange", 7)).ShouldBe([0, 0, 0, 0, 0, 200, 400]);
    }

    [Fact]
    public async Task The_documented_rate_is_there_to_be_set()
    {
        var budget = RequestBudget.Route53(_clock, capacity: 50, perSecond: 10);

        (await TimesAsync(budget, "route53:GetChange", 52)).TakeLast(3).ShouldBe([0, 100, 200]);
    }

    [Fact]
    public async Task An_action_has_a_bucket_of_its_own()
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
        using var client = Route53Client.Create(rig.Settings with { Budget = RequestBudget.Route53(rig.Clock, capacity: 1, perSecond: 0.01), Credentials = FakeKeys.Route53.Credentials, Transport = rig.Dns.Handler }).Value!;

        await rig.RunAsync(client.GetZoneAsync(zone, default));
        var call = client.ChangeAsync(zone, Samples.Create(Samples.Record()), "c", default).AsTask();
        rig.Clock.Advance(TimeSpan.FromSeconds(60));
        var second = await call;

        second.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Throttled);
        second.Problem.Detail.ShouldContain("our own request budget");
        rig.Dns.Requests.ShouldBe(1);
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
