using MultiRegion.Topology.Forms;

namespace MultiRegion.Topology.Rules;

/// <summary>Times and numbers of probing that only make sense together.</summary>
internal static class HealthRules
{
    public static void Check(ServiceView service)
    {
        var (schedule, health) = (service.Service.Schedule, service.Service.Health);
        if (schedule.ConfirmInterval > schedule.Interval)
        {
            service.Add(
                "Schedule:ConfirmInterval", $"{DurationForm.Format(schedule.ConfirmInterval)} is longer than the interval of {DurationForm.Format(schedule.Interval)}",
                "a failure is confirmed faster than it is looked for: write at most the interval");
        }

        if (schedule.AlarmInterval > schedule.ConfirmInterval && schedule.AlarmInterval > Bounds.ProbeInterval.Min)
        {
            service.Add(
                "Schedule:AlarmInterval", $"{DurationForm.Format(schedule.AlarmInterval)} is longer than the confirmation interval of {DurationForm.Format(schedule.ConfirmInterval)}",
                "after an alarm a failure is confirmed faster: write at most the confirmation interval");
        }

        var round = schedule.Interval + schedule.Timeout;
        if (health.StaleAfter <= round && health.StaleAfter > TimeSpan.Zero)
        {
            service.Add(
                "Health:StaleAfter", $"{DurationForm.Format(health.StaleAfter)} is not longer than interval and time-out together, {DurationForm.Format(round)}",
                "write more, or one slow probe makes the region unknown");
        }

        var vantages = service.Estate.Topology.Vantages.OrEmpty().Length;
        if (health.Quorum > vantages)
        {
            service.Add("Health:Quorum", $"{health.Quorum} cannot agree out of {vantages} vantage point{(vantages == 1 ? "" : "s")}", $"write 1 to {vantages}, or add vantage points");
        }
    }
}
