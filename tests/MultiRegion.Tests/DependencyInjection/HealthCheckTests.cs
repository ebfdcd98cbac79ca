using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MultiRegion.Hosting;
using MultiRegion.Testing;

namespace MultiRegion.Tests.DependencyInjection;

public sealed class HealthCheckTests
{
    public static TheoryData<string, bool, EngineStatus, HealthStatus, string> Table => new()
    {
        { "all is well", true, Status(Group()), HealthStatus.Healthy, "leads" },
        { "another controller leads, and what was known of the groups is old", true, Status(Group(held: true)) with { IsLeader = false }, HealthStatus.Healthy, "follows" },
        { "a move under way is no concern", true, Status(Group(GroupPhase.FailingOver)), HealthStatus.Healthy, "leads" },
        { "held", true, Status(Group(held: true)), HealthStatus.Degraded, "shop is held: Operator: by anna" },
        { "halted", true, Status(Group(GroupPhase.Halted)), HealthStatus.Degraded, "shop is halted: StepFailed: at step 3" },
        { "one region not ready", true, Status(Group(ready: false)), HealthStatus.Degraded, "shop is not ready for us: Guard (us): its data is 9 s behind" },
        { "one group of two", true, Status(Group(), Group(held: true)), HealthStatus.Degraded, "shop is held: Operator: by anna" },
        { "a trouble that is not the journal's", true, Status(Group()) with { Troubles = ["inbox: unreadable"] }, HealthStatus.Degraded, "inbox: unreadable" },
        { "a journal that cannot be used", true, Status(Group(held: true)) with { IsJournalUsable = false, Troubles = ["journal: disk full"] }, HealthStatus.Unhealthy, "journal: disk full" },
        { "a journal that cannot be used, at a follower", true, Status() with { IsLeader = false, IsJournalUsable = false }, HealthStatus.Unhealthy, "the journal cannot be used" },
        { "a loop that stands still", false, Status(Group()), HealthStatus.Unhealthy, "the loop has made no round lately, the last one ended at 2026-01-01T00:00:00.0000000+00:00" },
    };

    [Theory]
    [MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void An_engine_is_as_healthy_as_it_can_do_its_work(string what, bool isAlive, EngineStatus status, HealthStatus health, string description)
    {
        var result = EngineHealth.Judge(status, isAlive);

        result.Status.ShouldBe(health, what);
        result.Description.ShouldBe(description, what);
    }

    [Fact]
    public void Its_data_has_the_phases() =>
        EngineHealth.Judge(Status(Group(GroupPhase.FailedOver)), isAlive: true).Data.ShouldBe(
            new Dictionary<string, object> { ["phase:shop"] = "FailedOver", ["leader"] = true, ["epoch"] = 4L }, ignoreOrder: true);

    [Fact]
    public async Task It_is_registered_under_a_name_and_notices_a_loop_that_stands_still()
    {
        var clock = new VirtualClock();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddMultiRegion(Shops.Configuration(("Engine:LoopInterval", "3s"), ("Engine:LeaseDuration", "60s")), "north").WithParts();
        services.AddHealthChecks().AddMultiRegion("north", tags: ["ready"]);
        await using var provider = services.BuildServiceProvider();
        var checks = provider.GetRequiredService<HealthCheckService>();
        await provider.GetRequiredKeyedService<FailoverEngine>("north").TickAsync();

        clock.Advance(TimeSpan.FromSeconds(9));
        (await checks.CheckHealthAsync()).Entries["multiregion-north"].Status.ShouldNotBe(HealthStatus.Unhealthy);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        (await checks.CheckHealthAsync()).Entries["multiregion-north"].Status.ShouldBe(HealthStatus.Unhealthy);
    }

    private static EngineStatus Status(params GroupStatus[] groups) => new()
    {
        At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Elapsed = default,
        Controller = "controller",
        IsLeader = true,
        Epoch = 4,
        JournalSequence = 9,
        Revision = 1,
        Groups = groups.Length < 2 ? [.. groups] : [groups[0] with { Group = "blog" }, groups[1]],
    };

    private static GroupStatus Group(GroupPhase phase = GroupPhase.Steady, bool held = false, bool ready = true) => new()
    {
        Group = "shop",
        Services = ["shop"],
        Phase = phase,
        Mode = EnforcementMode.Enforce,
        Held = held ? new Reason(ReasonCode.Operator, "", "by anna") : null,
        Regions = [],
        Reason = new Reason(ReasonCode.StepFailed, "", "at step 3"),
        Readiness = [new("eu", []), new("us", ready ? [] : [new Reason(ReasonCode.Guard, "us", "its data is 9 s behind")])],
    };
}
