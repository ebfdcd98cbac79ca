using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MultiRegion.Topology.Forms;

namespace MultiRegion.Testing.Simulation;

/// <summary>Fault scripts as JSON. Every mistake is reported with its path; unknown names are mistakes.</summary>
internal static class FaultScriptJson
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static FaultScript Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            List<string> mistakes = [];
            var faults = Faults(document.RootElement, mistakes).ToImmutableArray();
            SimulationException.ThrowIfAny(mistakes);
            return new(faults);
        }
        catch (JsonException torn)
        {
            throw new SimulationException($"line {torn.LineNumber + 1}, byte {torn.BytePositionInLine + 1}: the text is no JSON, or ends too early", torn);
        }
    }

    public static string Write(FaultScript script)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("faults");
            foreach (var fault in script.Faults)
            {
                Write(writer, fault);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static IEnumerable<Fault> Faults(JsonElement root, List<string> mistakes)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("faults", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            mistakes.Add("the top: an object with an array 'faults' is wanted");
            return [];
        }

        mistakes.AddRange(root.EnumerateObject().Where(static property => property.Name is not ("faults" or "$schema")).Select(static property => $"{property.Name}: unknown; only 'faults' is known here"));
        return [.. list.EnumerateArray().Select((element, at) => One(new($"faults[{at}]", mistakes), element)).OfType<Fault>()];
    }

    private static Fault? One(Place place, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            place.Add("", "an object is wanted");
            return null;
        }

        var fault = new Fault { Kind = (FaultKind)(-1), At = TimeSpan.MinValue };
        foreach (var property in element.EnumerateObject())
        {
            fault = With(place, fault, property.Name, property.Value);
        }

        if (fault.At == TimeSpan.MinValue)
        {
            place.Add("at", "it is missing");
            fault = fault with { At = TimeSpan.Zero };
        }

        if ((int)fault.Kind == -1 && !element.TryGetProperty("kind", out _))
        {
            place.Add("kind", "it is missing");
        }

        foreach (var problem in FaultRules.Numbers(fault))
        {
            place.Problem(problem);
        }

        return fault;
    }

    private static Fault With(Place place, Fault fault, string name, JsonElement value) => name switch
    {
        "kind" => fault with { Kind = place.Kind<FaultKind>(name, value) ?? (FaultKind)(-1) },
        "at" => fault with { At = place.Span(name, value) ?? TimeSpan.Zero },
        "for" => fault with { For = place.Span(name, value) },
        "region" => fault with { Region = place.Id<RegionId>(name, value) },
        "router" => fault with { Router = place.Id<RouterId>(name, value) },
        "replicaSet" => fault with { ReplicaSet = place.Id<ReplicaSetId>(name, value) },
        "controller" => fault with { Controller = place.Whole(name, value) },
        "part" => fault with { Part = place.Number(name, value) },
        "factor" => fault with { Factor = place.Number(name, value) },
        "times" => fault with { Times = place.Whole(name, value) },
        "by" => fault with { By = place.Span(name, value) },
        "command" => fault with { Command = place.Kind<CommandKind>(name, value) },
        "group" => fault with { Group = place.Id<MoveGroupId>(name, value) },
        _ => place.Unknown(fault, name),
    };

    private static void Write(Utf8JsonWriter writer, Fault fault)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", Kebab(fault.Kind.ToString()));
        writer.WriteString("at", fault.At.ToString("c", CultureInfo.InvariantCulture));
        Text("for", fault.For?.ToString("c", CultureInfo.InvariantCulture));
        Text("region", fault.Region?.Value);
        Text("router", fault.Router?.Value);
        Text("replicaSet", fault.ReplicaSet?.Value);
        Number("controller", fault.Controller);
        Number("part", fault.Part);
        Number("factor", fault.Factor);
        Number("times", fault.Times);
        Text("by", fault.By?.ToString("c", CultureInfo.InvariantCulture));
        Text("command", fault.Command is { } command ? Kebab(command.ToString()) : null);
        Text("group", fault.Group?.Value);
        writer.WriteEndObject();

        void Text(string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }

        void Number(string name, double? value)
        {
            if (value is { } known)
            {
                writer.WriteNumber(name, known);
            }
        }
    }

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    private sealed class Place(string path, List<string> mistakes)
    {
        public void Add(string name, string what) => mistakes.Add(name.Length == 0 ? $"{path}: {what}" : $"{path}.{name}: {what}");

        public void Problem(string named) => mistakes.Add($"{path}.{named}");

        public Fault Unknown(Fault fault, string name)
        {
            Add(name, "unknown: kind, at, for, region, router, replicaSet, controller, part, factor, times, by, command and group are known");
            return fault;
        }

        public T? Kind<T>(string name, JsonElement value)
            where T : struct, Enum
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            foreach (var known in Enum.GetValues<T>())
            {
                if (Kebab(known.ToString()) == text)
                {
                    return known;
                }
            }

            Add(name, $"{value.GetRawText()} is none of {string.Join(", ", Enum.GetNames<T>().Select(Kebab))}");
            return null;
        }

        public TimeSpan? Span(string name, JsonElement value)
        {
            var mend = "write a text such as \"90s\" or \"00:01:30\"";
            if (value.ValueKind == JsonValueKind.String && (mend = DurationForm.Read(value.GetString()!, out var span)) is null)
            {
                return span;
            }

            Add(name, $"{value.GetRawText()} is no span of time: {mend}");
            return null;
        }

        public T? Id<T>(string name, JsonElement value)
            where T : struct, IStringId<T>
        {
            var problem = "a text is wanted";
            if (value.ValueKind == JsonValueKind.String && IdText.IsValid(value.GetString(), out problem))
            {
                return T.From(value.GetString()!);
            }

            Add(name, problem!);
            return null;
        }

        public double? Number(string name, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number))
            {
                return number;
            }

            Add(name, $"{value.GetRawText()} is no number");
            return null;
        }

        public int? Whole(string name, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
            {
                return number;
            }

            Add(name, $"{value.GetRawText()} is no whole number");
            return null;
        }
    }
}
