using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Journal;

/// <summary>What a journal's objects say together. Pure.</summary>
internal static class JournalText
{
    /// <summary>The head behind one more record, and the pieces that must be there before it is written.</summary>
    public static (JournalHead Head, ImmutableArray<JournalSegment> Pieces) Append(JournalHead head, long sequence, byte[] line)
    {
        var text = Encoding.UTF8.GetString(line);
        var next = head with { Last = sequence, Records = head.Records + text };
        if (Encoding.UTF8.GetByteCount(next.Records) <= JournalSegment.LargestHead)
        {
            return (next, []);
        }

        var (old, rest) = line.Length > JournalSegment.LargestHead ? (next.Records, "") : (head.Records, text);
        var pieces = JournalSegment.Cut(head.Base, old);
        return (next with { Segments = head.Segments.AddRange(pieces.Select(static piece => piece.Hash)), Records = rest }, pieces);
    }

    /// <summary>The head of a journal that begins with a snapshot.</summary>
    /// <param name="head">The present head.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="behind">The records behind it, as lines.</param>
    public static (JournalHead Head, ImmutableArray<JournalSegment> Pieces) Compact(JournalHead head, JournalRecord snapshot, IEnumerable<byte[]> behind)
    {
        byte[] all = [.. JournalLine.Write(snapshot, null), .. behind.SelectMany(static line => line)];
        var text = Encoding.UTF8.GetString(all);
        var pieces = all.Length > JournalSegment.LargestHead ? JournalSegment.Cut(snapshot.Sequence, text) : [];
        var next = head with
        {
            Base = snapshot.Sequence,
            Segments = [.. pieces.Select(static piece => piece.Hash)],
            Records = pieces.IsEmpty ? text : "",
            Dropped = [.. head.Dropped.TakeLast(19), head.Base],
        };
        return (next, pieces);
    }

    /// <summary>All records, in order.</summary>
    /// <exception cref="JournalException">A segment or a record is missing or damaged.</exception>
    public static ImmutableArray<JournalRecord> Records(JournalHead head, IEnumerable<JsonObject> items, string journal, string at)
    {
        var found = items.ToDictionary(static item => item.Name() ?? "", static item => item.Below("data")?.Text("records") ?? "", StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var hash in head.Segments)
        {
            var name = JournalSegment.Name(journal, head.Base, hash);
            var piece = found.GetValueOrDefault(name) ?? throw Corrupt($"{at} is damaged: its segment {name} is missing.");
            text.Append(new JournalSegment(head.Base, piece).Hash == hash ? piece : throw Corrupt($"{at} is damaged: its segment {name} does not hold what it held."));
        }

        return Lines(head, text.Append(head.Records).ToString(), at);
    }

    private static ImmutableArray<JournalRecord> Lines(JournalHead head, string text, string at)
    {
        var records = ImmutableArray.CreateBuilder<JournalRecord>();
        var next = Math.Max(1, head.Base);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var record = JournalLine.Read(Encoding.UTF8.GetBytes(line));
            records.Add(record?.Sequence == next ? record : throw Corrupt($"{at} is damaged: where record {next} should be, there is {(record is null ? "something that is no record" : $"record {record.Sequence}")}."));
            next++;
        }

        return next == head.Last + 1 ? records.ToImmutable() : throw Corrupt($"{at} is damaged: it ends at {next - 1}, and its head says {head.Last}.");
    }

    private static JournalException Corrupt(string text) => new($"{text} Put back what was there, or begin a new journal under another Name and Adopt.") { Fault = JournalFault.Corrupt };
}
