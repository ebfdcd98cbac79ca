namespace MultiRegion.Journal;

/// <summary>Writes the segment that begins with a snapshot, complete and on the disk before it gets its name.</summary>
internal static class Compaction
{
    /// <exception cref="IOException">It could not be written; the journal is as it was.</exception>
    public static void Write(JournalFolder folder, JournalRecord snapshot, SegmentReader records, Func<string, FileMode, IJournalFile> open)
    {
        var temporary = folder.TemporaryPath(snapshot.Sequence);
        try
        {
            using (var file = open(temporary, FileMode.Create))
            {
                Fill(file, snapshot, records);
                file.Flush();
            }

            File.Move(temporary, folder.SegmentPath(snapshot.Sequence));
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            JournalFolder.TryDelete(temporary);
            throw;
        }
    }

    private static void Fill(IJournalFile file, JournalRecord snapshot, SegmentReader records)
    {
        var end = ((long)SegmentHeader.Size, Segment.WriteHeader(file, snapshot.Sequence).Sum);
        end = Append(file, snapshot, end);
        while (records.TryRead(out var frame))
        {
            end = frame.Sequence > snapshot.Sequence ? Append(file, frame.ToRecord(), end) : end;
        }
    }

    private static (long At, uint Sum) Append(IJournalFile file, JournalRecord record, (long At, uint Sum) end)
    {
        var frame = new byte[RecordFrame.SizeOf(record)];
        var sum = RecordFrame.Write(frame, record, end.Sum);
        file.Write(frame, end.At);
        return (end.At + frame.Length, sum);
    }
}
