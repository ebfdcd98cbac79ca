using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiRegion.Topology;

/// <summary>Topologies as JSON: the same topology always gives the same bytes. Holds the values of headers, so it is for no record.</summary>
internal static class TopologyJson
{
    /// <summary>Writes a topology as UTF-8 JSON without white space.</summary>
    /// <param name="topology">A topology without mistakes.</param>
    public static byte[] Serialize(EstateTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return JsonSerializer.SerializeToUtf8Bytes(topology, TopologyJsonContext.Default.EstateTopology);
    }

    /// <summary>
    /// Reads what <see cref="Serialize"/> wrote, in this version or an older one: what that did not know has its default.
    /// What it means is not checked: see <see cref="TopologyValidator"/>.
    /// </summary>
    /// <param name="json">The UTF-8 JSON.</param>
    /// <exception cref="JsonException">It is not the JSON of a topology.</exception>
    public static EstateTopology Deserialize(ReadOnlySpan<byte> json)
    {
        var topology = JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false });
        TopologyJsonDefaults.Fill(topology);
        return topology.Deserialize(TopologyJsonContext.Default.EstateTopology) ?? throw new JsonException("A topology may not be null.");
    }

    /// <summary>What a topology says, as 64 hexadecimal digits (SHA-256): equal for equal topologies, whatever their revision.</summary>
    /// <param name="topology">A topology without mistakes.</param>
    public static string Fingerprint(EstateTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return Convert.ToHexStringLower(SHA256.HashData(Serialize(topology with { Revision = 0 })));
    }
}
