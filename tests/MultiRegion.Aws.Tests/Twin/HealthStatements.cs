using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Twin;

namespace MultiRegion.Aws.Tests.Twin;

public sealed class HealthStatements
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void S10_Checkers_do_not_coordinate_so_that_an_endpoint_sees_the_rate_of_all_of_them()
    {
        HealthTwin.RequestsPerSecond(new() { Type = "HTTP", RequestInterval = 10 }, checkers: 16).ShouldBe(1.6);
        HealthTwin.RequestsPerSecond(new() { Type = "HTTP" }, checkers: 15).ShouldBe(0.5);
    }

    [Theory]
    [InlineData(18, 100, false)]
    [InlineData(19, 100, true)]
    [InlineData(0, 16, false)]
    [InlineData(2, 16, false)]
    [InlineData(3, 16, true)]
    public void S11_More_than_18_percent_of_the_checkers_make_an_endpoint_healthy(int good, int checkers, bool healthy) =>
        HealthTwin.IsHealthy(good, checkers).ShouldBe(healthy);

    [Theory]
    [InlineData(4.0, 2.0, 200, true)]
    [InlineData(4.0, 2.0, 399, true)]
    [InlineData(4.0, 2.0, 199, false)]
    [InlineData(4.0, 2.0, 400, false)]
    [InlineData(4.1, 1.0, 200, false)]
    [InlineData(1.0, 2.1, 200, false)]
    [InlineData(1.0, null, 0, false)]
    [InlineData(null, null, 0, false)]
    public void S12_HTTP_needs_a_connection_within_4_s_and_a_status_of_2xx_or_3xx_within_2_s_more(double? connected, double? answered, int status, bool good)
    {
        var attempt = new CheckAttempt(Seconds(connected), Seconds(answered), status);
        HealthTwin.IsGood(new() { Type = "HTTP" }, attempt).ShouldBe(good);
        HealthTwin.IsGood(new() { Type = "HTTPS" }, attempt).ShouldBe(good);
    }

    [Theory]
    [InlineData(10.0, true)]
    [InlineData(10.1, false)]
    [InlineData(null, false)]
    public void S12_TCP_needs_a_connection_within_10_s(double? connected, bool good) =>
        HealthTwin.IsGood(new() { Type = "TCP" }, new(Seconds(connected))).ShouldBe(good);

    [Theory]
    [InlineData("HTTP_STR_MATCH", 0, 2, 200, true)]
    [InlineData("HTTPS_STR_MATCH", 5118, 2, 200, true)]
    [InlineData("HTTPS_STR_MATCH", 5119, 2, 200, false)]
    [InlineData("HTTP_STR_MATCH", 0, 2.1, 200, false)]
    [InlineData("HTTP_STR_MATCH", 0, 2, 500, false)]
    public void S12_A_string_must_lie_entirely_in_the_first_5120_bytes_and_come_within_2_s_more(string type, int before, double read, int status, bool good) =>
        HealthTwin.IsGood(new() { Type = type, SearchString = "ok" }, new(Quick, Quick, status, Seconds(read), new string('.', before) + "ok")).ShouldBe(good);

    [Fact]
    public void S12_A_body_without_the_string_or_without_an_end_is_bad()
    {
        var config = new HealthCheckConfig { Type = "HTTP_STR_MATCH", SearchString = "ok" };
        HealthTwin.IsGood(config, new(Quick, Quick, 200, Quick, "OK")).ShouldBeFalse();
        HealthTwin.IsGood(config, new(Quick, Quick, 200, null, "ok")).ShouldBeFalse();
        HealthTwin.IsGood(config with { SearchString = null }, new(Quick, Quick, 200, Quick)).ShouldBeTrue();
        Should.Throw<NotSupportedException>(() => HealthTwin.IsGood(new() { Type = "CALCULATED" }, new(Quick)));
    }

    [Theory]
    [InlineData(0, "abc", true)]
    [InlineData(1, "ab", true)]
    [InlineData(2, "b", true)]
    [InlineData(2, "ab", false)]
    public void S13_A_calculated_check_is_healthy_when_enough_children_are(int threshold, string sick, bool healthy) =>
        HealthTwin.Says(new() { Type = "CALCULATED", HealthThreshold = threshold, Children = ["a", "b", "c"] }, child => !sick.Contains(child, StringComparison.Ordinal)).ShouldBe(healthy);

    [Theory]
    [InlineData(true, "Unhealthy", true, true)]
    [InlineData(false, "Healthy", true, false)]
    [InlineData(null, "Healthy", false, true)]
    [InlineData(null, "Unhealthy", true, false)]
    [InlineData(null, "LastKnownStatus", true, true)]
    [InlineData(null, "LastKnownStatus", false, false)]
    public void S14_An_alarm_check_follows_the_data_and_when_they_are_missing_what_is_configured(bool? data, string missing, bool last, bool healthy) =>
        HealthTwin.Says(new() { Type = "CLOUDWATCH_METRIC", InsufficientDataHealthStatus = missing }, static _ => false, data, last).ShouldBe(healthy);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void S31_A_recovery_control_check_follows_its_routing_control(bool isOn)
    {
        HealthTwin.Says(new() { Type = "RECOVERY_CONTROL" }, static _ => true, isOn: isOn).ShouldBe(isOn);
        HealthTwin.Says(new() { Type = "HTTP" }, static _ => true, last: isOn).ShouldBe(isOn);
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
