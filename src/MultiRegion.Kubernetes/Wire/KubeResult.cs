using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>What a call came to: a value or a problem, what the API server said about the problem, and what it warned of.</summary>
/// <param name="Result">The value or the problem.</param>
/// <param name="Status">The server's error; null: it was none of its own.</param>
/// <param name="Warnings">Its warnings, of deprecated versions for example.</param>
internal sealed record KubeResult<T>(Result<T> Result, KubeStatus? Status, ImmutableArray<string> Warnings)
{
    /// <summary>The HTTP status of the last answer; 0: there was none.</summary>
    public int Code { get; init; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Succeeded => Result.Succeeded;

    public T? Value => Result.Value;

    public Problem? Problem => Result.Problem;

    public KubeResult<TOther> As<TOther>(Func<T, TOther> read) => new(Succeeded ? read(Value) : Problem, Status, Warnings) { Code = Code };
}

/// <summary>A list of objects, read to its end.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">Where a watch goes on.</param>
internal sealed record KubeList(ImmutableArray<JsonObject> Items, string ResourceVersion);
