using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Journal;

/// <summary>
/// A piece of the journal's text that never changes, named by what it holds and by the base that it belongs to: who makes it again makes the same. A record may go over the end of a piece.
/// </summary>
internal sealed record JournalSegment(long Base, string Text)
{
    /// <summary>The label with the base: all pieces of a base go in one request once it is gone for good.</summary>
    public const string BaseLabel = "multiregion/journal-base";

    /// <summary>What one object holds at most, in bytes: half of what Kubernetes lets a ConfigMap hold.</summary>
    public const int Largest = 512 * 1024;

    /// <summary>How much the head keeps before it is put into pieces, in bytes: it is written whole with each record.</summary>
    public const int LargestHead = 32 * 1024;

    public string Hash { get; } = JournalHead.Hashed($"{Base}\n{Text}");

    public static string Name(string journal, long at, string hash) => $"{journal}-{at}-{hash}";

    public JsonObject Object(string ns, string journal) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = Name(journal, Base, Hash), ["namespace"] = ns, ["labels"] = new JsonObject { [JournalHead.Label] = journal, [BaseLabel] = $"{Base}" } },
        ["immutable"] = true,
        ["data"] = new JsonObject { ["records"] = Text },
    };

    /// <summary>Cuts a text where no letter is torn.</summary>
    public static ImmutableArray<JournalSegment> Cut(long at, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        var pieces = ImmutableArray.CreateBuilder<JournalSegment>();
        while (bytes.Length > 0)
        {
            var end = Math.Min(Largest, bytes.Length);
            while (end < bytes.Length && (bytes[end] & 0xC0) == 0x80)
            {
                end--;
            }

            pieces.Add(new(at, Encoding.UTF8.GetString(bytes[..end])));
            bytes = bytes[end..];
        }

        return pieces.ToImmutable();
    }
}
