namespace RegionOutage;

/// <summary>That the run cannot go on; the message says what was waited for and what was seen.</summary>
internal sealed class OutageException(string message) : Exception(message);
