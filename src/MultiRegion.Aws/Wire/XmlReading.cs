using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace MultiRegion.Aws.Wire;

/// <summary>Reads XML by local names: the namespace differs between services and versions, the names do not.</summary>
internal static class XmlReading
{
    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <exception cref="FormatException">It is not XML, or not all of it.</exception>
    public static XElement Root(byte[] body)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body, writable: false), Strict);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root ?? throw new FormatException("no element");
        }
        catch (XmlException error)
        {
            throw new FormatException($"no whole XML document (line {error.LineNumber}, position {error.LinePosition})");
        }
    }

    /// <exception cref="FormatException">It has another name.</exception>
    public static XElement Root(byte[] body, string name)
    {
        var root = Root(body);
        return root.Name.LocalName == name ? root : throw new FormatException($"'{name}' expected instead of '{root.Name.LocalName}'");
    }

    public static XElement? One(this XElement parent, string name) => parent.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    /// <exception cref="FormatException">It is not there.</exception>
    public static XElement Needed(this XElement parent, string name) => parent.One(name) ?? throw new FormatException($"'{parent.Name.LocalName}' without '{name}'");

    /// <summary>The entries of a list.</summary>
    public static IEnumerable<XElement> All(this XElement parent, string list, string entry) =>
        parent.One(list)?.Elements().Where(child => child.Name.LocalName == entry) ?? [];

    public static string? Text(this XElement parent, string name) => parent.One(name)?.Value;

    public static string NeededText(this XElement parent, string name) => parent.Needed(name).Value;

    public static long? Number(this XElement parent, string name) => parent.One(name)?.Value.Trim() is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"'{name}' is no number");

    public static int? Small(this XElement parent, string name) => parent.Number(name) is not { } number ? null
        : number is >= int.MinValue and <= int.MaxValue ? (int)number : throw new FormatException($"'{name}' is out of range");

    public static bool? Flag(this XElement parent, string name) => parent.One(name)?.Value.Trim() switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw new FormatException($"'{name}' is neither true nor false"),
    };

    public static DateTimeOffset? Moment(this XElement parent, string name) => parent.One(name)?.Value is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment
        : throw new FormatException($"'{name}' is no time");
}
