using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MultiRegion.Tests.Probing.Batch;

/// <summary>A response as a server may send it, and what a client must read.</summary>
internal sealed record Response(string Text, Reading Expected)
{
    public override string ToString() => $"{Text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n\n", StringComparison.Ordinal)} => {Expected}";
}

/// <summary>Valid responses, drawn by lot.</summary>
internal static class Responses
{
    private static readonly Gen<string> LineEnd = Gen.Frequency((6, Gen.Constant("\r\n")), (1, Gen.Constant("\n")));
    private static readonly Gen<string> Blanks = Gen.Elements("", " ", "\t", "  \t");
    private static readonly Gen<string> Text = Gen.Elements("", "x", "a b", "\u00e4\u00ff", "\"q, q\"", "Content-Length: 7", "0\u00017f");
    private static readonly Gen<string> Fold = Gen.Frequency((5, Gen.Constant("")), (1, Gen.Elements("\r\n ", "\n\t", "\r\n \r\n ")));
    private static readonly Gen<string> Body = Gen.Elements("o", "k", "\r\n", "0\r\n\r\n", "HTTP/1.1 500 No\r\n\r\n", "\0\u00ff").ArrayOf().Select(string.Concat);

    private static readonly Gen<string> PlainField =
        from name in Gen.Elements("Server", "X", "Content-Lengths", "Transfer-Encodin", "Date", "!#$%&'*+-.^_`|~")
        from before in Blanks
        from text in Text
        from fold in Fold
        from more in Text
        from after in Blanks
        from end in LineEnd
        select $"{name}:{before}{text}{fold}{more}{after}{end}";

    private static readonly Gen<string> Fields = PlainField.ArrayOf().Resize(4).Select(string.Concat);

    private static readonly Gen<(string Field, bool Closes)> Connection =
        from closes in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from value in closes ? Gen.Elements("close", "Close", "x, close", "close\r\n , y") : Gen.Elements("keep-alive", "closer", "x,,y", "")
        from name in Gen.Elements("Connection", "CONNECTION")
        from isThere in Gen.Elements(true, false)
        select (isThere || closes ? $"{name}: {value}\r\n" : "", closes);

    private static readonly Gen<string> Interim =
        from status in Gen.Elements("100 Continue", "103 Early Hints", "102")
        from fields in Fields
        from end in LineEnd
        select $"HTTP/1.1 {status}\r\n{fields}{end}";

    public static Gen<Response> Valid { get; } =
        from interim in Interim.ArrayOf().Resize(3)
        from isOld in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        from status in Gen.Elements(200, 200, 204, 301, 404, 503, 999, 304)
        from reason in Gen.Elements(" OK", " ", "", " Nicht so gut, \u00e4h")
        from end in LineEnd
        from fields in Fields
        from connection in Connection
        from more in Fields
        from last in LineEnd
        from framed in Framed(isOld, status is 204 or 304)
        let keeps = framed.Keeps && !isOld && !connection.Closes
        select new Response(
            $"{string.Concat(interim)}HTTP/1.{(isOld ? 0 : 1)} {status}{reason}{end}{fields}{connection.Field}{framed.Field}{more}{last}{framed.Raw}",
            new("Done", status, framed.Body, keeps, framed.Unread));

    /// <summary>The same bytes, damaged in a few places.</summary>
    public static Gen<string> Damaged { get; } =
        from response in Valid
        from wounds in Wounds.NonEmptyListOf().Resize(3)
        select wounds.Aggregate(response.Text, static (text, wound) => Wound(text, wound.Where, wound.How, wound.What));

    private static Gen<(int Where, int How, string What)> Wounds =>
        from place in Gen.Choose(0, 100_000)
        from how in Gen.Choose(0, 3)
        from what in Gen.Elements("\r", "\n", " ", "\t", ":", ",", ";", "0", "9", "f", "x", "\0", "\u00ff", "\r\n", "chunked", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n")
        select (place, how, what);

    private static string Wound(string text, int where, int how, string what)
    {
        var at = where % (text.Length + 1);
        return how switch
        {
            0 => text.Insert(at, what),
            1 => at < text.Length ? text.Remove(at, 1) : text,
            2 => at < text.Length ? text.Remove(at, 1).Insert(at, what) : text,
            _ => text[..at],
        };
    }

    private static Gen<(string Field, string Raw, string Body, bool Keeps, int Unread)> Framed(bool isOld, bool isEmpty) =>
        isEmpty ? Gen.Constant(("Content-Length: 7\r\n", "", "", true, 0))
        : isOld ? Gen.OneOf(ByLength, ByClose)
        : Gen.OneOf(ByLength, ByClose, ByChunks, ByChunks);

    private static Gen<(string Field, string Raw, string Body, bool Keeps, int Unread)> ByLength =>
        from body in Body
        from zeros in Gen.Elements("", "00")
        from twice in Gen.Elements("", $", {body.Length}", $"\r\nContent-Length: {body.Length}")
        from extra in Gen.Elements("", "", "", "HTTP/1.1 200")
        select ($"Content-Length: {zeros}{body.Length}{twice}\r\n", body + extra, body, true, extra.Length);

    private static Gen<(string Field, string Raw, string Body, bool Keeps, int Unread)> ByClose =>
        from body in Body
        from other in Gen.Elements("", "", "X: y\r\n")
        select (other, body, body, false, 0);

    private static Gen<(string Field, string Raw, string Body, bool Keeps, int Unread)> ByChunks =>
        from pieces in Body.Where(static body => body.Length > 0).ArrayOf().Resize(5)
        from zeros in Gen.Elements("", "000")
        from extension in Gen.Elements("", ";a", " ; a=\"b\"", "\t")
        from isUpper in Gen.Elements(true, false)
        from trailers in Fields
        from last in LineEnd
        from coding in Gen.Elements("chunked", "Chunked", ", chunked", "chunked,\r\n ,")
        from extra in Gen.Elements("", "", "", "HTTP/1.1 200")
        let chunks = pieces.Select(piece => $"{zeros}{piece.Length.ToString(isUpper ? "X" : "x", CultureInfo.InvariantCulture)}{extension}\r\n{piece}\r\n")
        select ($"Transfer-Encoding: {coding}\r\n", $"{string.Concat(chunks)}0{extension}\r\n{trailers}{last}{extra}", string.Concat(pieces), true, extra.Length);
}
