using System.Collections.Immutable;

namespace MultiRegion.Tests.Probing;

public sealed class ProbeSecretsTests : IDisposable
{
    private const string Marker = "secret-marker";
    private readonly ProbeBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX-Echo: secret-marker\r\nContent-Length: 13\r\n\r\nsecret-marker")]
    [InlineData("HTTP/1.1 500 secret-marker\r\nContent-Length: 13\r\n\r\nsecret-marker")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://secret-marker/\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("secret-marker is what you sent\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nsecret-marker\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: secret-marker\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsecret-marker\r\n")]
    [InlineData("HTTP/1.1 secret-marker\r\n\r\n")]
    public async Task Neither_what_is_sent_nor_what_comes_back_shows_in_a_result(string answer)
    {
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            (await LoopbackServer.ReadRequestAsync(stream, end)).ShouldContain(Marker);
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer), end);
        });
        var headers = ImmutableSortedDictionary<string, string>.Empty.Add("Authorization", $"Bearer {Marker}");

        foreach (var wanted in new[] { null, Marker, "another text" })
        {
            var result = await _bench.ProbeAsync(new HttpProbeDefinition { Headers = headers, BodyContains = wanted }, server.Port);
            result.ToString().ShouldNotContain(Marker);
        }
    }
}
