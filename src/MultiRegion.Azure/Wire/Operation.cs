using System.Text.Json;
using MultiRegion.Shared.Http;

namespace MultiRegion.Azure.Wire;

/// <summary>Where an operation stands that goes on after it was accepted.</summary>
/// <param name="State">How far it is.</param>
/// <param name="Poll">Where to ask next; null: nowhere.</param>
/// <param name="Wait">How long the server asks to wait before; null: it did not say.</param>
/// <param name="Error">Why it failed; null: nobody said.</param>
internal sealed record Operation(OperationState State, Uri? Poll = null, TimeSpan? Wait = null, ArmError? Error = null)
{
    /// <summary>What the answer to a write or a delete says.</summary>
    public static Operation Started(HttpReply reply) =>
        Address(reply, "Azure-AsyncOperation") is { } status ? new(OperationState.Running, status, reply.RetryAfter)
        : (int)reply.Status == 202 && Address(reply, "Location") is { } location ? new(OperationState.Running, location, reply.RetryAfter)
        : new(OperationState.Succeeded);

    /// <summary>What the answer to a question about it says.</summary>
    /// <exception cref="JsonException">It says nothing.</exception>
    public static Operation Asked(HttpReply reply, Uri poll)
    {
        var next = Address(reply, "Azure-AsyncOperation") ?? ((int)reply.Status == 202 ? Address(reply, "Location") : null) ?? poll;
        if (reply.Body.Length == 0 || Status(reply.Body) is not (var status, var error))
        {
            return (int)reply.Status == 202 ? new(OperationState.Running, next, reply.RetryAfter) : new(OperationState.Succeeded);
        }

        return status switch
        {
            "Succeeded" => new(OperationState.Succeeded),
            "Failed" or "Canceled" => new(OperationState.Failed, Error: error ?? new(status, "no reason was given", "", [])),
            _ => new(OperationState.Running, next, reply.RetryAfter),
        };
    }

    private static (string Status, ArmError? Error)? Status(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String
            ? (status.GetString()!, document.RootElement.TryGetProperty("error", out var error) ? ArmError.Of(error) : null)
            : null;
    }

    private static Uri? Address(HttpReply reply, string header) => Uri.TryCreate(reply.Header(header), UriKind.Absolute, out var address) ? address : null;
}

internal enum OperationState
{
    Running,
    Succeeded,
    Failed,
}
