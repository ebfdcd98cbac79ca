using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Tests.Fakes;
using MultiRegion.Cloudflare.Wire;

namespace MultiRegion.Cloudflare.Tests.Parity;

/// <summary>Ours and the official SDK: the same requests for the same calls, and the same answers read.</summary>
public sealed class ParityTests
{
    private static readonly JsonArray Recorded = JsonNode.Parse(File.ReadAllText(Path.Combine(NodeFactAttribute.Folder(), "recordings/cloudflare.json")))!.AsArray();

    private static readonly Dictionary<string, Func<ICloudflare, JsonNode, Task<object?>>> Calls = new()
    {
        ["findZones"] = static async (client, input) => Read(await client.FindZonesAsync("example.com", default)),
        ["listBalancers"] = static async (client, input) => Read(await client.ListBalancersAsync(Zone(input), default)),
        ["getBalancer"] = static async (client, input) => Read(await client.GetBalancerAsync(Zone(input), Id(input), default)),
        ["createBalancer"] = static async (client, input) => Read(await client.CreateBalancerAsync(Zone(input), Body(input), default)),
        ["editBalancer"] = static async (client, input) => Read(await client.PatchBalancerAsync(Zone(input), Id(input), Body(input), default)),
        ["deleteBalancer"] = static async (client, input) => Read(await client.DeleteBalancerAsync(Zone(input), Id(input), default)),
        ["listPools"] = static async (client, input) => Read(await client.ListPoolsAsync(Account(input), default)),
        ["createPool"] = static async (client, input) => Read(await client.CreatePoolAsync(Account(input), Body(input), default)),
        ["editPool"] = static async (client, input) => Read(await client.PatchPoolAsync(Account(input), Id(input), Body(input), default)),
        ["deletePool"] = static async (client, input) => Read(await client.DeletePoolAsync(Account(input), Id(input), default)),
        ["poolHealth"] = static async (client, input) => Read(await client.GetPoolHealthAsync(Account(input), input["path"]!.GetValue<string>().Split('/')[^2], default)),
        ["poolReferences"] = static async (client, input) => Read(await client.ListPoolReferencesAsync(Account(input), ((string)input["path"]!).Split('/')[^2], default)),
        ["listMonitors"] = static async (client, input) => Read(await client.ListMonitorsAsync(Account(input), default)),
        ["createMonitor"] = static async (client, input) => Read(await client.CreateMonitorAsync(Account(input), Body(input), default)),
        ["deleteMonitor"] = static async (client, input) => Read(await client.DeleteMonitorAsync(Account(input), Id(input), default)),
    };

    public static TheoryData<string> Operations => [.. Recorded.Select(static one => (string)one!["operation"]!)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_request_is_the_one_of_the_official_sdk_and_so_is_what_is_read(string operation)
    {
        var recording = Recorded.Single(one => (string?)one!["operation"] == operation)!;
        var seen = new List<FakeRequest>();
        using var client = new CloudflareClient(new() { Token = TokenSource.Of("recorded-token"), Retry = new() { Attempts = 1 }, Transport = new Canned(recording["response"]!.ToJsonString(), seen) });

        var read = await Calls[operation](client, recording["request"]!);

        Text(seen.ShouldHaveSingleItem()).ShouldBe(Text(recording["request"]!));
        if (read is not true)
        {
            JsonNode.DeepEquals(Bare(JsonSerializer.SerializeToNode(read, DocumentJson.Default.Options.GetTypeInfo(read!.GetType()))!), Bare(recording["outcome"]!["read"]!)).ShouldBeTrue();
        }
    }

    [Fact]
    public void Every_call_of_ours_was_recorded() => Calls.Keys.ShouldBe(Recorded.Select(static one => (string)one!["operation"]!), ignoreOrder: true);

    private static object? Read<T>(Result<T> result) => result.Succeeded ? result.Value : throw new InvalidOperationException(result.Problem.Detail);

    private static string Zone(JsonNode request) => Parts(request)[4];

    private static string Account(JsonNode request) => Parts(request)[4];

    private static string Id(JsonNode request) => Parts(request)[^1];

    private static string[] Parts(JsonNode request) => ((string)request["path"]!).Split('/');

    private static string Body(JsonNode request) => request["body"]!.ToJsonString();

    private static string Text(FakeRequest request) =>
        $"{request.Method} {request.Target} {request.Header("Authorization")} {(request.Body.Length > 0 ? request.Header("Content-Type") : null)} {(request.Body.Length > 0 ? JsonNode.Parse(request.Body)!.ToJsonString() : null)}";

    private static string Text(JsonNode request)
    {
        var query = string.Join('&', request["query"]!.AsObject().Select(static pair => $"{pair.Key}={pair.Value}"));
        return $"{request["method"]} {request["path"]}{(query.Length > 0 ? "?" : "")}{query} {request["authorization"]} {request["contentType"]} {request["body"]?.ToJsonString()}";
    }

    /// <summary>Without fields that are null.</summary>
    private static JsonNode Bare(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.Where(static pair => pair.Value is not null).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)Bare(pair.Value!)))),
        JsonArray array => new JsonArray([.. array.Select(static item => Bare(item!))]),
        _ => node.DeepClone(),
    };

    private sealed class Canned(string answer, List<FakeRequest> seen) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
            var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>());
            seen.Add(new(request.Method.Method, request.RequestUri!.PathAndQuery, headers.ToDictionary(static pair => pair.Key, static pair => string.Join(',', pair.Value), StringComparer.OrdinalIgnoreCase), body));
            return FakeResponse.Json(200, answer).ToMessage();
        }
    }
}
