using System.Globalization;
using System.Text;
using System.Xml;

namespace MultiRegion.Aws.Wire;

/// <summary>Writes request bodies of the XML protocol. What is null is left out.</summary>
internal sealed class XmlBody(string space) : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private XmlWriter? _writer;

    private XmlWriter Writer => _writer ??= XmlWriter.Create(_bytes, new() { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize });

    /// <exception cref="FormatException">A text holds a character that XML cannot carry.</exception>
    public static byte[] Of(string space, string root, Action<XmlBody> write)
    {
        using var body = new XmlBody(space);
        try
        {
            body.Part(root, write);
            body.Writer.Flush();
        }
        catch (ArgumentException error)
        {
            throw new FormatException("a text holds a character that XML cannot carry", error);
        }

        return body._bytes.ToArray();
    }

    public void Part(string name, Action<XmlBody> write)
    {
        Writer.WriteStartElement(name, space);
        write(this);
        Writer.WriteEndElement();
    }

    public void Part<T>(string name, T? value, Action<XmlBody, T> write)
        where T : class
    {
        if (value is not null)
        {
            Part(name, body => write(body, value));
        }
    }

    public void Text(string name, string? value)
    {
        if (value is not null)
        {
            Writer.WriteElementString(name, space, value);
        }
    }

    public void Number(string name, long? value) => Text(name, value?.ToString(CultureInfo.InvariantCulture));

    public void Flag(string name, bool? value) => Text(name, value is null ? null : value.Value ? "true" : "false");

    public void List<T>(string name, IReadOnlyCollection<T> entries, Action<XmlBody, T> write)
    {
        if (entries.Count > 0)
        {
            Part(name, body =>
            {
                foreach (var entry in entries)
                {
                    write(body, entry);
                }
            });
        }
    }

    public void Dispose()
    {
        // After a text that cannot be written the document has no end, and the writer must not look for one.
        _bytes.Dispose();
    }
}
