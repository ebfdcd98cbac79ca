using System.Text.Json;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>What an official client sent for one case and what it read, from <c>tests/wire/aws/recordings</c>.</summary>
internal sealed record Recording(string Name, string Command, IReadOnlyList<RecordedExchange> Exchanges)
{
    public static IReadOnlyList<Recording> Of(string service) =>
        JsonSerializer.Deserialize<List<Recording>>(File.ReadAllText(Path.Combine(Folder(), "recordings", $"{service}.json")), JsonSerializerOptions.Web)!;

    public static Recording Of(string service, string name) => Of(service).Single(one => one.Name == name);

    /// <summary>The folder of the scripts that drive the official clients.</summary>
    public static string Folder() => Path.Combine(Repository.Root, "tests/wire/aws");
}

internal sealed record RecordedExchange(RecordedRequest Request, RecordedResponse Response, RecordedOutcome Outcome);

internal sealed record RecordedRequest(string Method, string Path, Dictionary<string, string> Query, string? Target, string? ContentType, string Scope, string Body);

internal sealed record RecordedResponse(int Status, Dictionary<string, string> Headers, string Body);

internal sealed record RecordedOutcome(int? Status, JsonElement? Read, RecordedError? Error);

internal sealed record RecordedError(string Name, string Message);
