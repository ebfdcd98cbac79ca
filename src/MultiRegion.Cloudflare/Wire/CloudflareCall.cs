using System.Text.Json;

namespace MultiRegion.Cloudflare.Wire;

/// <summary>One call of the API.</summary>
/// <typeparam name="T">What it brings.</typeparam>
internal sealed record CloudflareCall<T>
{
    /// <summary>For messages, for example <c>cloudflare: list pools</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The permission that the token needs, as the dashboard calls it.</summary>
    public required string Permission { get; init; }

    public required HttpMethod Method { get; init; }

    /// <summary>Path and query below the endpoint, escaped.</summary>
    public required string Path { get; init; }

    public string? Body { get; init; }

    /// <summary>Reads the <c>result</c>; a <see cref="FormatException"/> or <see cref="JsonException"/> says that it cannot be read.</summary>
    public required Func<JsonElement, ResultInfo?, T> Read { get; init; }

    /// <summary>What the last refusal means when an earlier attempt may have taken effect; null: nobody can say.</summary>
    public Func<Problem, Result<T>?>? AfterDoubt { get; init; }
}

/// <summary>Which page an answer is.</summary>
/// <param name="Page">From 1.</param>
/// <param name="PerPage">How many a page holds at most.</param>
/// <param name="Count">How many this one holds.</param>
/// <param name="TotalCount">How many there are.</param>
/// <param name="TotalPages">How many pages there are; 0: not said.</param>
internal readonly record struct ResultInfo(double Page, double PerPage, double Count, double TotalCount, double TotalPages)
{
    public bool HasMore => TotalPages > 0 ? Page < TotalPages : PerPage > 0 && Page * PerPage < TotalCount;
}
