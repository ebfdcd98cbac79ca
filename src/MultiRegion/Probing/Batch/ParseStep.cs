namespace MultiRegion.Probing.Batch;

/// <summary>What the parser of a response has come to.</summary>
internal enum ParseStep
{
    /// <summary>All bytes are used up, and the response goes on.</summary>
    More,

    /// <summary>The head of the final response is complete.</summary>
    Head,

    /// <summary>A piece of the body.</summary>
    Body,

    /// <summary>The response is complete; bytes that are left do not belong to it.</summary>
    Done,

    /// <summary>This is not HTTP/1.1.</summary>
    Garbage,

    /// <summary>The head, a chunk's line or the trailers are longer than allowed, or there are too many interim responses.</summary>
    TooLong,
}

/// <summary>What a part of the parser has come to.</summary>
internal enum Parsed
{
    More,
    Done,
    Bad,
}
