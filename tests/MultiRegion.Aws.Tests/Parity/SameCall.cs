using System.Text.Json;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>Our call of a recorded case.</summary>
/// <param name="Call">Makes it; null as the value when all that counts is that it went well.</param>
/// <param name="Expected">What ours should have read, from what the official client read, an exchange each.</param>
internal sealed record SameCall<TClient>(Func<TClient, Task<(object? Value, Problem? Problem)>> Call, Func<IReadOnlyList<JsonElement>, object?> Expected)
{
    public static SameCall<TClient> Of<T>(Func<TClient, ValueTask<Result<T>>> call, Func<IReadOnlyList<JsonElement>, object?> expected) => new(
        async client =>
        {
            var result = await call(client);
            return (result.Succeeded ? result.Value : null, result.Problem);
        },
        expected);
}
