using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Aws.Compile;

namespace MultiRegion.Aws.Planning;

/// <summary>
/// What the tags of an accelerator say about a service: whose it is, who wrote last, what was there and what is to be there. Written before the groups, so that a crash between
/// them shows as a write that was begun.
/// </summary>
/// <param name="Owner">Which installation.</param>
/// <param name="Service">Which service.</param>
/// <param name="Marker">Who wrote.</param>
/// <param name="Before">The fingerprint of what was there.</param>
/// <param name="Content">The fingerprint of what was written.</param>
internal sealed record AcceleratorTag(string Owner, ServiceId Service, Marker Marker, string Before, string Content)
{
    private const string Version = "multiregion/1";
    private const string End = " @";
    private const int LongestValue = 256;

    public static string KeyOf(ServiceId service) => $"multiregion:{Fingerprint.Text(Fingerprint.Of(service.Value).Value)}";

    /// <summary>The tags that say it; a value holds at most 256 characters.</summary>
    public ImmutableDictionary<string, string> Tags()
    {
        var (text, key) = (ToString(), KeyOf(Service));
        return text.Chunk(LongestValue).Select((part, i) => KeyValuePair.Create(Key(key, i), new string(part))).ToImmutableDictionary();
    }

    /// <summary>Reads a service's tags; null when there are none, or when they are not whole.</summary>
    public static AcceleratorTag? Read(ImmutableDictionary<string, string> tags, ServiceId service)
    {
        var key = KeyOf(service);
        var text = string.Concat(Enumerable.Range(0, tags.Count).Select(i => tags.GetValueOrDefault(Key(key, i))).TakeWhile(static part => part is not null));
        return text[..Math.Max(0, text.IndexOf(End, StringComparison.Ordinal))].Split(' ') is [Version, var owner, var id, var epoch, var controller, var plan, var before, var content]
            && id == service.Value && IdText.IsValid(controller, out _)
            && epoch.Split('.') is [var major, var minor]
            && long.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new(owner, service, new(number, sequence, new(controller), plan), before, content)
            : null;
    }

    // The end is marked, so that what a longer text has left behind in further tags is not read.
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Version} {Owner} {Service} {Marker.Epoch}.{Marker.Sequence} {Marker.Controller} {Marker.PlanHash} {Before} {Content}{End}");

    private static string Key(string key, int part) => part == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}:{part}");
}
