namespace MultiRegion.Journal;

/// <summary>
/// A write-ahead journal in a folder: append-only, checksummed, on the disk before an append returns. One process writes to
/// a folder at a time; any number may read it. <c>docs/journal.md</c> describes the files. Safe to call from several threads.
/// </summary>
public sealed class FileJournal : ICompactingJournal, IDisposable, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly JournalFolder _folder;
    private readonly FolderLock _lock;
    private readonly FileJournalOptions _options;
    private Segment _segment;
    private bool _disposed;

    private FileJournal(JournalFolder folder, FolderLock held, FileJournalOptions options)
    {
        (_folder, _lock, _options) = (folder, held, options);
        if (folder.Segments().Count == 0)
        {
            Segment.Create(folder, options.OpenFile);
        }

        _segment = Segment.Open(folder, folder.Segments()[^1], options.OpenFile);
        HealedBytes = _segment.HealedBytes;
        if (!IsReadOnly)
        {
            folder.RemoveLeftovers(_segment.Header.Base);
        }
    }

    /// <summary>The folder, as a full path.</summary>
    public string Folder => _folder.Path;

    /// <summary>The sequence of the last record; 0 for an empty journal.</summary>
    public long LastSequence => _segment.LastSequence;

    /// <summary>The size of the journal's file in bytes.</summary>
    internal long Length => _segment.Length;

    /// <summary>How many bytes of a record that a crash had torn were cut off at opening; they are kept in a <c>.torn</c> file. 0: none.</summary>
    public long HealedBytes { get; }

    /// <summary>Whether nothing can be appended, now or later: see <see cref="ReadOnlyReason"/>.</summary>
    public bool IsReadOnly => ReadOnlyReason is not null;

    /// <summary>Why nothing can be appended: a newer version wrote the journal, or a failed append could not be taken back. Null: it can.</summary>
    public string? ReadOnlyReason => _segment.Refusal?.Detail;

    /// <summary>
    /// Opens the journal of a folder, and creates folder and journal where there is none. All of it is verified; a record that
    /// a crash has torn is cut off. A journal of a newer version opens read-only.
    /// </summary>
    /// <param name="folder">The folder: empty, missing or a journal's. It is created for its owner alone (0700).</param>
    /// <exception cref="JournalException">The folder cannot be written, is in use, holds something else, or the journal is damaged.</exception>
    public static FileJournal Open(string folder) => Open(folder, new FileJournalOptions());

    internal static FileJournal Open(string folder, FileJournalOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options.Check();
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        try
        {
            return Open(JournalFolder.Prepare(path), options);
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            throw JournalErrors.Unavailable(path, exception);
        }
    }

    /// <summary>
    /// Reads the journal of a folder without a lock, while another process may be writing to it: what tools use. A last record
    /// that is not complete is left out.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="JournalException">There is no journal, it is damaged, or a newer version wrote what cannot be read.</exception>
    public static IAsyncEnumerable<JournalRecord> ReadFolderAsync(string folder, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var path = Path.GetFullPath(folder);
        return SegmentRecords.Read(() => SegmentView.OpenNewest(path), from: 1, cancellationToken).ToAsyncEnumerable();
    }

    /// <inheritdoc />
    /// <remarks>
    /// Problems: <see cref="ProblemKind.Conflict"/> for another expected sequence; <see cref="ProblemKind.Refused"/> for a record
    /// that is too large and for a journal of a newer version; <see cref="ProblemKind.Failed"/> when the disk refuses (a retry
    /// can help) and when the file was removed or the journal has become read-only (none can). After a problem nothing of the record is left.
    /// </remarks>
    public ValueTask<Result<long>> AppendAsync(JournalRecord record, long expectedSequence, CancellationToken cancellationToken)
    {
        Check(record);
        if (record.Sequence != expectedSequence + 1)
        {
            throw new ArgumentException($"The record behind {expectedSequence} has sequence {record.Sequence}.", nameof(record));
        }

        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var problem = RefuseSize(record) ?? RefuseSequence(expectedSequence) ?? _segment.Append(record);
            return ValueTask.FromResult<Result<long>>(problem is null ? record.Sequence : problem);
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<JournalRecord> ReadAsync(long from, CancellationToken cancellationToken) =>
        SegmentRecords.Read(OpenView, from, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc />
    /// <remarks>
    /// Records behind the snapshot's sequence are kept. A crash at any moment leaves the old journal or the new one. A journal
    /// that already begins with a snapshot of that sequence is left as it is.
    /// </remarks>
    public ValueTask<Result<long>> CompactAsync(JournalRecord snapshot, CancellationToken cancellationToken)
    {
        Check(snapshot);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var problem = RefuseSize(snapshot) ?? RefuseSnapshot(snapshot.Sequence) ?? _segment.Unwritable();
            problem ??= snapshot.Sequence == _segment.Header.Base ? null : Replace(snapshot);
            return ValueTask.FromResult<Result<long>>(problem is null ? snapshot.Sequence : problem);
        }
    }

    /// <summary>Closes the journal and lets another process have it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _disposed = true;
                _segment.Dispose();
                _lock.Dispose();
            }
        }
    }

    /// <inheritdoc cref="Dispose" />
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static FileJournal Open(JournalFolder folder, FileJournalOptions options)
    {
        var held = FolderLock.Take(folder.Path);
        try
        {
            return new FileJournal(folder, held, options);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static void Check(JournalRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentException.ThrowIfNullOrEmpty(record.Kind);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record.Kind.Length, RecordFrame.MaximumKind);
        ArgumentOutOfRangeException.ThrowIfLessThan(record.Sequence, 1);
    }

    private Problem? RefuseSize(JournalRecord record) => RecordFrame.SizeOf(record) <= _options.MaximumRecordSize
        ? null
        : Problem.Refused($"a record of {RecordFrame.SizeOf(record)} bytes is too large: the journal takes {_options.MaximumRecordSize}");

    private Problem? RefuseSequence(long expected) => expected == LastSequence
        ? null
        : Problem.Conflict($"the writer expected the journal to end at {expected}, but it ends at {LastSequence}: read it again");

    private Problem? RefuseSnapshot(long sequence) =>
        sequence > LastSequence ? Problem.Refused($"a snapshot of sequence {sequence} covers more than the journal holds: it ends at {LastSequence}")
        : sequence < _segment.Header.Base ? Problem.Refused($"a snapshot of sequence {sequence} is older than the one the journal begins with ({_segment.Header.Base})")
        : null;

    private Problem? Replace(JournalRecord snapshot)
    {
        try
        {
            Compaction.Write(_folder, snapshot, _segment.Read(), _options.OpenFile);
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            return Problem.Failed($"the journal '{Folder}' cannot be compacted: {exception.Message}", retryable: true);
        }

        return Switch(snapshot.Sequence);
    }

    /// <summary>Goes over to the new segment. From its renaming on, the old one must never be appended to again.</summary>
    private Problem? Switch(long baseSequence)
    {
        try
        {
            Disk.FlushFolder(Folder);
            var old = _segment;
            _segment = Segment.Open(_folder, baseSequence, _options.OpenFile);
            old.Dispose();
            _folder.RemoveLeftovers(baseSequence);
            return null;
        }
        catch (Exception exception) when (Disk.IsTrouble(exception) || exception is JournalException)
        {
            return _segment.Refusal = Problem.Failed(
                $"the journal '{Folder}' was compacted, but the new file cannot be used: {exception.Message} It is read-only until it is opened anew.",
                retryable: false);
        }
    }

    private SegmentView OpenView()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                return new SegmentView(_segment.Path, _segment.Header.Base, DiskFile.OpenForReading(_segment.Path), _segment.ReadableLength, mayBeTorn: false);
            }
            catch (Exception exception) when (Disk.IsTrouble(exception))
            {
                throw JournalErrors.Unavailable(_segment.Path, exception);
            }
        }
    }
}
