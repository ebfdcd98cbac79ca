using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Journal;

namespace MultiRegion.Testing.Replay;

/// <summary>The folder of an engine: its journal, and the rolling observations beside it.</summary>
internal static class FolderRecord
{
    public static async Task<IncidentRecord> ReadAsync(string folder, bool acceptTornLines, CancellationToken cancellationToken)
    {
        var story = new JournalStory(folder);
        await foreach (var record in FileJournal.ReadFolderAsync(folder, cancellationToken).ConfigureAwait(false))
        {
            story.Tell(record);
        }

        var torn = 0;
        var probes = ImmutableArray.CreateBuilder<RecordedProbe>();
        foreach (var (place, text, isWhole) in ObservationLog.Names.Select(name => Path.Join(folder, name)).Where(File.Exists).SelectMany(RecordLines.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Parse(place, text, isWhole) is { } probe)
            {
                probes.Add(probe);
                RecordOrder.Check(probes);
            }
            else if (acceptTornLines)
            {
                torn++;
            }
            else
            {
                throw new RecordException(place, "the line is torn: the engine was writing it, or crashed meanwhile. Accept torn lines to leave it out, or wait until the engine has stopped");
            }
        }

        if (probes.Count == 0)
        {
            throw new RecordException(new(folder, 0), "it holds no observations: they are written by an engine that was given the folder by UseFolder");
        }

        return new() { Probes = probes.ToImmutable(), Happened = story.Events, Topology = story.Topology, Caveats = [.. story.Caveats(probes[0].At), .. Torn(torn)] };
    }

    private static IEnumerable<string> Torn(int torn) => torn == 0 ? [] : [$"{torn} torn line(s) of observations were left out"];

    // A line that is no JSON was torn by a crash; one that is, and says what nobody knows, was written by something else.
    private static RecordedProbe? Parse(RecordPlace place, string text, bool isWhole)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return isWhole ? Probe(place, document.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static RecordedProbe Probe(RecordPlace place, JsonElement line)
    {
        var values = Values(place, line);
        var outcome = RecordValues.Outcome(place, values.GetValueOrDefault("outcome"));
        var isExcused = values.GetValueOrDefault("late") == "True" && outcome == ProbeOutcome.Failure;
        var probe = new RecordedProbe
        {
            At = RecordValues.Time(place, values.GetValueOrDefault("at")),
            Outcome = isExcused ? ProbeOutcome.Unknown : outcome,
            Reason = RecordValues.Reason(place, values.GetValueOrDefault("reason")),
            Latency = RecordValues.Milliseconds(place, values.GetValueOrDefault("ms")),
            Place = place,
        };
        var target = values.GetValueOrDefault("target");
        return RecordValues.Reference(target) is { } reference ? probe with { Reference = reference }
            : target?.Split(" in ") is [var service, var region]
                ? probe with { Service = RecordValues.Id<ServiceId>(place, "service", service), Region = RecordValues.Id<RegionId>(place, "region", region) }
            : throw new RecordException(place, $"'{target}' is no target: it is like 'shop in eu-west' or 'reference 1'");
    }

    private static Dictionary<string, string> Values(RecordPlace place, JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw new RecordException(place, "it is no observation: it is not a JSON object");
        }

        var values = new Dictionary<string, string>();
        foreach (var property in line.EnumerateObject())
        {
            if (property.Name is not ("at" or "target" or "outcome" or "reason" or "ms" or "late"))
            {
                throw new RecordException(place, $"'{property.Name}' is not known here: a newer version of this package wrote it. Use that version");
            }

            values[property.Name] = property.Value.ToString();
        }

        return values;
    }
}
