using System.Text.Json;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Wire;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>Ours and the official clients: the same requests for the same calls, the same reading of the same answers.</summary>
public sealed class ParityTests
{
    private static readonly AwsClientSettings Settings = new() { Credentials = FakeKeys.Route53.Credentials, Retry = new() { Attempts = 1 }, Roll = static () => 0 };

    public static TheoryData<string> Route53 => Names("route53");

    public static TheoryData<string> GlobalAccelerator => Names("globalaccelerator");

    public static TheoryData<string> RoutingControl => Names("routingcontrol");

    [Theory]
    [MemberData(nameof(Route53))]
    public Task Route_53(string name) => CompareAsync(Recording.Of("route53", name), Route53Calls.All[name], static server => Route53Client.Create(Settings with { Transport = server }).Value!);

    [Theory]
    [MemberData(nameof(GlobalAccelerator))]
    public Task Global_Accelerator(string name) =>
        CompareAsync(Recording.Of("globalaccelerator", name), GlobalAcceleratorCalls.All[name], static server => GlobalAcceleratorClient.Create(Settings with { Transport = server }).Value!);

    [Theory]
    [MemberData(nameof(RoutingControl))]
    public Task Routing_control(string name) => CompareAsync(
        Recording.Of("routingcontrol", name), RoutingControlCalls.All[name],
        static server => RoutingControlClient.Create([new(new("http://127.0.0.1/v1"), "us-east-1")], Settings with { Transport = server }).Value!);

    [Fact]
    public void Every_case_of_ours_was_recorded()
    {
        Route53Calls.All.Keys.ShouldBe(Recording.Of("route53").Select(static one => one.Name), ignoreOrder: true);
        GlobalAcceleratorCalls.All.Keys.ShouldBe(Recording.Of("globalaccelerator").Select(static one => one.Name), ignoreOrder: true);
        RoutingControlCalls.All.Keys.ShouldBe(Recording.Of("routingcontrol").Select(static one => one.Name), ignoreOrder: true);
    }

    private static TheoryData<string> Names(string service) => [.. Recording.Of(service).Select(static one => one.Name)];

    private static async Task CompareAsync<TClient>(Recording recording, SameCall<TClient> same, Func<CannedServer, TClient> connect)
        where TClient : IDisposable
    {
        var server = new CannedServer([.. recording.Exchanges.Select(static one => one.Response)]);
        using var client = connect(server);

        var (value, problem) = await same.Call(client);

        server.Requests.Take(recording.Exchanges.Count).Select(Text).ShouldBe(recording.Exchanges.Select(static one => Text(one.Request)));
        if (recording.Exchanges[^1].Outcome.Error is { } error)
        {
            SaysTheSame(error, problem.ShouldNotBeNull());
        }
        else
        {
            problem.ShouldBeNull();
            server.Requests.Count.ShouldBe(recording.Exchanges.Count);
            Print(value).ShouldBe(Print(same.Expected([.. recording.Exchanges.Select(static one => one.Outcome.Read!.Value)])));
        }
    }

    private static string Print(object? value) => Canonical.Json(JsonSerializer.SerializeToNode(value));

    /// <summary>
    /// The code, and the message unless the error is about keys and rights, of which we say more and repeat nothing. The official client
    /// does not know the older form of a refused batch; ours does.
    /// </summary>
    private static void SaysTheSame(RecordedError error, Problem problem)
    {
        if (error.Name == "Unknown")
        {
            problem.Detail.ShouldContain("InvalidChangeBatch: Tried to delete");
        }
        else if (problem.Kind == ProblemKind.Denied)
        {
            problem.Detail.ShouldContain(error.Name.StartsWith("AccessDenied", StringComparison.Ordinal) ? "access denied" : error.Name);
        }
        else
        {
            problem.Detail.ShouldContain($"{error.Name}: {error.Message.Trim('[', ']')}");
        }
    }

    private static string Text(FakeRequest request) => Text(
        request.Method, request.RawTarget.Split('?')[0], request.Query, request.Header("X-Amz-Target"), request.Header("Content-Type"), request.Text, request.Header("Authorization")!.Split("Credential=")[1].Split(',')[0]);

    private static string Text(RecordedRequest request) => Text(request.Method, request.Path, request.Query, request.Target, request.ContentType, request.Body, $"k/d/{request.Scope}");

    private static string Text(string method, string path, IReadOnlyDictionary<string, string> query, string? target, string? contentType, string body, string scope) =>
        $"{method} {path}\n{string.Concat(query.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => $"{one.Key}={one.Value}\n"))}{target}\n{contentType}\n{string.Join('/', scope.Split('/')[2..])}\n{Canonical.Body(contentType, body)}";
}
