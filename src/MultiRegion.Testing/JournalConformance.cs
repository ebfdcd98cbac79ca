using System.Collections.Immutable;
using System.Text;

namespace MultiRegion.Testing;

/// <summary>What every journal must do. For authors of journals: a test makes one and expects no violation.</summary>
public static class JournalConformance
{
    /// <summary>Checks a journal.</summary>
    /// <param name="journal">An empty one.</param>
    /// <param name="reopen">Opens what is stored again, as another process would; null: it can only be open once.</param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    /// <returns>What it does wrong, in words; empty: nothing.</returns>
    public static async ValueTask<ImmutableArray<string>> CheckAsync(IFailoverJournal journal, Func<ValueTask<IFailoverJournal>>? reopen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var check = new Checks(cancellationToken);
        await check.AppendsAsync(journal).ConfigureAwait(false);
        if (reopen is not null)
        {
            await check.RivalsAsync(journal, await reopen().ConfigureAwait(false)).ConfigureAwait(false);
        }

        if (journal is ICompactingJournal compacting)
        {
            await check.CompactsAsync(compacting).ConfigureAwait(false);
        }

        return [.. check.Found];
    }

    private static JournalRecord Record(long sequence, string payload) => new()
    {
        Sequence = sequence,
        Kind = "Kind",
        Version = 1,
        Epoch = sequence,
        At = DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(sequence),
        Payload = Encoding.UTF8.GetBytes(payload),
    };

    private sealed class Checks(CancellationToken cancellationToken)
    {
        public List<string> Found { get; } = [];

        private List<string> Written { get; } = [];

        public async ValueTask AppendsAsync(IFailoverJournal journal)
        {
            await SameAsync("an empty journal is read as empty", journal, 1, []).ConfigureAwait(false);
            await ConflictsAsync("an append behind a record that is not there is a conflict", journal, 7).ConfigureAwait(false);
            foreach (var payload in new[] { "{}", "", "\"ä\n\u2028\"", $"\"{new string('x', 200_000)}\"", "{\"a\": 1}" })
            {
                await AppendAsync(journal, payload).ConfigureAwait(false);
            }

            await ConflictsAsync("an append that was acknowledged is not made twice", journal, Written.Count - 1).ConfigureAwait(false);
            await ConflictsAsync("an append at an earlier place is a conflict", journal, 0).ConfigureAwait(false);
            await ConflictsAsync("an append that leaves a gap is a conflict", journal, Written.Count + 1).ConfigureAwait(false);
            await SameAsync("what was appended is read back, byte by byte", journal, 1, Written).ConfigureAwait(false);
            await SameAsync("a reading begins where it is asked to", journal, 3, Written[2..]).ConfigureAwait(false);
            await SameAsync("a reading behind the end is empty", journal, Written.Count + 1, []).ConfigureAwait(false);
        }

        public async ValueTask RivalsAsync(IFailoverJournal journal, IFailoverJournal rival)
        {
            await SameAsync("another process reads the same", rival, 1, Written).ConfigureAwait(false);
            await AppendAsync(rival, "\"rival\"").ConfigureAwait(false);
            await ConflictsAsync("an append behind another's, unseen, is a conflict", journal, Written.Count - 1).ConfigureAwait(false);
            await SameAsync("what another process appended is read", journal, 1, Written).ConfigureAwait(false);
            await AppendAsync(journal, "\"back\"").ConfigureAwait(false);
        }

        public async ValueTask CompactsAsync(ICompactingJournal journal)
        {
            var end = Written.Count;
            Expect("a snapshot of what is not there is refused", !(await journal.CompactAsync(Record(end + 1, "s"), cancellationToken).ConfigureAwait(false)).Succeeded);
            Expect("a snapshot is taken", (await journal.CompactAsync(Record(end - 1, "snapshot"), cancellationToken).ConfigureAwait(false)).Value == end - 1);
            string[] now = [Text(Record(end - 1, "snapshot")), Written[^1]];
            await SameAsync("a snapshot stands for what it covers, and what is behind it is kept", journal, 1, now).ConfigureAwait(false);
            Expect("a snapshot older than the first is refused", !(await journal.CompactAsync(Record(1, "old"), cancellationToken).ConfigureAwait(false)).Succeeded);
            Written.Clear();
            Written.AddRange(Enumerable.Repeat("", end - 2).Concat(now));
            await AppendAsync(journal, "\"after\"").ConfigureAwait(false);
            await SameAsync("what is appended behind a snapshot is read", journal, 1, Written[(end - 2)..]).ConfigureAwait(false);
        }

        private async ValueTask AppendAsync(IFailoverJournal journal, string payload)
        {
            var record = Record(Written.Count + 1, payload);
            var appended = await journal.AppendAsync(record, Written.Count, cancellationToken).ConfigureAwait(false);
            Expect($"record {record.Sequence} is appended: {appended.Problem}", appended.Succeeded && appended.Value == record.Sequence);
            Written.Add(Text(record));
        }

        private async ValueTask ConflictsAsync(string what, IFailoverJournal journal, long expected) =>
            Expect(what, (await journal.AppendAsync(Record(expected + 1, "{\"a\": 1}"), expected, cancellationToken).ConfigureAwait(false)).Problem?.Kind == ProblemKind.Conflict);

        private async ValueTask SameAsync(string what, IFailoverJournal journal, long from, IReadOnlyCollection<string> expected)
        {
            List<string> read = [];
            await foreach (var record in journal.ReadAsync(from, cancellationToken).ConfigureAwait(false))
            {
                read.Add(Text(record));
            }

            Expect(what, read.SequenceEqual(expected));
        }

        private void Expect(string what, bool holds) => Found.AddRange(holds ? [] : [what]);

        private static string Text(JournalRecord record) => $"{record.Sequence} {record.Kind} {record.Version} {record.Epoch} {record.At.UtcTicks} {Convert.ToHexString(record.Payload.Span)}";
    }
}
