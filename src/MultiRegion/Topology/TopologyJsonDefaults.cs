using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using MultiRegion.Routing;
using MultiRegion.Topology.Written;

namespace MultiRegion.Topology;

/// <summary>
/// Adds the defaults of what an older version did not write yet: generated readers give an absent property zero or null,
/// whatever its record says.
/// </summary>
internal static class TopologyJsonDefaults
{
    private static readonly JsonObject Estate =
        Template(EstateForms.Estate.Seed().Topology, TopologyJsonContext.Default.EstateTopology, "regions", "services");

    /// <summary>What the entries of a list, named by their property, have by default.</summary>
    private static readonly FrozenDictionary<string, JsonObject> ByList = new Dictionary<string, JsonObject>
    {
        ["vantages"] = Template(EstateForms.Vantage.Seed(), TopologyJsonContext.Default.VantageDefinition, "id"),
        ["services"] = Template(
            ServiceForms.Service.Seed(), TopologyJsonContext.Default.ServiceDefinition, "id", "hostname", "routers", "deployments", "probe"),
        ["deployments"] = Template(ServiceForms.Deployment.Seed(), TopologyJsonContext.Default.DeploymentDefinition, "region", "endpoint"),
        ["data"] = Template(ServiceForms.Data.Seed(), TopologyJsonContext.Default.DataReference, "replicaSet"),
    }.ToFrozenDictionary();

    /// <summary>What probes and routing nodes have by default.</summary>
    private static readonly FrozenDictionary<string, JsonObject> ByKind = new Dictionary<string, JsonObject>
    {
        ["http"] = Template(new HttpProbeDefinition(), TopologyJsonContext.Default.HttpProbeDefinition),
        ["grpc"] = Template(new GrpcProbeDefinition(), TopologyJsonContext.Default.GrpcProbeDefinition),
        ["endpoint"] = Template(new EndpointNode(default), TopologyJsonContext.Default.EndpointNode, "region"),
        ["multivalue"] = Template(new MultivalueNode([]), TopologyJsonContext.Default.MultivalueNode, "children"),
    }.ToFrozenDictionary();

    public static void Fill(JsonNode? topology)
    {
        if (topology is JsonObject estate)
        {
            Overlay(estate, Estate);
            Walk(estate, "");
        }
    }

    private static void Walk(JsonNode? node, string name)
    {
        if (node is JsonArray entries)
        {
            foreach (var entry in entries)
            {
                Walk(entry, name);
            }
        }
        else if (node is JsonObject section)
        {
            Overlay(section, TemplateOf(section, name));
            foreach (var (key, value) in section.Where(static property => property.Key != "headers"))
            {
                Walk(value, key);
            }
        }
    }

    private static JsonObject? TemplateOf(JsonObject section, string name) =>
        section["kind"] is JsonValue value && value.TryGetValue(out string? kind) && ByKind.TryGetValue(kind, out var ofKind)
            ? ofKind
            : ByList.GetValueOrDefault(name);

    private static void Overlay(JsonObject section, JsonObject? template)
    {
        foreach (var (key, value) in template ?? [])
        {
            if (!section.TryGetPropertyValue(key, out var written))
            {
                section[key] = value?.DeepClone();
            }
            else if (written is JsonObject below && value is JsonObject defaults && key != "headers")
            {
                Overlay(below, defaults);
            }
        }
    }

    private static JsonObject Template<T>(T value, JsonTypeInfo<T> type, params ReadOnlySpan<string> required)
    {
        var template = JsonSerializer.SerializeToNode(value, type)!.AsObject();
        foreach (var key in required)
        {
            template.Remove(key);
        }

        return template;
    }
}
