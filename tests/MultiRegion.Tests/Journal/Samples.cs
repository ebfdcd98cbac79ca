using System.Text;
using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

/// <summary>Records and journals to test with.</summary>
internal static class Samples
{
    public const string First = "journal-0000000000000000000.mrj";

    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static JournalRecord Record(long sequence, string? payload = null, string kind = "test") => new()
    {
        Sequence = sequence,
        Kind = kind,
        Version = 3,
        Epoch = sequence / 2,
        At = Noon.AddSeconds(sequence),
        Payload = Encoding.UTF8.GetBytes(payload ?? $$"""{"n":{{sequence}}}"""),
    };

    public static string Text(JournalRecord record) =>
        $"{record.Sequence} {record.Kind} {record.Version} {record.Epoch} {record.At:O} {Encoding.UTF8.GetString(record.Payload.Span)}";

    public static async Task<Result<long>> Append(this FileJournal journal, string? payload = null) =>
        await journal.AppendAsync(Record(journal.LastSequence + 1, payload), journal.LastSequence, default);

    public static async Task Fill(this FileJournal journal, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await journal.Append()).Succeeded.ShouldBeTrue();
        }
    }

    /// <summary>Makes a folder with a closed journal of so many records.</summary>
    public static async Task Make(string folder, int count)
    {
        using var journal = FileJournal.Open(folder);
        await journal.Fill(count);
    }

    public static async Task<List<long>> Sequences(this IAsyncEnumerable<JournalRecord> records) =>
        await records.Select(static record => record.Sequence).ToListAsync();

    public static async Task<List<string>> Texts(this IAsyncEnumerable<JournalRecord> records) => await records.Select(Text).ToListAsync();
}
