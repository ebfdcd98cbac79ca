namespace MultiRegion.Aws.Wire;

/// <summary>One call of an AWS API.</summary>
/// <typeparam name="T">What it brings.</typeparam>
internal sealed record AwsCall<T>
{
    /// <summary>As policies name it, for example <c>route53:GetChange</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The ARN that a policy would name.</summary>
    public string Resource { get; init; } = "*";

    public required HttpMethod Method { get; init; }

    /// <summary>Path and query, escaped.</summary>
    public required string Path { get; init; }

    public byte[]? Body { get; init; }

    /// <summary>The header <c>X-Amz-Target</c> of the JSON protocols.</summary>
    public string? Target { get; init; }

    /// <summary>Reads a body of success; a <see cref="FormatException"/> says that it cannot be read.</summary>
    public required Func<byte[], T> Read { get; init; }

    public bool Writes { get; init; }

    /// <summary>What the last refusal means when an earlier attempt may have taken effect; null: nobody can say.</summary>
    public Func<Problem, Result<T>?>? AfterDoubt { get; init; }
}
