using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public class RegisteredProbeTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_delegate_that_throws_is_our_own_fault_and_tells_the_type_only()
    {
        var result = await new DelegateProbe(static (_, _) => throw new FormatException("secret-marker")).ProbeAsync(Some.Target("eu"), default);

        (result.Outcome, result.Reason, result.Detail).ShouldBe((ProbeOutcome.Unknown, ProbeReason.OwnFault, "the probe threw FormatException"));
    }

    [Fact]
    public async Task A_delegate_that_returns_null_is_our_own_fault() =>
        (await new DelegateProbe(static (_, _) => new((ProbeResult)null!)).ProbeAsync(Some.Target("eu"), default)).Reason.ShouldBe(ProbeReason.OwnFault);

    [Fact]
    public async Task A_delegate_that_ends_by_its_token_has_timed_out()
    {
        var cancelled = new CancellationToken(canceled: true);
        var probe = new DelegateProbe(static (_, token) =>
        {
            token.ThrowIfCancellationRequested();
            return new(Some.Ok);
        });

        var result = await probe.ProbeAsync(Some.Target("eu"), cancelled);

        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.TimedOut));
    }

    [Fact]
    public async Task The_latest_report_counts_until_it_is_too_old()
    {
        var probe = new ReportedProbe(TimeSpan.FromSeconds(10), _clock);
        (await LatestAsync()).ShouldBe((ProbeOutcome.Unknown, "nothing has been reported yet"));

        probe.Report("shop", "eu", healthy: true, "canary passed");
        probe.Report("shop", "us", healthy: true);
        (await LatestAsync()).ShouldBe((ProbeOutcome.Success, "canary passed"));

        probe.Report("shop", "eu", healthy: false, new('x', 1000));
        (await LatestAsync()).ShouldBe((ProbeOutcome.Failure, new('x', ReportedProbe.MaximumDetail)));

        _clock.Advance(TimeSpan.FromSeconds(10));
        (await LatestAsync()).Outcome.ShouldBe(ProbeOutcome.Failure);
        _clock.Advance(TimeSpan.FromTicks(1));
        (await LatestAsync()).ShouldBe((ProbeOutcome.Unknown, "the last report is 10 s old"));

        async Task<(ProbeOutcome Outcome, string? Detail)> LatestAsync()
        {
            var result = await probe.ProbeAsync(Some.Target("eu"), default);
            result.Reason.ShouldBe(ProbeReason.Reported);
            return (result.Outcome, result.Detail);
        }
    }

    [Fact]
    public async Task A_named_probe_is_the_one_registered_and_goes_where_the_definition_says()
    {
        ProbeTarget? seen = null;
        using var context = new ProbeContext(_clock)
        {
            Named = new Dictionary<string, IHealthProbe>
            {
                ["canary"] = new DelegateProbe((target, _) =>
                {
                    seen = target;
                    return new(Some.Ok);
                }),
            },
        };

        var plain = ProbeFactory.Create(new NamedProbeDefinition { Name = "canary" }, context);
        (await plain.ProbeAsync(Some.Target("eu"), default)).ShouldBe(Some.Ok);
        seen.ShouldBe(Some.Target("eu"));

        var elsewhere = new CompositeProbeDefinition { Host = "other.example.com", Probes = [new NamedProbeDefinition { Name = "canary", Port = 99 }] };
        (await ProbeFactory.Create(elsewhere, context).ProbeAsync(Some.Target("eu"), default)).Outcome.ShouldBe(ProbeOutcome.Success);
        seen!.Endpoint.ShouldBe(new("other.example.com", 99));
    }
}
