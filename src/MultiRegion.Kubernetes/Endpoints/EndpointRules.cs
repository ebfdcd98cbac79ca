using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Endpoints;

/// <summary>From a Service or an Ingress to the addresses that users reach it by. Pure.</summary>
internal static class EndpointRules
{
    public static KubernetesEndpoint Read(JsonObject item) => item.Below("spec")?.Text("type") switch
    {
        "ExternalName" => Of([item.Below("spec")!.Text("externalName") ?? ""], null),
        "ClusterIP" or "NodePort" => Of(External(item), Port(item)) is { State: KubernetesEndpointState.Found } found ? found
            : new() { State = KubernetesEndpointState.Internal, Detail = $"a Service of type {item.Below("spec")!.Text("type")} without externalIPs has no address from outside: name an Ingress or a Service of type LoadBalancer" },
        _ => Of(Entries(item).Concat(External(item)), Port(item)),
    };

    private static KubernetesEndpoint Of(IEnumerable<string> hosts, int? port)
    {
        var (found, wrong) = (new SortedDictionary<string, EndpointAddress>(StringComparer.Ordinal), new List<string>());
        foreach (var host in hosts)
        {
            if (EndpointAddress.TryParse(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host, out var address, out _) && address.Port is null)
            {
                found[address.Host] = new(address.Host, port);
            }
            else
            {
                wrong.Add($"'{ErrorText.Line(host, 60)}' is no address");
            }
        }

        return found.Count == 0
            ? new() { State = KubernetesEndpointState.Pending, Detail = wrong.Count > 0 ? string.Join("; ", wrong) : "no address has been given to it yet" }
            : new() { State = KubernetesEndpointState.Found, Addresses = [.. found.Values], Detail = string.Join("; ", wrong.Prepend($"it is at {string.Join(", ", found.Values)}")) };
    }

    // Who gives both says by the name that the address may change.
    private static IEnumerable<string> Entries(JsonObject item) => ((item.Below("status").Below("loadBalancer")?["ingress"] as JsonArray)?.OfType<JsonObject>() ?? [])
        .Select(static entry => entry.Text("hostname") is { Length: > 0 } name ? name : entry.Text("ip") ?? "");

    private static IEnumerable<string> External(JsonObject item) => (item.Below("spec")?["externalIPs"] as JsonArray)?.OfType<JsonValue>().Select(static one => one.ToString()) ?? [];

    /// <summary>The port that has to be said: the one of a Service, unless it is a protocol's own.</summary>
    private static int? Port(JsonObject item) =>
        item.Below("spec")?["ports"] is JsonArray { Count: 1 } ports && (ports[0] as JsonObject)?.Number("port") is { } port and not (80 or 443) ? (int)port : null;
}
