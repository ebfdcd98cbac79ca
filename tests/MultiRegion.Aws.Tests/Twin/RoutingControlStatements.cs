using System.Collections.Immutable;
using MultiRegion.Aws.Twin;

namespace MultiRegion.Aws.Tests.Twin;

public sealed class RoutingControlStatements
{
    private static readonly AssertionRule OneIsOn = new("one", ["eu", "us"], 1);
    private static readonly RoutingControlTwin EuropeOn = new(States(("eu", true), ("us", false), ("other", false)), [OneIsOn]);

    [Theory]
    [InlineData("01234", 0, 1)]
    [InlineData("01234", 4, 1)]
    [InlineData("234", 0, 3)]
    [InlineData("123", 4, 3)]
    [InlineData("024", 1, 2)]
    public void S32_At_least_three_of_five_endpoints_answer_so_that_a_client_in_rotation_needs_three_attempts_at_most(string available, int first, int attempts)
    {
        available.Length.ShouldBeGreaterThanOrEqualTo(RoutingControlTwin.AlwaysAvailable);
        RoutingControlTwin.Attempts(endpoint => available.Contains((char)('0' + endpoint), StringComparison.Ordinal), first).ShouldBe(attempts);
    }

    [Fact]
    public void S33_Configuration_calls_go_to_us_west_2_only() => RoutingControlTwin.ControlRegion.ShouldBe("us-west-2");

    [Fact]
    public void S34_A_transaction_whose_end_would_break_a_rule_is_rejected()
    {
        EuropeOn.Update(States(("eu", false)), default).Problem.ShouldNotBeNull().Detail.ShouldContain("break rule one");
        EuropeOn.Update(States(("us", true)), default).Value!.States["us"].ShouldBeTrue();
    }

    [Theory]
    [InlineData(4999, false)]
    [InlineData(5000, true)]
    public void S34_During_the_wait_period_further_requests_to_these_controls_fail(int milliseconds, bool goes)
    {
        var changed = EuropeOn.Update(States(("us", true)), TimeSpan.Zero).Value!;
        var later = changed.Update(States(("eu", false)), TimeSpan.FromMilliseconds(milliseconds));
        later.Succeeded.ShouldBe(goes);
        changed.Update(States(("other", true)), default).Succeeded.ShouldBeTrue();
        EuropeOn.Update(States(("other", true)), default).Value!.Update(States(("us", true)), default).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void S35_Several_controls_change_in_one_transaction()
    {
        var changed = EuropeOn.Update(States(("eu", false), ("us", true)), default).Value!;
        (changed.States["eu"], changed.States["us"]).ShouldBe((false, true));
    }

    private static ImmutableDictionary<string, bool> States(params (string Control, bool IsOn)[] states) =>
        states.ToImmutableDictionary(static state => state.Control, static state => state.IsOn);
}
