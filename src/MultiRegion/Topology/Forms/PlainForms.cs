using System.Globalization;

namespace MultiRegion.Topology.Forms;

/// <summary>Any text.</summary>
internal sealed class TextForm : ScalarForm<string>
{
    public override FormKind Kind => FormKind.Text;

    protected override string Expected => "a text";

    protected override bool Trims => false;

    public override string? Text(string value) => value;

    protected override string? Parse(string text, out string value)
    {
        value = text;
        return null;
    }
}

/// <summary>True or false.</summary>
internal sealed class BooleanForm : ScalarForm<bool>
{
    public override FormKind Kind => FormKind.Boolean;

    protected override string Expected => "'true' or 'false'";

    public override string? Text(bool value) => value ? "true" : "false";

    protected override string? Parse(string text, out bool value) => bool.TryParse(text, out value) ? null : "write 'true' or 'false'";
}

/// <summary>Ids of one kind.</summary>
internal sealed class IdForm<TId> : ScalarForm<TId>
    where TId : struct, IStringId<TId>
{
    public override FormKind Kind => FormKind.Text;

    protected override string Expected => "an id";

    public override void Check(TId value, string path, Findings findings)
    {
        if (value.Value.Length == 0)
        {
            findings.Add(path, "is missing", "give an id");
        }
    }

    public override string? Text(TId value) => value.Value;

    /// <summary>An empty id: rules say nothing about it, because they cannot know.</summary>
    protected override TId Unread(TId current) => default;

    protected override string? Parse(string text, out TId value)
    {
        value = IdText.IsValid(text, out var problem) ? TId.From(text) : default;
        return problem;
    }
}

/// <summary>Endpoints: a host with or without a port.</summary>
internal sealed class EndpointForm : ScalarForm<EndpointAddress>
{
    public override FormKind Kind => FormKind.Text;

    protected override string Expected => "an endpoint such as 'eu.example.com:443'";

    public override void Check(EndpointAddress value, string path, Findings findings)
    {
        if (value.Host.Length == 0)
        {
            findings.Add(path, "is missing", $"write {Expected}");
        }
    }

    protected override string? Parse(string text, out EndpointAddress value) =>
        EndpointAddress.TryParse(text, out value, out var problem) ? null
        : text.Contains("://", StringComparison.Ordinal) ? "write it without a scheme or path"
        : problem;
}

/// <summary>Points in time, ISO 8601, with their zone; kept in UTC.</summary>
internal sealed class TimestampForm : ScalarForm<DateTimeOffset>
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public override FormKind Kind => FormKind.Timestamp;

    protected override string Expected => "a UTC timestamp such as '2027-01-31T18:00:00Z'";

    protected override string? Parse(string text, out DateTimeOffset value)
    {
        var zoned = text.EndsWith('Z') ? $"{text[..^1]}+00:00" : text;
        var isTimestamp = DateTimeOffset.TryParseExact(zoned, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
        value = value.ToUniversalTime();
        return isTimestamp ? null : "write the date, 'T', the time, and 'Z' for UTC";
    }
}

/// <summary>HTTP statuses: one or a range.</summary>
internal sealed class StatusForm : ScalarForm<StatusRange>
{
    public override FormKind Kind => FormKind.Statuses;

    public override string? Range => Bounds.Status.Text(static status => status.ToString(CultureInfo.InvariantCulture));

    protected override string Expected => "a status or a range of them such as '204' or '200-299'";

    public override void Check(StatusRange value, string path, Findings findings)
    {
        if (!Bounds.Status.Holds(value.From) || !Bounds.Status.Holds(value.To))
        {
            findings.Add(path, $"{Text(value)} is out of range", $"write statuses of {Range}");
        }
        else if (value.To < value.From)
        {
            findings.Add(path, $"{Text(value)} is reversed", $"write {value.To}-{value.From}");
        }
    }

    public override string? Text(StatusRange value) =>
        value.From == value.To ? $"{value.From}" : string.Create(CultureInfo.InvariantCulture, $"{value.From}-{value.To}");

    protected override string? Parse(string text, out StatusRange value)
    {
        var parts = text.Split('-', 2, StringSplitOptions.TrimEntries);
        var isStatus = int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from);
        var to = from;
        isStatus = isStatus && (parts.Length == 1 || int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out to));
        value = new(from, to);
        return isStatus ? null : "write '200-299' or '204'";
    }
}
