using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MultiRegion.Aws.Documents;
using MultiRegion.Routing;
using static MultiRegion.Shared.Compile.OwnershipText;

namespace MultiRegion.Aws.Planning;

/// <summary>
/// What the TXT record below a hostname says: whose it is, who wrote last, and what was written. It is replaced in the batch that
/// writes the rest, by deleting the exact old value: the batch is refused when somebody wrote in between.
/// </summary>
/// <param name="Owner">Which installation.</param>
/// <param name="Service">Which service.</param>
/// <param name="Marker">Who wrote.</param>
/// <param name="Content">The fingerprint of what was written.</param>
/// <param name="Shares">The shares that were written.</param>
/// <param name="Checks">The health checks that the service wants, each by what its key ends with.</param>
internal sealed record Ownership(string Owner, ServiceId Service, Marker Marker, string Content, Shares Shares, ImmutableArray<string> Checks)
{
    private const string Version = "multiregion/1";
    private const string Label = "_mr.";
    private const int LongestString = 255;
    private const long Ttl = 60;

    public static string NameOf(string hostname) => Label + hostname;

    public ResourceRecordSet Record(string hostname) => new() { Name = NameOf(hostname), Type = "TXT", Ttl = Ttl, Values = [Quote(ToString())] };

    /// <summary>Reads a record; null when it is not one of ours, or not whole.</summary>
    public static Ownership? Read(ResourceRecordSet record)
    {
        var fields = record.Values is [var value] ? Unquote(value).Split(' ') : [];
        if (fields is not [Version, var owner, var service, var epoch, var controller, var plan, var content, var shares, var checks])
        {
            return null;
        }

        var made = Field(epoch, "epoch").Split('.') is [var major, var minor]
            && long.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && IdText.IsValid(Field(service, "service"), out _) && IdText.IsValid(Field(controller, "controller"), out _)
            ? new Ownership(Field(owner, "owner"), new(Field(service, "service")), new(number, sequence, new(Field(controller, "controller")), Field(plan, "plan")), Field(content, "content"), Shares.AllFull, [.. Field(checks, "checks").Split(',', StringSplitOptions.RemoveEmptyEntries)])
            : null;
        return made is not null && SharesOf(Field(shares, "shares")) is { } read ? made with { Shares = read } : null;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Version} owner={Owner} service={Service} epoch={Marker.Epoch}.{Marker.Sequence} controller={Marker.Controller} plan={Marker.PlanHash} content={Content} shares={OwnershipText.Of(Shares)} checks={string.Join(',', Checks)}");

    /// <summary>A TXT value is one or more quoted strings of at most 255 characters.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 8);
        for (var at = 0; at < text.Length; at += LongestString)
        {
            quoted.Append(at > 0 ? " \"" : "\"").Append(text, at, Math.Min(LongestString, text.Length - at)).Append('"');
        }

        return quoted.ToString();
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1].Replace("\" \"", "", StringComparison.Ordinal) : "";
}
