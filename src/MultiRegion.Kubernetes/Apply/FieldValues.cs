using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>When two values are the same to an API server, which writes amounts in one way and leaves out what says nothing. Pure.</summary>
internal static class FieldValues
{
    private static readonly HashSet<string> AmountsBelow = new(["requests", "limits", "capacity", "hard", "default", "defaultRequest", "max", "min", "overhead", "maxLimitRequestRatio"], StringComparer.Ordinal);
    private static readonly HashSet<string> Amounts = new(["sizeLimit", "divisor", "averageValue"], StringComparer.Ordinal);

    public static bool Same(JsonNode? wanted, Spot spot, bool wasApplied) => Same(wanted, spot.Live, spot.Top is not ("data" or "stringData" or "metadata") && (AmountsBelow.Contains(spot.Parent) || Amounts.Contains(spot.Key)))
        || (SaysNothing(wanted) && IsAbsent(wanted, spot, wasApplied));

    private static bool Same(JsonNode? wanted, JsonNode? live, bool isAmount) =>
        JsonNode.DeepEquals(wanted, live)
        || (isAmount && Amount(wanted) is { } left && Amount(live) is { } right && left == right)
        || (wanted is JsonObject map && live is JsonObject there && Same(map, there))
        || (wanted is JsonArray list && live is JsonArray items && list.Count == items.Count && list.Zip(items).All(static pair => Same(pair.First, pair.Second, isAmount: false)));

    /// <summary>A map that is one field: each has what the other has, but for members that say nothing.</summary>
    private static bool Same(JsonObject wanted, JsonObject live) => wanted.Count > 0
        && wanted.All(pair => Same(pair.Value, live[pair.Key], AmountsBelow.Contains(pair.Key)) || (SaysNothing(pair.Value) && live[pair.Key] is null))
        && live.All(pair => wanted.ContainsKey(pair.Key) || SaysNothing(pair.Value));

    /// <summary>A map that is empty says only that it is there; the server may leave out what it would fill in with the same.</summary>
    private static bool IsAbsent(JsonNode? wanted, Spot spot, bool wasApplied) => spot.Live is null ? wasApplied || spot.Mine is not null : wanted is JsonObject && spot.Live is JsonObject;

    private static bool SaysNothing(JsonNode? value) => value switch
    {
        null or JsonObject { Count: 0 } or JsonArray { Count: 0 } => true,
        JsonValue scalar => scalar.GetValueKind() is JsonValueKind.False || (scalar.TryGetValue<string>(out var text) && text.Length == 0) || (scalar.TryGetValue<long>(out var number) && number == 0),
        _ => false,
    };

    private static decimal? Amount(JsonNode? value) => value is JsonValue ? Quantity.Read(value.ToString()) : null;
}
