using System.Net;
using System.Net.Sockets;
using System.Text;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Tests.Wire;

/// <summary>Our client over real sockets: what breaks there breaks in other ways than in process.</summary>
public sealed class SocketTests
{
    private static readonly RetrySettings Once = new() { Attempts = 1, LargestBody = 64 * 1024 };

    [Fact]
    public async Task A_call_goes_through_with_its_signature()
    {
        var fake = new FakeRoute53 { Keys = FakeKeys.Route53 with { Token = "token" } };
        var zone = fake.AddZone("example.com");
        await using var host = await fake.ListenAsync();
        using var client = Client(host.Address, fake.Keys);

        var change = await client.ChangeAsync(zone, Samples.Create(Samples.Record("*.example.com.")), "ü", default);
        var records = await client.ListRecordsAsync(zone, "*.example.com.", true, default);

        change.Problem.ShouldBeNull();
        fake.Calls.ShouldAllBe(static call => call.Request.Header("User-Agent")!.StartsWith("MultiRegion/"));
        records.Value.ShouldBe([Samples.Record("*.example.com.")]);
    }

    [Theory]
    [InlineData(Fault.LostAfterEffect, ProblemKind.Unreachable, "may have taken effect")]
    [InlineData(Fault.Endless, ProblemKind.Failed, "longer than 65536 bytes")]
    [InlineData(Fault.Truncated, ProblemKind.Failed, "no whole XML document")]
    [InlineData(Fault.Redirect, ProblemKind.Failed, "which is not followed")]
    [InlineData(Fault.Html, ProblemKind.Failed, "a page of HTML")]
    internal async Task What_breaks_is_told(Fault fault, ProblemKind kind, string text)
    {
        var fake = new FakeRoute53();
        var zone = fake.AddZone("example.com");
        fake.Inject(fault);
        await using var host = await fake.ListenAsync();
        using var client = Client(host.Address, FakeKeys.Route53);

        var change = await client.ChangeAsync(zone, Samples.Create(Samples.Record()), "c", default);

        change.Problem.ShouldNotBeNull().Kind.ShouldBe(kind);
        change.Problem.Detail.ShouldContain(text);
    }

    [Fact]
    public async Task An_answer_that_is_shorter_than_it_says_is_cut_off()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = Client(new($"http://{listener.LocalEndpoint}"), FakeKeys.Route53);

        var call = client.GetZoneAsync("Z1", default);
        await AnswerAsync(listener, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n<GetHostedZoneResponse>");

        var zone = await call;
        zone.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        zone.Problem.Detail.ShouldContain("cut off");
    }

    [Fact]
    public async Task Without_a_listener_nothing_was_sent_and_nothing_is_in_doubt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://{listener.LocalEndpoint}");
        listener.Stop();
        using var client = Client(address, FakeKeys.Route53);

        var change = await client.ChangeAsync("Z1", Samples.Create(Samples.Record()), "c", default);

        change.Problem.ShouldNotBeNull().Detail.ShouldBe("route53:ChangeResourceRecordSets: no connection to the endpoint.");
    }

    private static Route53Client Client(Uri address, FakeKeys keys) => Route53Client.Create(new() { Endpoint = address, Credentials = keys.Credentials, Retry = Once }).Value!;

    private static async Task AnswerAsync(TcpListener listener, string answer)
    {
        using var socket = await listener.AcceptSocketAsync();
        await socket.ReceiveAsync(new byte[4096]);
        await socket.SendAsync(Encoding.ASCII.GetBytes(answer));
        socket.Shutdown(SocketShutdown.Both);
    }
}
