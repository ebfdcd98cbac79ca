using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MultiRegion.Kubernetes.Tests.Fakes;

/// <summary>What a server makes of what it is given: it fills in, and writes amounts in its own way.</summary>
internal static partial class FakeDefaults
{
    public static void Fill(FakeKind kind, JsonObject item)
    {
        if (kind.Kind == "Secret")
        {
            Encode(item);
        }

        var spec = item["spec"] as JsonObject;
        switch (kind.Kind)
        {
            case "Deployment" when spec is not null:
                Default(spec, "replicas", 1);
                Default(spec, "progressDeadlineSeconds", 600);
                Default(spec, "revisionHistoryLimit", 10);
                Default(spec, "strategy", new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxSurge"] = "25%", ["maxUnavailable"] = "25%" } });
                break;
            case "StatefulSet" when spec is not null:
                Default(spec, "replicas", 1);
                Default(spec, "updateStrategy", new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["partition"] = 0 } });
                break;
            case "DaemonSet" when spec is not null:
                Default(spec, "updateStrategy", new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxUnavailable"] = 1, ["maxSurge"] = 0 } });
                break;
            case "Service" when spec is not null:
                Default(spec, "type", "ClusterIP");
                Default(spec, "clusterIP", "10.0.0.7");
                Default(spec, "sessionAffinity", "None");
                foreach (var port in Objects(spec["ports"]))
                {
                    Default(port, "protocol", "TCP");
                    Default(port, "targetPort", port["port"]!.DeepClone());
                }

                break;
        }

        if (spec?["template"]?["spec"] is JsonObject pod)
        {
            Pod(pod);
        }

        Amounts(item);
    }

    private static void Pod(JsonObject pod)
    {
        Default(pod, "restartPolicy", "Always");
        Default(pod, "dnsPolicy", "ClusterFirst");
        foreach (var container in Objects(pod["containers"]))
        {
            Default(container, "imagePullPolicy", "IfNotPresent");
            Default(container, "terminationMessagePath", "/dev/termination-log");
            foreach (var port in Objects(container["ports"]))
            {
                Default(port, "protocol", "TCP");
            }

            // What says nothing is not kept.
            foreach (var variable in Objects(container["env"]).Where(static one => one["value"]?.ToString() == ""))
            {
                variable.Remove("value");
            }
        }
    }

    private static void Encode(JsonObject item)
    {
        Default(item, "type", "Opaque");
        foreach (var (key, value) in (item["stringData"] as JsonObject)?.ToList() ?? [])
        {
            Default(item, "data", new JsonObject());
            item["data"]![key] = Convert.ToBase64String(Encoding.UTF8.GetBytes((string)value!));
        }

        item.Remove("stringData");
    }

    private static void Amounts(JsonNode? node)
    {
        foreach (var (key, value) in (node as JsonObject)?.ToList() ?? [])
        {
            if (key is "requests" or "limits" or "hard" && value is JsonObject amounts)
            {
                foreach (var (name, amount) in amounts.ToList())
                {
                    amounts[name] = Canonical(amount!.ToString());
                }
            }
            else if (key != "managedFields")
            {
                Amounts(value);
            }
        }

        foreach (var one in node as JsonArray ?? [])
        {
            Amounts(one);
        }
    }

    private static string Canonical(string amount) => Milli().Match(amount) is { Success: true } thousandths && long.Parse(thousandths.Groups[1].Value, CultureInfo.InvariantCulture) is var count && count % 1000 == 0 ? (count / 1000).ToString(CultureInfo.InvariantCulture)
        : Fraction().IsMatch(amount) ? $"{(long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * 1000)}m"
        : Mebi().Match(amount) is { Success: true } mebi && long.Parse(mebi.Groups[1].Value, CultureInfo.InvariantCulture) is var some && some % 1024 == 0 ? $"{some / 1024}Gi"
        : amount;

    private static void Default(JsonObject map, string key, JsonNode value) => map[key] ??= value;

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    [GeneratedRegex(@"^(\d+)m$")]
    private static partial Regex Milli();

    [GeneratedRegex(@"^\d*\.\d+$")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^(\d+)Mi$")]
    private static partial Regex Mebi();
}
