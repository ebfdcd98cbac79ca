using MultiRegion.Testing;
using static MultiRegion.Tests.Routing.Intents;

namespace MultiRegion.Tests.Testing;

public sealed class InMemoryPartsTests
{
    private readonly VirtualClock _clock = new();

    [Fact]
    public async Task A_lease_expires_on_the_monotonic_clock_alone()
    {
        var leases = new InMemoryLeaseStore(_clock);
        (await leases.AcquireAsync("one", Seconds(15), default)).Value.ShouldBe(new LeaseHolder("one"));
        _clock.JumpUtc(TimeSpan.FromHours(5));
        (await leases.AcquireAsync("two", Seconds(15), default)).Value.ShouldBe(new LeaseHolder("one"));
        _clock.Advance(Seconds(10));
        (await leases.AcquireAsync("one", Seconds(15), default)).Value.ShouldBe(new LeaseHolder("one"));
        _clock.Advance(Seconds(14));
        leases.Holder.ShouldBe(new ControllerId("one"));
        _clock.Advance(Seconds(1));
        leases.Holder.ShouldBeNull();
        (await leases.AcquireAsync("two", Seconds(15), default)).Value.ShouldBe(new LeaseHolder("two"));
        await leases.ReleaseAsync("one", default);
        leases.Holder.ShouldBe(new ControllerId("two"));
        leases.FailNext(Problem.Unreachable("gone"));
        (await leases.AcquireAsync("two", Seconds(15), default)).Succeeded.ShouldBeFalse();
        await leases.ReleaseAsync("two", default);
        leases.Holder.ShouldBeNull();
        await leases.AcquireAsync("two", Seconds(15), default);
        leases.Expire();
        leases.Holder.ShouldBeNull();
    }

    [Fact]
    public async Task A_vault_backs_up_and_restores_once_per_marker()
    {
        var vault = new InMemoryVault(_clock);
        var first = (await vault.BackUpAsync("shop", "A", At(1), default)).Value.ShouldNotBeNull();
        _clock.Advance(Seconds(60));
        (await vault.BackUpAsync("shop", "A", At(1), default)).Value.ShouldBe(first);
        var second = (await vault.BackUpAsync("shop", "A", At(2), default)).Value.ShouldNotBeNull();
        await vault.BackUpAsync("cart", "A", At(2), default);
        (await vault.ListAsync("shop", default)).Value.ShouldBe([second, first]);
        await vault.RestoreAsync(first, "B", At(3), default);
        await vault.RestoreAsync(first, "B", At(3), default);
        vault.Restored.ShouldBe([new(first, "B", At(3))]);
        (await vault.RestoreAsync(first with { Id = "none" }, "B", At(3), default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        vault.FailNext(Problem.Throttled("slow down"));
        (await vault.ListAsync("shop", default)).Succeeded.ShouldBeFalse();
        vault.Add(new("old", "shop", DateTimeOffset.UnixEpoch));
        (await vault.ListAsync("shop", default)).Value[^1].Id.ShouldBe("old");
    }

    [Fact]
    public async Task A_notifier_keeps_what_it_was_told_and_nothing_that_failed()
    {
        var notifier = new InMemoryNotifier();
        var told = new Notification { Group = "shop", Epoch = 1, Severity = NotificationSeverity.Warning, Text = "moved", At = _clock.GetUtcNow() };
        notifier.FailNext(Problem.Unreachable("gone"));
        (await notifier.NotifyAsync(told, default)).Succeeded.ShouldBeFalse();
        (await notifier.NotifyAsync(told, default)).Value.ShouldBe(told);
        notifier.Sent.ShouldBe([told]);
    }

    [Fact]
    public async Task A_command_is_read_until_it_is_answered_and_answered_once()
    {
        var inbox = new InMemoryInbox();
        var command = new OperatorCommand { Id = "1", Kind = CommandKind.Hold, Actor = "ann", Reason = "storm" };
        inbox.Post(command);
        inbox.Post(command with { Reason = "again" });
        (await inbox.ReadAsync(default)).Value.ShouldBe([command]);
        (await inbox.ReadAsync(default)).Value.ShouldBe([command]);
        await inbox.AnswerAsync(new("1", true, "held"), default);
        await inbox.AnswerAsync(new("1", false, "late"), default);
        inbox.Post(command);
        (await inbox.ReadAsync(default)).Value.ShouldBeEmpty();
        inbox.Answers.ShouldBe([new("1", true, "held")]);
        inbox.FailNext(Problem.Unreachable("gone"));
        (await inbox.ReadAsync(default)).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task A_probe_answers_as_scripted_for_each_region()
    {
        var probe = new ScriptedProbe(_clock);
        (await probe.ProbeAsync(Target("A"), default)).ShouldBe(new(ProbeOutcome.Success, ProbeReason.Ok, TimeSpan.Zero));
        probe.Set("A", ProbeBehaviour.Failing(ProbeReason.WrongStatus, "503"));
        probe.Set("B", ProbeBehaviour.Unknown());
        (await probe.ProbeAsync(Target("A"), default)).ShouldBe(new(ProbeOutcome.Failure, ProbeReason.WrongStatus, TimeSpan.Zero, "503"));
        (await probe.ProbeAsync(Target("B"), default)).ShouldBe(new(ProbeOutcome.Unknown, ProbeReason.NoRoute, TimeSpan.Zero));
        (probe.Count("A"), probe.Count("B"), probe.Count("C")).ShouldBe((2, 1, 0));
    }

    [Fact]
    public async Task A_probe_takes_its_latency_and_a_hanging_one_ends_only_when_cancelled()
    {
        var probe = new ScriptedProbe(_clock);
        probe.Set("A", ProbeBehaviour.Healthy with { Latency = Seconds(2) });
        probe.Set("B", ProbeBehaviour.Hanging);
        using var timeout = new CancellationTokenSource(Seconds(5), _clock);
        var (slow, hanging) = (probe.ProbeAsync(Target("A"), timeout.Token).AsTask(), probe.ProbeAsync(Target("B"), timeout.Token).AsTask());
        _clock.Advance(Seconds(2));
        slow.IsCompleted.ShouldBeTrue();
        hanging.IsCompleted.ShouldBeFalse();
        (await slow).ShouldBe(new(ProbeOutcome.Success, ProbeReason.Ok, Seconds(2)));
        _clock.Advance(Seconds(3));
        (await hanging).ShouldBe(new(ProbeOutcome.Failure, ProbeReason.TimedOut, Seconds(5), "timed out"));
    }

    private static ProbeTarget Target(RegionId region) => new("shop", region, new("example.com"));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
