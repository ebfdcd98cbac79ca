namespace MultiRegion.Tests.Probing.Conformance;

/// <content>The status line and the headers, by RFC 9112.</content>
public abstract partial class ProberConformance
{
    [Theory(Timeout = 30_000)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200 Très bien\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200 OK\ncontent-length:5\n\ngreen")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Empty:\r\nContent-Length: \t 5 \t \r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Folded: one\r\n two\r\n\tthree\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0005\r\n\r\ngreen")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ngreen\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n0005;name=\"value\"\r\ngreen\r\n0\r\nX-Trailer: x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ngr\r\n3\r\neen\r\n000\r\n\r\n")]
    public async Task A_well_formed_answer_is_understood(string answer)
    {
        await using var server = LoopbackServer.Answering(answer);

        await ShouldFindAsync(ProbeReason.Ok, Plain, server.Port);
        await ShouldFindAsync(ProbeReason.Ok, Reading, server.Port);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("<html>green</html>\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n")]
    [InlineData("220 mail.example.com ESMTP\r\n")]
    [InlineData("http/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData(" HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/2.0 200 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/0.9 200 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/11 200 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1200 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 20 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 2000 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 2x0 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 +20 OK\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200 OK\r\nTwo words: x\r\nContent-Length: 5\r\n\r\ngreen")]
    [InlineData("HTTP/1.1 200 OK\r\n X-Folded: into the status line\r\nContent-Length: 5\r\n\r\ngreen")]
    public async Task What_is_not_the_protocol_is_garbage(string answer)
    {
        await using var server = LoopbackServer.Answering(answer);

        await ShouldFindAsync(ProbeReason.Garbage, Plain, server.Port);
        await ShouldFindAsync(ProbeReason.Garbage, Reading, server.Port);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("Content-Length: 5\r\nContent-Length: 6")]
    [InlineData("Content-Length: 5, 6")]
    [InlineData("Content-Length: -5")]
    [InlineData("Content-Length: +5")]
    [InlineData("Content-Length: 0x5")]
    [InlineData("Content-Length: 5.0")]
    [InlineData("Content-Length: 5 5")]
    [InlineData("Content-Length:")]
    [InlineData("Content-Length: five")]
    [InlineData("Content-Length: 9223372036854775808")]
    [InlineData("Content-Length: 99999999999999999999999999")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 15")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    [InlineData("Transfer-Encoding: chunked, gzip")]
    [InlineData("Transfer-Encoding: chunked, chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Transfer-Encoding: identity")]
    [InlineData("Transfer-Encoding:")]
    public async Task An_answer_whose_end_is_contradictory_is_garbage(string framing)
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n5\r\ngreen\r\n0\r\n\r\n");

        await ShouldFindAsync(ProbeReason.Garbage, Plain, server.Port);
        await ShouldFindAsync(ProbeReason.Garbage, Reading, server.Port);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_transfer_encoding_of_http_1_0_is_garbage()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ngreen\r\n0\r\n\r\n");

        await ShouldFindAsync(ProbeReason.Garbage, Plain, server.Port);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("Content-Length: 5\r\nContent-Length: 5")]
    [InlineData("Content-Length: 5, 5")]
    public async Task A_length_that_is_said_twice_is_one_length(string framing)
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\ngreen");

        await ShouldFindAsync(ProbeReason.Ok, Plain, server.Port);
        await ShouldFindAsync(ProbeReason.Ok, Reading, server.Port);
        await ShouldFindAsync(ProbeReason.WrongBody, Reading with { BodyContains = "amber" }, server.Port);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(101)]
    [InlineData(199 + 101)]
    [InlineData(404)]
    [InlineData(503)]
    [InlineData(600)]
    [InlineData(999)]
    public async Task A_status_that_is_not_wanted_is_a_failure(int status)
    {
        await using var server = Hostile.Closing($"HTTP/1.1 {status} Status\r\n\r\n");

        await ShouldFindAsync(ProbeReason.WrongStatus, Plain, server.Port);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-More: abcdefghijklmnopqrstuvwxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: ", "abcdefghijklmnopqrstuvwxyz")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Folded: ", "\r\n abcdefghijklmnopqrstuvwxyz")]
    [InlineData("HTTP/1.1 200 ", "abcdefghijklmnopqrstuvwxyz")]
    [InlineData("", "abcdefghijklmnopqrstuvwxyz")]
    [InlineData("", "\0\0\0\0")]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("", "HTTP/1.1 103 Early Hints\r\nLink: <abcdefghijklmnopqrstuvwxyz>\r\n\r\n")]
    public async Task Headers_and_interim_answers_without_end_are_garbage(string beginning, string more)
    {
        await using var server = Hostile.Endless(beginning, more);

        await ShouldFindAsync(ProbeReason.Garbage, Plain, server.Port);
        await server.Quiet;
    }

    [Fact(Timeout = 30_000)]
    public async Task A_redirect_to_itself_is_a_status_and_is_not_followed()
    {
        var asked = 0;
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            while (await LoopbackServer.ReadRequestAsync(stream, end) is not "")
            {
                asked++;
                await stream.WriteAsync(Hostile.Bytes("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"), end);
            }
        });

        for (var round = 1; round <= 5; round++)
        {
            await ShouldFindAsync(ProbeReason.WrongStatus, Plain, server.Port);
            asked.ShouldBe(round);
        }
    }
}
