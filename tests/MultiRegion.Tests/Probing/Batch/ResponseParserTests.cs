using System.Globalization;
using MultiRegion.Probing.Batch;

namespace MultiRegion.Tests.Probing.Batch;

/// <summary>The corners of RFC 9110 and 9112.</summary>
public class ResponseParserTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = Ok + "Transfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "", true)]
    [InlineData("HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 W\u00fcnderbar\tgut\r\nContent-Length: 2\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.9 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok", false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", "ok", false)]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 2\n\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\ncOnTeNt-LeNgTh:\t 2 \t\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:2\r\nEmpty:\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 00000000000000000000002\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 02\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nX-Long: a,\r\n b,\r\n\tc\r\nContent-Length: 2\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n 2\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\u0001b\u007f\u00ff\r\nContent-Length: 2\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Lengt: 9\r\nContent-Lengthy: 9\r\nXontent-Length: 9\r\nContent-Length: 2\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", "ok", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: x, CLOSE ,\r\n y\r\n\r\nok", "ok", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: closed, not-close\r\n\r\nok", "ok", true)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nuntil it ends", "until it ends", false)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "", true)]
    [InlineData("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "", true)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "", true)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "", false)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "ok", true)]
    [InlineData(Chunked + "2\r\nok\r\n0\r\n\r\n", "ok", true)]
    [InlineData(Chunked + "2;a=b;c=\"d;\\\"e\" ;f\r\nok\r\n0;last\r\nTrailer: x\r\n folded\r\n\r\n", "ok", true)]
    [InlineData(Chunked + "0000000000000000000000000000002 \t\r\nok\r\n000\r\nContent-Length: 99\r\nTransfer-Encoding: x\r\n\r\n", "ok", true)]
    [InlineData(Chunked + "0A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\n", "01234567890123456789", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: ,\t Chunked ,\r\n ,\r\n\r\n1\r\nx\r\n0\r\n\r\n", "x", true)]
    public void What_the_grammar_allows_is_read(string text, string body, bool keeps) =>
        (Reading.Of(text) with { Status = 0 }).ShouldBe(new("Done", 0, body, keeps, 0));

    [Theory]
    [InlineData("\r\nHTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("http/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n")]
    [InlineData("HTTP/1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.11 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 +20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 O\rK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 O\0K\r\n\r\n")]
    [InlineData("HTTP/1.1 200\r\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n")]
    [InlineData("<html>")]
    [InlineData(Ok + " folded from nothing\r\n\r\n")]
    [InlineData(Ok + "no colon\r\n\r\n")]
    [InlineData(Ok + ": no name\r\n\r\n")]
    [InlineData(Ok + "Name : value\r\n\r\n")]
    [InlineData(Ok + "Na(me: value\r\n\r\n")]
    [InlineData(Ok + "Na\u00e4me: value\r\n\r\n")]
    [InlineData(Ok + "Name: val\rue\r\n\r\n")]
    [InlineData(Ok + "Name: val\0ue\r\n\r\n")]
    [InlineData(Ok + "Name: value\r\n\rX")]
    [InlineData(Ok + "Content-Length: \r\n\r\n")]
    [InlineData(Ok + "Content-Length: +2\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: -2\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: 0x2\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: 2.0\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: 2 2\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: 2\r\n 2\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: 2,\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: 2, 3\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: 9223372036854775808\r\n\r\n")]
    [InlineData(Ok + "Content-Length: 18446744073709551618\r\n\r\nok")]
    [InlineData(Ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\nok")]
    [InlineData(Ok + "Transfer-Encoding: \r\nContent-Length: 2\r\n\r\nok")]
    [InlineData(Ok + "Transfer-Encoding: \r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: gzip\r\n\r\nuntil it ends")]
    [InlineData(Ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunke\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunkedd\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunk ed\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nok")]
    [InlineData("HTTP/1.1 100 Continue\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n")]
    [InlineData(Chunked + "\r\n")]
    [InlineData(Chunked + "x\r\n")]
    [InlineData(Chunked + "-1\r\n")]
    [InlineData(Chunked + "0x2\r\nok\r\n0\r\n\r\n")]
    [InlineData(Chunked + " 2\r\nok\r\n0\r\n\r\n")]
    [InlineData(Chunked + "2 2\r\nok\r\n0\r\n\r\n")]
    [InlineData(Chunked + ";a\r\n")]
    [InlineData(Chunked + "2\nok\r\n0\r\n\r\n")]
    [InlineData(Chunked + "2;a\nok\r\n0\r\n\r\n")]
    [InlineData(Chunked + "2\rok\r\n0\r\n\r\n")]
    [InlineData(Chunked + "2\r\nok\n0\r\n\r\n")]
    [InlineData(Chunked + "2\r\nokay\r\n0\r\n\r\n")]
    [InlineData(Chunked + "2\r\nok0\r\n\r\n")]
    [InlineData(Chunked + "8000000000000000\r\n")]
    [InlineData(Chunked + "10000000000000002\r\nok\r\n0\r\n\r\n")]
    [InlineData(Chunked + "0\r\nbad trailer\r\n\r\n")]
    public void What_it_does_not_allow_is_garbage(string text) => Reading.Of(text).End.ShouldBe("Garbage");

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 20")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\nok")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData(Chunked)]
    [InlineData(Chunked + "2\r\no")]
    [InlineData(Chunked + "2\r\nok\r\n")]
    [InlineData(Chunked + "2\r\nok\r\n0\r\n")]
    [InlineData(Chunked + "7fffffffffffffff\r\nok")]
    public void An_early_end_cuts_it_short(string text) => Reading.Of(text).End.ShouldBe("Cut");

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", true)]
    [InlineData("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", false)]
    [InlineData(Chunked + "2\r\nok\r\n0\r\n\r\n", false)]
    public void What_follows_the_end_is_left_alone(string text, bool isHead) =>
        Reading.Of(text + "HTTP/1.1 200 OK", isHead).ShouldSatisfyAllConditions(
            static reading => reading.End.ShouldBe("Done"),
            static reading => reading.Unread.ShouldBe(15));

    [Fact]
    public void So_many_interim_responses_are_skipped_and_no_more()
    {
        const string interim = "HTTP/1.1 102 Processing\r\n\r\n";
        const string final = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

        Reading.Of(string.Concat(Enumerable.Repeat(interim, ResponseParser.MostInterim)) + final).End.ShouldBe("Done");
        Reading.Of(string.Concat(Enumerable.Repeat(interim, ResponseParser.MostInterim + 1)) + final).End.ShouldBe("TooLong");
    }

    [Theory]
    [InlineData(0, "Done")]
    [InlineData(1, "TooLong")]
    public void A_head_may_have_so_many_bytes_and_no_more(int more, string end)
    {
        const string begin = "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: ";
        var padding = new string('x', ResponseParser.LongestHead - begin.Length - 4 + more);

        Reading.Of($"{begin}{padding}\r\n\r\n").End.ShouldBe(end);
        Reading.Of($"{begin}\r\n {padding[3..]}\r\n\r\n").End.ShouldBe(end);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 ")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ")]
    [InlineData(Chunked + "2;")]
    [InlineData(Chunked + "0000")]
    [InlineData(Chunked + "0\r\nX: ")]
    public void Whatever_never_ends_is_too_long_in_the_end(string beginning)
    {
        var endless = Enumerable.Repeat("0000000000000000"u8.ToArray(), 4096).Prepend(System.Text.Encoding.ASCII.GetBytes(beginning));

        Reading.Of(endless).End.ShouldBe("TooLong");
    }

    [Theory]
    [InlineData(0, "Done")]
    [InlineData(1, "TooLong")]
    public void A_chunk_s_line_may_have_so_many_bytes_and_no_more(int more, string end) =>
        Reading.Of($"{Chunked}2;{new string('x', ChunkSize.Longest - 4 + more)}\r\nok\r\n0\r\n\r\n").End.ShouldBe(end);

    [Fact]
    public void What_is_left_of_a_body_is_known_as_soon_as_the_head_is()
    {
        var parser = new ResponseParser(isHead: false);
        ReadOnlySpan<byte> bytes = "HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\nok"u8;

        parser.Next(ref bytes, out _).ShouldBe(ParseStep.Head);
        parser.Left.ToString(CultureInfo.InvariantCulture).ShouldBe("70000");
        parser.Next(ref bytes, out _).ShouldBe(ParseStep.Body);
        parser.Left.ShouldBe(69_998);
    }
}
