using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Journal;

/// <summary>The one object that says what the journal is: its youngest records, and the names of the segments that hold the older ones. Pure.</summary>
internal sealed record JournalHead
{
    public const string Format = "1";
    public const string Label = "multiregion/journal";

    /// <summary>The version that was read; empty: it has not been written yet.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>The sequence of the snapshot that the journal begins with; 0: none.</summary>
    public long Base { get; init; }

    public long Last { get; init; }

    /// <summary>The segments, oldest first, by the hash of what they hold.</summary>
    public ImmutableArray<string> Segments { get; init; } = [];

    /// <summary>Earlier bases whose segments nobody needs any more: a writer that knows an older head can never name them again.</summary>
    public ImmutableArray<long> Dropped { get; init; } = [];

    /// <summary>The records behind the segments, as lines.</summary>
    public string Records { get; init; } = "";

    /// <summary>What tells a head that we wrote from one that somebody edited, and our own from another's.</summary>
    public string Hash => Hashed($"{Format}\n{Base}\n{Last}\n{string.Join(' ', Segments)}\n{string.Join(' ', Dropped)}\n{Records}");

    public int Size => Records.Length + (17 * Segments.Length);

    public static string Hashed(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

    public JsonObject Object(string ns, string name)
    {
        var meta = new JsonObject { ["name"] = name, ["namespace"] = ns, ["labels"] = new JsonObject { [Label] = name } };
        if (ResourceVersion.Length > 0)
        {
            meta["resourceVersion"] = ResourceVersion;
        }

        return new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = meta,
            ["data"] = new JsonObject
            {
                ["format"] = Format,
                ["base"] = Text(Base),
                ["last"] = Text(Last),
                ["segments"] = string.Join(' ', Segments),
                ["dropped"] = string.Join(' ', Dropped.Select(Text)),
                ["records"] = Records,
                ["hash"] = Hash,
            },
        };
    }

    /// <exception cref="JournalException">It is no head, of a newer version, or somebody edited it.</exception>
    public static JournalHead Read(JsonObject item, string at)
    {
        var data = item.Below("data");
        if (data?.Text("format") is not { } format || item.Below("metadata").Below("labels")?.Text(Label) is null)
        {
            throw new JournalException($"{at} is no journal: it has no format or no label {Label}. Choose another Name; nothing of it was touched.") { Fault = JournalFault.Foreign };
        }

        if (format != Format)
        {
            throw new JournalException($"{at} was written by a newer version (format '{ErrorLine(format)}', this one knows {Format}): run that version; nothing of it was touched.") { Fault = JournalFault.NewerVersion };
        }

        var head = new JournalHead
        {
            ResourceVersion = item.Version() ?? "",
            Base = Number(data, "base"),
            Last = Number(data, "last"),
            Segments = [.. Words(data, "segments")],
            Dropped = [.. Words(data, "dropped").Select(static word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)],
            Records = data.Text("records") ?? "",
        };
        return head.Hash == data.Text("hash") ? head : throw new JournalException($"{at} is damaged: what it holds does not match its hash. Somebody edited it; put back what was there, or begin a new journal under another Name and Adopt.") { Fault = JournalFault.Corrupt };
    }

    private static string ErrorLine(string text) => text.Length > 20 ? text[..20] : text;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string[] Words(JsonObject data, string key) => (data.Text(key) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static long Number(JsonObject data, string key) => long.TryParse(data.Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
