using System.Text.Json;
using MultiRegion.Shared.Http;

namespace MultiRegion.Azure.Wire;

/// <summary>One call of the API.</summary>
/// <typeparam name="T">What it brings.</typeparam>
internal sealed record ArmCall<T>
{
    /// <summary>For messages, for example <c>azure: write profile</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The action that the identity's role must have.</summary>
    public required string Action { get; init; }

    public required HttpMethod Method { get; init; }

    public required Uri Target { get; init; }

    public string? Body { get; init; }

    /// <summary>Reads an answer that went well; a <see cref="FormatException"/> or <see cref="JsonException"/> says that it cannot be read.</summary>
    public required Func<HttpReply, T> Read { get; init; }

    /// <summary>What the last refusal means when an earlier attempt may have taken effect; null: nobody can say.</summary>
    public Func<Problem, Result<T>?>? AfterDoubt { get; init; }
}
