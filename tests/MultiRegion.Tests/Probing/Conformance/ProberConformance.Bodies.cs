namespace MultiRegion.Tests.Probing.Conformance;

/// <content>Bodies that are wrong, late or endless.</content>
public abstract partial class ProberConformance
{
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    [Theory(Timeout = 30_000)]
    [InlineData("zz\r\ngreen\r\n0\r\n\r\n")]
    [InlineData("-5\r\ngreen\r\n0\r\n\r\n")]
    [InlineData("0x5\r\ngreen\r\n0\r\n\r\n")]
    [InlineData(";5\r\ngreen\r\n0\r\n\r\n")]
    [InlineData("\r\ngreen\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\ngreen\r\n0\r\n\r\n")]
    [InlineData("10000000000000005\r\ngreen\r\n0\r\n\r\n")]
    [InlineData("2\r\ngreen\r\n0\r\n\r\n")]
    [InlineData("3\r\ngraX\r\n0\r\n\r\n")]
    public async Task A_chunk_that_is_none_is_garbage(string body)
    {
        await using var server = LoopbackServer.Answering(Chunked + body);

        await ShouldFindAsync(ProbeReason.Garbage, Reading, server.Port);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("5;", "abcdefghijklmnopqrstuvwxyz")]
    [InlineData("0000", "0000000000000000")]
    [InlineData("4\r\ngray\r\n0\r\n", "X-More: abcdefghijklmnopqrstuvwxyz\r\n")]
    [InlineData("4\r\ngray\r\n0\r\nX-Long: ", "abcdefghijklmnopqrstuvwxyz")]
    public async Task Sizes_extensions_and_trailers_without_end_are_garbage(string beginning, string more)
    {
        await using var server = Hostile.Endless(Chunked + beginning, more);

        await ShouldFindAsync(ProbeReason.Garbage, Reading, server.Port);
        await server.Quiet;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("Content-Length: 4\r\n\r\ngray", ProbeReason.WrongBody)]
    [InlineData("Content-Length: 4\r\n\r\ngreen", ProbeReason.WrongBody)]
    [InlineData("Content-Length: 0\r\n\r\ngreen", ProbeReason.WrongBody)]
    [InlineData("Content-Length: 6\r\n\r\ngray", ProbeReason.ConnectionLost)]
    [InlineData("Content-Length: 9223372036854775807\r\n\r\ngray", ProbeReason.ConnectionLost)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4\r\ngray\r\n", ProbeReason.ConnectionLost)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nFF\r\ngray", ProbeReason.ConnectionLost)]
    [InlineData("\r\ngray", ProbeReason.WrongBody)]
    [InlineData("\r\ngreen", ProbeReason.Ok)]
    public async Task A_body_ends_where_the_answer_says_or_else_with_the_connection(string answer, ProbeReason reason)
    {
        await using var server = Hostile.Closing($"HTTP/1.1 200 OK\r\n{answer}");

        await ShouldFindAsync(reason, Reading, server.Port);
        await ShouldFindAsync(ProbeReason.Ok, Plain, server.Port);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("Content-Length: 10737418240\r\n\r\n", "gray")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "4\r\ngray\r\n")]
    [InlineData("\r\n", "gray")]
    public async Task A_body_without_end_is_read_up_to_the_limit_and_not_held(string beginning, string more)
    {
        var sent = 0L;
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, end);
            await stream.WriteAsync(Hostile.Bytes($"HTTP/1.1 200 OK\r\n{beginning}"), end);
            for (var bytes = Hostile.Bytes(string.Concat(Enumerable.Repeat(more, 1000))); ; sent += bytes.Length)
            {
                await stream.WriteAsync(bytes, end);
            }
        });

        await ShouldFindAsync(ProbeReason.WrongBody, Reading, server.Port);
        await ShouldFindAsync(ProbeReason.Ok, Plain, server.Port);
        await ShouldFindAsync(ProbeReason.WrongStatus, Plain with { Statuses = [new(404, 404)] }, server.Port);

        await server.Quiet;
        server.Accepted.ShouldBe(3);
        sent.ShouldBeLessThan(64L * 1024 * 1024);
    }

    [Fact(Timeout = 30_000)]
    public async Task What_follows_an_answer_is_not_taken_for_the_next_one()
    {
        await using var server = Hostile.InTurn(static async (at, stream, end) =>
        {
            var first = at == 0 ? $"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngray{Hostile.Good}" : "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
            await LoopbackServer.ReadRequestAsync(stream, end);
            await stream.WriteAsync(Hostile.Bytes(first), end);
            await Hostile.AnswerAsync(stream, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", end);
        });

        await ShouldFindAsync(ProbeReason.WrongBody, Reading, server.Port);
        await ShouldFindAsync(ProbeReason.WrongStatus, Reading, server.Port);
    }

    [Fact(Timeout = 30_000)]
    public async Task An_answer_that_nobody_asked_for_is_not_taken_for_the_next_one()
    {
        var (answered, sent) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = Hostile.InTurn(async (at, stream, end) =>
        {
            if (at == 0)
            {
                await LoopbackServer.ReadRequestAsync(stream, end);
                await stream.WriteAsync(Hostile.Bytes(Hostile.Good), end);
                await answered.Task;
                await stream.WriteAsync(Hostile.Bytes(Hostile.Good), end);
                await Hostile.ArrivedAsync(stream);
                sent.SetResult();
            }

            await Hostile.AnswerAsync(stream, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", end);
        });

        await ShouldFindAsync(ProbeReason.Ok, Reading, server.Port);
        answered.SetResult();
        await sent.Task;
        await ShouldFindAsync(ProbeReason.WrongStatus, Reading, server.Port);
    }
}
