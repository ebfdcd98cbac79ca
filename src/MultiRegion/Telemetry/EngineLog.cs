using Microsoft.Extensions.Logging;

namespace MultiRegion.Telemetry;

internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Information, "{Kind} {Group} epoch {Epoch} step {Step}: {Reason}")]
    public static partial void Happened(ILogger logger, EngineEventKind kind, string group, long epoch, int step, Reason reason);

    [LoggerMessage(2, LogLevel.Warning, "{Kind} {Group} epoch {Epoch}: {Reason}")]
    public static partial void NeedsAttention(ILogger logger, EngineEventKind kind, string group, long epoch, string reason);

    [LoggerMessage(3, LogLevel.Error, "The journal cannot be read, so nothing is done: {Detail}")]
    public static partial void JournalUnreadable(ILogger logger, string detail);

    [LoggerMessage(4, LogLevel.Error, "The journal cannot be written, so nothing new is begun: {Detail}")]
    public static partial void JournalUnwritable(ILogger logger, string detail);

    [LoggerMessage(5, LogLevel.Critical, "The loop of the engine '{Engine}' ended, and nobody watches the regions any more: {Error}")]
    public static partial void LoopEnded(ILogger logger, string engine, string error);
}
