using MultiRegion.Topology.Forms;

namespace MultiRegion.Topology.Rules;

/// <summary>Guards that could never let anything pass.</summary>
internal static class GuardRules
{
    public static void Check(ServiceView service)
    {
        var guards = service.Service.Guards;
        if (guards.MinimumFailureSpan is { } span && service.Service.Objectives.RecoveryTime is { } objective && span > objective)
        {
            service.Add(
                "Guards:MinimumFailureSpan", $"{DurationForm.Format(span)} of failure is waited for, but users may suffer for {DurationForm.Format(objective)} only",
                "shorten it below Objectives:RecoveryTime, or lengthen that");
        }

        CheckFreezes(service);
        if (guards.AcceptUnconfirmedFence is { } acceptance)
        {
            CheckSaid(service, acceptance.By, "Guards:AcceptUnconfirmedFence:By");
            CheckSaid(service, acceptance.Reason, "Guards:AcceptUnconfirmedFence:Reason");
        }
    }

    private static void CheckFreezes(ServiceView service)
    {
        var path = service.PathOf("Guards:FreezeWindows");
        foreach (var (index, window) in service.Service.Guards.FreezeWindows.OrEmpty().Index())
        {
            if (window.Until <= window.From)
            {
                service.AddAt($"{service.Estate.Findings.PathOf(path, index)}:Until", $"{window.Until:u} is not after the beginning, {window.From:u}", "swap the two");
            }
        }
    }

    private static void CheckSaid(ServiceView service, string text, string keys)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            service.Add(keys, "is empty", "a risk is accepted by somebody and for a reason: write it");
        }
    }
}
