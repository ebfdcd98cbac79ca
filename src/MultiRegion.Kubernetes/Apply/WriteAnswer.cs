using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>What the answer to a write means.</summary>
internal enum WriteAnswer
{
    Done,

    /// <summary>Somebody else owns fields of it.</summary>
    FieldConflict,

    /// <summary>It is no longer what was seen.</summary>
    Stale,

    /// <summary>It may have taken effect: only reading tells.</summary>
    Doubtful,

    /// <summary>It is not there, or its kind is not.</summary>
    Missing,

    Refused,
}

internal static class WriteAnswers
{
    public static WriteAnswer Read(KubeResult<JsonObject> written) =>
        written.Succeeded ? WriteAnswer.Done
        : written.Status is { IsFieldConflict: true } ? WriteAnswer.FieldConflict
        : written.Code == 409 ? WriteAnswer.Stale
        : written.Problem.Kind == ProblemKind.Unreachable || written.Code >= 500 || (written.Code is >= 200 and < 300) ? WriteAnswer.Doubtful
        : written.Code == 404 ? WriteAnswer.Missing
        : WriteAnswer.Refused;
}
