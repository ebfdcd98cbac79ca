using MultiRegion.Coordination;

namespace MultiRegion.Tests.Coordination;

public sealed class LeaseTests
{
    private static readonly ControllerId Us = "us";
    private static readonly ControllerId Them = "them";
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_free_lease_is_taken_renewed_and_kept_from_others_until_it_runs_out()
    {
        var store = new InProcessLeaseStore(_time);

        (await Holder(store, Us)).ShouldBe(Us);
        _time.Advance(Duration / 2);
        (await Holder(store, Us)).ShouldBe(Us);
        _time.Advance(Duration - Instant);
        (await Holder(store, Them)).ShouldBe(Us);
        _time.Advance(Instant);
        (await Holder(store, Them)).ShouldBe(Them);
        (await Holder(store, Us)).ShouldBe(Them);
    }

    [Fact]
    public async Task Only_the_holder_can_release()
    {
        var store = new InProcessLeaseStore(_time);
        await Holder(store, Us);

        await store.ReleaseAsync(Them, default);
        (await Holder(store, Them)).ShouldBe(Us);
        await store.ReleaseAsync(Us, default);
        (await Holder(store, Them)).ShouldBe(Them);
    }

    [Fact]
    public async Task A_lease_counts_from_when_the_request_was_sent_not_from_the_answer()
    {
        var store = new SlowStore(_time, TimeSpan.FromSeconds(4));
        var keeper = new LeaseKeeper(store, Us, Duration, _time);

        await keeper.RenewAsync(default);

        keeper.Remaining.ShouldBe(TimeSpan.FromSeconds(11), Instant);
    }

    [Fact]
    public async Task Nothing_is_sent_that_could_outlast_the_lease()
    {
        var keeper = new LeaseKeeper(new InProcessLeaseStore(_time), Us, Duration, _time);
        keeper.MaySend(TimeSpan.Zero).ShouldBeFalse();
        await keeper.RenewAsync(default);

        keeper.MaySend(Duration).ShouldBeFalse();
        keeper.MaySend(TimeSpan.FromSeconds(5)).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(10) + Instant);
        keeper.MaySend(TimeSpan.FromSeconds(5)).ShouldBeFalse();
        keeper.MaySend(TimeSpan.FromSeconds(4)).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(5));
        keeper.Holds.ShouldBeFalse();
        keeper.MaySend(TimeSpan.Zero).ShouldBeFalse();
    }

    [Fact]
    public async Task The_keeper_stops_before_the_store_gives_the_lease_to_another()
    {
        var store = new InProcessLeaseStore(_time);
        var keeper = new LeaseKeeper(new SlowStore(_time, TimeSpan.FromSeconds(1), store), Us, Duration, _time);
        await keeper.RenewAsync(default);

        for (var i = 0; i < 20; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            (await Holder(store, Them) == Them && keeper.Holds).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_released_lease_is_not_acted_on_any_more()
    {
        var store = new InProcessLeaseStore(_time);
        var keeper = new LeaseKeeper(store, Us, Duration, _time);
        await keeper.RenewAsync(default);

        await keeper.ReleaseAsync(default);

        keeper.Holds.ShouldBeFalse();
        (await Holder(store, Them)).ShouldBe(Them);
    }

    // What was known, what the store says, and what is known then.
    [Theory]
    [InlineData(null, "us", true, "us")]
    [InlineData(null, "them", false, "them")]
    [InlineData(null, null, false, null)]
    [InlineData("us", "us", true, "us")]
    [InlineData("us", "them", false, "them")]
    [InlineData("us", null, true, "us")]
    [InlineData("them", "us", true, "us")]
    [InlineData("them", "them", false, "them")]
    [InlineData("them", null, false, "them")]
    public void Every_answer_has_its_consequence(string? known, string? answer, bool held, string? holder)
    {
        var before = known is null ? LeaseState.Unknown : LeaseState.Unknown.Next(Us, 10, new LeaseHolder(known));

        var after = before.Next(Us, 20, answer is null ? Problem.Unreachable("no answer") : new LeaseHolder(answer));

        after.RenewedAt.HasValue.ShouldBe(held);
        after.Holder?.Value.ShouldBe(holder);
        (after.Trouble is not null).ShouldBe(answer is null);
        after.RenewedAt.ShouldBe(!held ? null : answer is null ? 10 : 20);
    }

    [Fact]
    public void After_a_drop_only_a_request_sent_later_brings_the_lease_back()
    {
        var dropped = LeaseState.Unknown.Next(Us, 10, new LeaseHolder(Us)).Drop(20);

        dropped.RenewedAt.ShouldBeNull();
        dropped.Next(Us, 19, new LeaseHolder(Us)).RenewedAt.ShouldBeNull();
        dropped.Next(Us, 20, new LeaseHolder(Us)).RenewedAt.ShouldBe(20);
    }

    // Loop, retry, write time-out and lease in seconds.
    [Theory]
    [InlineData(1, 2, 5, 10, true)]
    [InlineData(1, 2, 5, 9.999, false)]
    [InlineData(1, 0, 5, 6, true)]
    [InlineData(0, 2, 5, 100, false)]
    [InlineData(1, -1, 5, 100, false)]
    [InlineData(1, 2, 0, 100, false)]
    [InlineData(1, 2, 5, 0, false)]
    public void The_timing_inequality_is_checked(double loop, double retry, double write, double lease, bool fits) =>
        (Check(loop, retry, write, lease) is null).ShouldBe(fits);

    [Fact]
    public void A_lease_that_is_too_short_is_told_with_all_values() =>
        Check(1, 2.5, 5, 10).ShouldBe("The lease is too short: loop + 2 × retry + write time-out = 11 s, which is more than the lease "
            + "(loop 1 s, retry 2.5 s, write time-out 5 s, lease 10 s). Lengthen the lease or shorten the others.");

    [Fact]
    public void The_longest_spans_do_not_overflow() =>
        LeaseTiming.Check(TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue).ShouldNotBeNull();

    private static string? Check(double loop, double retry, double write, double lease) =>
        LeaseTiming.Check(TimeSpan.FromSeconds(loop), TimeSpan.FromSeconds(retry), TimeSpan.FromSeconds(write), TimeSpan.FromSeconds(lease));

    private static async Task<ControllerId> Holder(InProcessLeaseStore store, ControllerId controller) =>
        (await store.AcquireAsync(controller, Duration, default)).Value.ShouldNotBeNull().Controller;

    /// <summary>A store that a request takes a while to reach.</summary>
    private sealed class SlowStore(ManualTime time, TimeSpan delay, ILeaseStore? store = null) : ILeaseStore
    {
        private readonly ILeaseStore _store = store ?? new InProcessLeaseStore(time);

        public ValueTask<Result<LeaseHolder>> AcquireAsync(ControllerId controller, TimeSpan duration, CancellationToken cancellationToken)
        {
            time.Advance(delay);
            return _store.AcquireAsync(controller, duration, cancellationToken);
        }

        public ValueTask ReleaseAsync(ControllerId controller, CancellationToken cancellationToken) => _store.ReleaseAsync(controller, cancellationToken);
    }
}
