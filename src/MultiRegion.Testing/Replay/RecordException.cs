namespace MultiRegion.Testing.Replay;

/// <summary>A record of a run that cannot be relied on: the message says what is wrong, where, and the way out.</summary>
public sealed class RecordException : Exception
{
    /// <summary>Makes one without particulars.</summary>
    public RecordException()
        : base("The record cannot be read.")
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong.</param>
    public RecordException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public RecordException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal RecordException(RecordPlace place, string message, Exception? cause = null)
        : base($"{place}: {message}", cause) => (Path, Line) = (place.Path, place.Line);

    /// <summary>The file, or the folder of the journal; empty: none.</summary>
    public string Path { get; } = "";

    /// <summary>The line, from 1, or in a journal the record's sequence; 0: none.</summary>
    public long Line { get; }
}

/// <summary>Where in a record something stands.</summary>
internal readonly record struct RecordPlace(string Path, long Line, string What = "line")
{
    public override string ToString() => Line > 0 ? $"{Path}, {What} {Line}" : Path;
}
