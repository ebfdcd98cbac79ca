using System.Text;
using MultiRegion.Probing.Batch;

namespace MultiRegion.Tests.Probing.Batch;

/// <summary>What the parser makes of a connection's bytes up to its end.</summary>
internal sealed record Reading(string End, int Status, string Body, bool Keeps, int Unread)
{
    /// <summary>Reads pieces one after the other, each from a place of its own, so that nothing behind it can be read unseen.</summary>
    public static Reading Of(IEnumerable<byte[]> pieces, bool isHead = false)
    {
        var (parser, status, body, end, unread) = (new ResponseParser(isHead), 0, new StringBuilder(), "", 0);
        foreach (var piece in pieces.TakeWhile(_ => end == ""))
        {
            ReadOnlySpan<byte> bytes = piece;
            for (var step = ParseStep.Head; step != ParseStep.More && end == "";)
            {
                step = parser.Next(ref bytes, out var part);
                status = step == ParseStep.Head ? parser.Status : status;
                body.Append(Encoding.Latin1.GetString(part));
                end = step is ParseStep.More or ParseStep.Head or ParseStep.Body ? "" : $"{step}";
            }

            unread += end == $"{ParseStep.Done}" ? bytes.Length : 0;
        }

        return new(end == "" ? parser.MayEndHere ? "Done" : "Cut" : end, status, body.ToString(), status > 0 && parser.KeepsConnection, unread);
    }

    public static Reading Of(string text, bool isHead = false) => Of([Encoding.Latin1.GetBytes(text)], isHead);

    public static IEnumerable<byte[]> Cut(byte[] bytes, IEnumerable<int> cuts)
    {
        var from = 0;
        foreach (var to in cuts.Select(cut => cut % (bytes.Length + 1)).Order().Append(bytes.Length))
        {
            yield return bytes[from..to];
            from = to;
        }
    }
}
