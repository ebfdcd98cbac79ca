using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Lease;

/// <summary>What a Lease says, and what is written into it. Pure.</summary>
internal static class LeaseRules
{
    public static string Holder(JsonObject lease) => lease.Below("spec")?.Text("holderIdentity") ?? "";

    /// <summary>What makes two readings the same: as long as it stays, nobody has renewed. It holds no time that anybody compares.</summary>
    public static string Print(JsonObject lease) => $"{Holder(lease)} {lease.Below("spec")?.Text("renewTime")} {lease.Version()}";

    /// <summary>For how long after its last renewal the holder may act.</summary>
    public static TimeSpan Lasts(JsonObject lease, TimeSpan otherwise) => lease.Below("spec")?.Number("leaseDurationSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : otherwise;

    public static JsonObject New(string name, string ns, ControllerId holder, TimeSpan duration, DateTimeOffset now)
    {
        var lease = new JsonObject { ["apiVersion"] = "coordination.k8s.io/v1", ["kind"] = "Lease", ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns } };
        return Taken(lease, holder, duration, now);
    }

    /// <summary>The lease in the hands of a holder. What others wrote beside it stays.</summary>
    public static JsonObject Taken(JsonObject found, ControllerId holder, TimeSpan duration, DateTimeOffset now)
    {
        var lease = (JsonObject)found.DeepClone();
        var spec = lease["spec"] as JsonObject ?? [];
        lease["spec"] = spec;
        if (Holder(found) != holder.Value)
        {
            spec["acquireTime"] = Micro(now);
            spec["leaseTransitions"] = found.ContainsKey("spec") ? (spec.Number("leaseTransitions") ?? 0) + 1 : 0;
        }

        spec["holderIdentity"] = holder.Value;
        spec["leaseDurationSeconds"] = (int)Math.Ceiling(duration.TotalSeconds);
        spec["renewTime"] = Micro(now);
        return lease;
    }

    public static JsonObject Released(JsonObject found, DateTimeOffset now)
    {
        var lease = (JsonObject)found.DeepClone();
        var spec = lease["spec"] as JsonObject ?? [];
        (spec["holderIdentity"], spec["leaseDurationSeconds"], spec["renewTime"]) = ("", 1, Micro(now));
        return lease;
    }

    private static string Micro(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
