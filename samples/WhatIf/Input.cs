using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using MultiRegion;
using MultiRegion.Testing.Simulation;
using MultiRegion.Testing.WhatIf;
using MultiRegion.Topology;

namespace WhatIf;

/// <summary>Input that cannot be: the message says what, and where.</summary>
internal sealed class InputException(string message) : Exception(message);

/// <summary>Reads the three files.</summary>
internal static class Input
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new SpanConverter() },
    };

    public static Simulation Read(string topology, string faults, string variants, double years, int seed)
    {
        var (file, plain) = (Parse<VariantsFile>(variants), Topology(topology, []));
        var world = Settings(variants, "world", file.World ?? new(), new());
        var simulation = Faults(Simulation.Of(plain).In(world), faults).Over(years, seed);
        for (var index = 0; index < file.Variants.Count; index++)
        {
            var (variant, place) = (file.Variants[index], FormattableString.Invariant($"variants[{index}]"));
            var own = Topology(topology, variant.Set ?? [], $"{variants}, {place}.set");
            var around = Settings(variants, $"{place}.world", variant.World ?? new(), world);
            simulation = simulation.Compare(variant.Name ?? throw new InputException($"{variants}: {place}.name: it is missing"), input => input with { Topology = own, World = around });
        }

        return simulation;
    }

    private static EstateTopology Topology(string file, Dictionary<string, string> set, string? place = null)
    {
        var builder = new ConfigurationBuilder();
        try
        {
            var keys = set.ToDictionary(static pair => $"MultiRegion:{pair.Key}", static pair => (string?)pair.Value);
            var configuration = builder.AddJsonFile(Path.GetFullPath(file)).AddInMemoryCollection(keys).Build();
            using var source = TopologySource.FromConfiguration(configuration.GetSection("MultiRegion"));
            return source.Current;
        }
        catch (TopologyException refused)
        {
            throw new InputException($"{place ?? file}: {refused.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: {unreadable.Message} {unreadable.InnerException?.Message}");
        }
    }

    private static Simulation Faults(Simulation simulation, string file)
    {
        var text = Text(file);
        try
        {
            using var document = JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("faults", out _))
            {
                return simulation.Against(FaultScript.Parse(text));
            }
        }
        catch (SimulationException wrong)
        {
            throw new InputException($"{file}: {wrong.Message}");
        }
        catch (JsonException torn)
        {
            throw Torn(file, torn);
        }

        var drawn = Parse<DistributionsFile>(file).ToDistributions(file);
        return drawn.Check() is [var mistake, ..] ? throw new InputException($"{file}: {mistake}") : simulation.Against(drawn);
    }

    private static SimulationSettings Settings(string file, string place, WorldFile world, SimulationSettings before)
    {
        try
        {
            return world.Over(before);
        }
        catch (FormatException wrong)
        {
            throw new InputException($"{file}: {place}.{wrong.Message}");
        }
    }

    private static T Parse<T>(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(file), Strict) ?? throw new InputException($"{file}: it is empty");
        }
        catch (JsonException torn)
        {
            throw Torn(file, torn);
        }
    }

    private static InputException Torn(string file, JsonException torn) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file}, line {torn.LineNumber + 1}: {torn.Path} {torn.Message.Split(" Path:")[0]}"));

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: {unreadable.Message}");
        }
    }

    private sealed class SpanConverter : JsonConverter<TimeSpan>
    {
        private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];

        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = reader.GetString() ?? "";
            foreach (var (unit, seconds) in Units)
            {
                if (text.EndsWith(unit, StringComparison.Ordinal) && double.TryParse(text[..^unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                {
                    return TimeSpan.FromSeconds(number * seconds);
                }
            }

            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : throw new JsonException($"'{text}' is no span of time: write one such as 90s, 10m, 36h or 90d.");
        }

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("c", CultureInfo.InvariantCulture));
    }
}
