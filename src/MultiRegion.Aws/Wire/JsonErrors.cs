using System.Text.Json;
using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Wire;

/// <summary>Errors of the JSON protocols: the code in a header, in <c>__type</c> or in <c>code</c>, with or without a namespace and an address.</summary>
internal static class JsonErrors
{
    public static AwsError? Read(HttpReply reply)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body.Length == 0 ? "{}"u8.ToArray() : reply.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement, reply) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AwsError? Read(JsonElement body, HttpReply reply)
    {
        var code = reply.Header("x-amzn-ErrorType") ?? Text(body, "__type") ?? Text(body, "code") ?? Text(body, "Code");
        return code is null ? null : new(Bare(code), [Text(body, "message") ?? Text(body, "Message") ?? ""]);
    }

    private static string Bare(string code)
    {
        var name = code[(code.IndexOf('#', StringComparison.Ordinal) + 1)..];
        return name.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? name[..colon] : name;
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
