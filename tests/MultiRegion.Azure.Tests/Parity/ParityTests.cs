using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Planning;
using MultiRegion.Azure.Tests.Fakes;
using MultiRegion.Azure.Wire;

namespace MultiRegion.Azure.Tests.Parity;

/// <summary>Ours and the official SDK: the same requests for the same calls, and the same answers read.</summary>
public sealed class ParityTests
{
    private static readonly JsonArray Recorded = JsonNode.Parse(File.ReadAllText(Path.Combine(NodeFactAttribute.Folder(), "recordings/azure.json")))!.AsArray();

    private static readonly Dictionary<string, Func<ITrafficManager, JsonNode, Task<(object? Read, Problem? Problem)>>> Calls = new()
    {
        ["listProfiles"] = static async (client, _) => Read(await client.ListProfilesAsync(default)),
        ["getProfile"] = static async (client, input) => Read(await client.GetProfileAsync((string)input["name"]!, default)),
        ["putProfile"] = static async (client, input) => Read(await client.PutProfileAsync((string)input["name"]!, Bodies.Of(input["body"].Deserialize(DocumentJson.Default.Profile)!), default)),
        ["deleteProfile"] = static async (client, input) => Read(await client.DeleteProfileAsync((string)input["name"]!, default)),
        ["checkName"] = static async (client, input) => Read(await client.CheckNameAsync((string)input["name"]!, default)),
    };

    public static TheoryData<string> Cases => [.. Recorded.Select(static one => (string)one!["name"]!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_request_is_the_one_of_the_official_sdk_and_so_is_what_is_read(string name)
    {
        var recording = Recorded.Single(one => (string?)one!["name"] == name)!;
        var seen = new List<FakeRequest>();
        using var client = new TrafficManagerClient(new()
        {
            Subscription = ((string)recording["request"]!["path"]!).Split('/')[2],
            ResourceGroup = "edge",
            Credential = new FakeCredential("recorded-token"),
            Retry = new() { Attempts = 1 },
            Transport = new FakeTransport(request =>
            {
                seen.Add(request);
                return FakeResponse.Json((int)recording["response"]!["status"]!, recording["response"]!["body"]?.ToJsonString() ?? "");
            }),
        });

        var (read, problem) = await Calls[(string)recording["operation"]!](client, recording["input"]!);

        Text(seen.ShouldHaveSingleItem()).ShouldBe(Text(recording["request"]!));
        (problem is null).ShouldBe(recording["outcome"]!["error"] is null);
        if (problem is not null)
        {
            problem.Detail.ShouldContain($"(code {recording["outcome"]!["error"]!["code"]}");
        }
        else if (read is not true)
        {
            Sorted(JsonSerializer.SerializeToNode(read, DocumentJson.Default.Options.GetTypeInfo(read!.GetType()))).ShouldBe(Sorted(recording["outcome"]!["read"]));
        }
    }

    [Fact]
    public void Every_call_of_ours_was_recorded() => Calls.Keys.ShouldBe(Recorded.Select(static one => (string)one!["operation"]!).Distinct(), ignoreOrder: true);

    private static (object? Read, Problem? Problem) Read<T>(Result<T> result) => (result.Value, result.Problem);

    private static string Text(FakeRequest request) =>
        $"{request.Method} {request.Target} {request.Header("Accept")} {request.Header("Authorization")} {(request.Body.Length > 0 ? request.Header("Content-Type") : null)} {(request.Body.Length > 0 ? Sorted(JsonNode.Parse(request.Body)) : null)}";

    private static string Text(JsonNode request)
    {
        var query = string.Join('&', request["query"]!.AsObject().Select(static pair => $"{pair.Key}={pair.Value}"));
        return $"{request["method"]} {request["path"]}{(query.Length > 0 ? "?" : "")}{query} {request["accept"]} {request["authorization"]} {request["contentType"]} {(request["body"] is { } body ? Sorted(body) : null)}";
    }

    /// <summary>Without fields that are null, in the order of their names.</summary>
    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject map => $"{{{string.Join(',', map.Where(static pair => pair.Value is not null).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"\"{pair.Key}\":{Sorted(pair.Value)}"))}}}",
        JsonArray array => $"[{string.Join(',', array.Select(Sorted))}]",
        _ => node?.ToJsonString() ?? "null",
    };
}
