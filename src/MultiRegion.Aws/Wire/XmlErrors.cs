using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Wire;

/// <summary>Errors of the XML protocol: <c>ErrorResponse/Error</c>, a bare <c>Error</c>, and <c>InvalidChangeBatch</c> with a list of messages.</summary>
internal static class XmlErrors
{
    public static AwsError? Read(HttpReply reply)
    {
        try
        {
            return Read(XmlReading.Root(reply.Body));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static AwsError? Read(System.Xml.Linq.XElement root)
    {
        if (root.Name.LocalName == "InvalidChangeBatch")
        {
            return new("InvalidChangeBatch", [.. root.All("Messages", "Message").Select(static message => message.Value)]);
        }

        var error = root.Name.LocalName == "Error" ? root : root.One("Error");
        return error?.Text("Code") is not { Length: > 0 } code ? null : new(code, Messages(code, error.Text("Message") ?? ""));
    }

    /// <summary>The messages of a batch come as one text, in brackets and with commas between.</summary>
    private static System.Collections.Immutable.ImmutableArray<string> Messages(string code, string text) =>
        code == "InvalidChangeBatch" && text is ['[', .., ']'] ? BatchMessages.Split(text[1..^1]) : [text];
}
