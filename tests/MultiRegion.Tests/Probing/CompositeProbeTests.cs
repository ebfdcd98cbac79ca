using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public class CompositeProbeTests
{
    // The children's outcomes in order (S, F, U), how many are required, and the verdict.
    [Theory]
    [InlineData("S", 1, ProbeOutcome.Success, ProbeReason.Ok)]
    [InlineData("F", 1, ProbeOutcome.Failure, ProbeReason.TooFew)]
    [InlineData("U", 1, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData("SS", 2, ProbeOutcome.Success, ProbeReason.Ok)]
    [InlineData("SF", 2, ProbeOutcome.Failure, ProbeReason.TooFew)]
    [InlineData("SU", 2, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData("FU", 2, ProbeOutcome.Failure, ProbeReason.TooFew)]
    [InlineData("UF", 2, ProbeOutcome.Failure, ProbeReason.TooFew)]
    [InlineData("SF", 1, ProbeOutcome.Success, ProbeReason.Ok)]
    [InlineData("FU", 1, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData("US", 1, ProbeOutcome.Success, ProbeReason.Ok)]
    [InlineData("FF", 1, ProbeOutcome.Failure, ProbeReason.TooFew)]
    [InlineData("SFS", 2, ProbeOutcome.Success, ProbeReason.Ok)]
    [InlineData("SFF", 2, ProbeOutcome.Failure, ProbeReason.TooFew)]
    [InlineData("SFU", 2, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData("SUU", 2, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData("FFU", 2, ProbeOutcome.Failure, ProbeReason.TooFew)]
    [InlineData("FUU", 3, ProbeOutcome.Failure, ProbeReason.TooFew)]
    public async Task Enough_successes_succeed_too_many_failures_fail_and_unknown_counts_neither_way(
        string children, int required, ProbeOutcome outcome, ProbeReason reason)
    {
        var probing = Composite(required, [.. children.Select(child => Fixed(child))]).ProbeAsync(Some.Target("eu"), default).AsTask();

        probing.IsCompleted.ShouldBeTrue();
        var result = await probing;
        (result.Outcome, result.Reason).ShouldBe((outcome, reason));
    }

    [Fact]
    public async Task It_is_done_as_soon_as_it_is_decided_and_cancels_the_rest()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var second = new TaskCompletionSource<ProbeResult>();
        CancellationToken third = default;
        var probing = Composite(2, [
            Fixed('S'),
            new DelegateProbe((_, _) => new(second.Task)),
            new DelegateProbe((_, token) =>
            {
                third = token;
                return Some.Hang(token);
            })]).ProbeAsync(Some.Target("eu"), default).AsTask();
        probing.IsCompleted.ShouldBeFalse();

        second.SetResult(Some.Ok);

        probing.IsCompletedSuccessfully.ShouldBeTrue();
        (await probing).Outcome.ShouldBe(ProbeOutcome.Success);
        third.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task A_child_that_hangs_fails_with_the_time_out_of_the_whole()
    {
        using var timeout = new CancellationTokenSource();
        var probing = Composite(2, [Fixed('S'), new DelegateProbe(static (_, token) => Some.Hang(token))]).ProbeAsync(Some.Target("eu"), timeout.Token);

        await timeout.CancelAsync();

        var result = await probing;
        result.Reason.ShouldBe(ProbeReason.TooFew);
        result.Detail.ShouldBe("1 of 2 succeeded, 2 needed; first: TimedOut");
    }

    [Fact]
    public async Task A_child_that_throws_counts_neither_way()
    {
        var thrower = new DelegateProbe(static (_, _) => throw new InvalidOperationException("secret-marker"));

        var result = await Composite(2, [Fixed('S'), thrower]).ProbeAsync(Some.Target("eu"), default);

        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Unknown, ProbeReason.OwnFault));
        result.Detail.ShouldBe("1 of 2 succeeded, 2 needed; first: OwnFault (the probe threw InvalidOperationException)");
    }

    private static CompositeProbe Composite(int required, IHealthProbe[] children) => new([.. children], required, new ManualClock());

    private static DelegateProbe Fixed(char child) => new((_, _) => new(child switch
    {
        'S' => Some.Ok,
        'F' => Some.Refused,
        _ => new(ProbeOutcome.Unknown, ProbeReason.NoRoute, TimeSpan.Zero),
    }));
}
