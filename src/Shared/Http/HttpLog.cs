using Microsoft.Extensions.Logging;

namespace MultiRegion.Shared.Http;

/// <summary>What calls tell the log. The details are problems' own, which hold no secret.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Attempt {Attempt} is repeated in {Wait}: {Kind}: {Detail}")]
    public static partial void Again(ILogger logger, int attempt, TimeSpan wait, ProblemKind? kind, string? detail);
}
