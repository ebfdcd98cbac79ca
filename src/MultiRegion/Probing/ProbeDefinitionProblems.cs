using System.Globalization;
using System.Text;

namespace MultiRegion.Probing;

/// <summary>What makes a probe's definition unworkable, each problem with its place. Values of headers are never quoted.</summary>
internal static class ProbeDefinitionProblems
{
    private const int LargestBody = 1_048_576;

    // The first has a property of its own; the others would change how the message ends or what the connection is.
    private static readonly string[] RefusedHeaders = ["Host", "Expect", "Content-Length", "Transfer-Encoding", "Upgrade", "Connection"];

    public static IEnumerable<string> Of(ProbeDefinition definition, string place, Func<string, bool> isRegistered) =>
        OfAny(definition, place).Concat(definition switch
        {
            HttpProbeDefinition http => OfHttp(http, place),
            CompositeProbeDefinition composite => OfComposite(composite, place, isRegistered),
            NamedProbeDefinition named when !isRegistered(named.Name) =>
                [$"{place}.name: no probe is registered under '{named.Name}'; register one under this name"],
            _ => [],
        });

    private static IEnumerable<string> OfAny(ProbeDefinition definition, string place)
    {
        if (definition.Host is { } host && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            yield return $"{place}.host: '{host}' is neither a hostname nor an IP address";
        }

        if (definition.Port is < 1 or > 65535)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{place}.port: {definition.Port} is outside 1 to 65535");
        }
    }

    private static IEnumerable<string> OfHttp(HttpProbeDefinition http, string place)
    {
        if (!IsToken(http.Method) || http.Method.Equals("CONNECT", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{place}.method: '{http.Method}' is not a method that a probe can send";
        }

        if (!http.Path.StartsWith('/') || http.Path.Any(static character => character is <= ' ' or '#' or '\x7f'))
        {
            yield return $"{place}.path: '{http.Path}' must start with '/' and hold no blanks and no '#'; write others as %20 and the like";
        }

        if (http.HostHeader is { } host && !EndpointAddress.TryParse(host, out _, out var problem))
        {
            yield return $"{place}.hostHeader: {problem}";
        }

        if (http.Statuses.IsDefaultOrEmpty || http.Statuses.Any(static range => range.From is < 100 or > 999 || range.To < range.From))
        {
            yield return $"{place}.statuses: give at least one range from 100 to 999 whose end is not below its beginning";
        }

        foreach (var found in OfBody(http, place).Concat(OfHeaders(http, place)))
        {
            yield return found;
        }
    }

    private static IEnumerable<string> OfBody(HttpProbeDefinition http, string place)
    {
        if (http.MaximumBody is < 1 or > LargestBody)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{place}.maximumBody: {http.MaximumBody} is outside 1 to {LargestBody}");
        }

        if (http.BodyContains is { } wanted && (wanted.Length == 0 || Encoding.UTF8.GetByteCount(wanted) > http.MaximumBody))
        {
            yield return $"{place}.bodyContains: must be at least one character and no longer than maximumBody; leave it out to accept any body";
        }

        if (http.BodyContains is not null && http.Method.Equals("HEAD", StringComparison.OrdinalIgnoreCase))
        {
            yield return $"{place}.bodyContains: the answer to HEAD has no body; use GET";
        }
    }

    private static IEnumerable<string> OfHeaders(HttpProbeDefinition http, string place)
    {
        using var sample = new HttpRequestMessage();
        foreach (var (name, value) in http.Headers)
        {
            if (RefusedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                yield return $"{place}.headers: '{name}' may not be set here; the Host header has hostHeader, the others follow from the request";
            }
            else if (!IsToken(name) || value.Any(static character => character is < ' ' and not '\t' or >= '\x7f'))
            {
                yield return $"{place}.headers: '{name}' is not a header's name, or its value holds line breaks or characters outside ASCII";
            }
            else if (!sample.Headers.TryAddWithoutValidation(name, value))
            {
                yield return $"{place}.headers: '{name}' belongs to a body, and a probe sends none";
            }
        }
    }

    private static IEnumerable<string> OfComposite(CompositeProbeDefinition composite, string place, Func<string, bool> isRegistered)
    {
        if (composite.Probes.IsDefaultOrEmpty)
        {
            return [$"{place}.probes: give at least one"];
        }

        var count = composite.Probes.Length;
        IEnumerable<string> own = composite.Required is { } required && (required < 1 || required > count)
            ? [string.Create(CultureInfo.InvariantCulture, $"{place}.required: {required} is outside 1 to {count}, the number of probes")]
            : [];
        return own.Concat(composite.Probes.SelectMany((child, at) =>
            Of(child, string.Create(CultureInfo.InvariantCulture, $"{place}.probes[{at}]"), isRegistered)));
    }

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(static character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character));
}
