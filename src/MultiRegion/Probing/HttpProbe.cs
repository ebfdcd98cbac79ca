using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace MultiRegion.Probing;

/// <summary>Asks over HTTP/1.1 and judges the status, and the beginning of the body where a text is wanted in it.</summary>
internal sealed class HttpProbe(HttpProbeDefinition definition, ProbeContext context) : IPromptProbe
{
    private readonly HttpMethod _method = new(definition.Method);
    private readonly string? _fixedTlsName = FixedTlsName(definition);
    private readonly byte[]? _wanted = definition.BodyContains is { } text ? Encoding.UTF8.GetBytes(text) : null;

    /// <summary>The name in TLS whichever host is probed; null: the host's, or no TLS.</summary>
    public static string? FixedTlsName(HttpProbeDefinition definition) =>
        definition.Https ? definition.TlsName ?? HostOf(definition.HostHeader) : null;

    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) =>
        ProbeAsync(target, TransportKind.Kept, cancellationToken);

    public ValueTask<ProbeResult> ProbeFreshAsync(ProbeTarget target, CancellationToken cancellationToken) =>
        ProbeAsync(target, TransportKind.Fresh, cancellationToken);

    private async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, TransportKind connections, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        var finding = Destination.Find(definition, target, definition.Https ? 443 : 80) is { } destination
            ? await WatchedAsync(Attempt(destination, connections, cancellationToken), target, connections).ConfigureAwait(false)
            : Finding.NowhereToGo;
        return finding.After(context.Time.GetElapsedTime(start));
    }

    private DialAttempt Attempt(Destination destination, TransportKind connections, CancellationToken cancellationToken)
    {
        var tlsName = TlsName(destination);
        var isWatched = definition.Tripwire && connections == TransportKind.Kept;
        return new(destination, tlsName, cancellationToken)
        {
            Time = context.Time,
            Names = context.Names,
            Wire = isWatched ? context.Wires.Of(destination, tlsName) : null,
        };
    }

    private async ValueTask<Finding> WatchedAsync(DialAttempt attempt, ProbeTarget target, TransportKind connections)
    {
        attempt.Wire?.Enter(target);
        try
        {
            return await AskAsync(attempt, connections).ConfigureAwait(false);
        }
        finally
        {
            attempt.Wire?.Leave(attempt.KeepsConnection);
        }
    }

    private string? TlsName(Destination destination) => definition.Https ? _fixedTlsName ?? destination.Host : null;

    private async ValueTask<Finding> AskAsync(DialAttempt attempt, TransportKind connections)
    {
        try
        {
            using var request = Request(attempt);
            var transport = context.Transport(_fixedTlsName, connections);
            using var response = await transport.SendAsync(request, attempt.CancellationToken).ConfigureAwait(false);
            if (!HttpFraming.TryRead(response, out var length))
            {
                return Finding.Failure(ProbeReason.Garbage, "the answer does not say clearly where it ends");
            }

            attempt.KeepsConnection = Keeps(response);
            return IsGood(definition.Statuses, (int)response.StatusCode)
                ? await JudgeBodyAsync(response.Content, length, attempt.CancellationToken).ConfigureAwait(false)
                : Finding.Failure(ProbeReason.WrongStatus, string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}"));
        }
        catch (Exception exception)
        {
            return ProbeFaults.Of(exception, attempt);
        }
    }

    private HttpRequestMessage Request(DialAttempt attempt)
    {
        var uri = attempt.Destination.Uri(definition.Https ? "https" : "http", definition.Path);
        var request = new HttpRequestMessage(_method, uri) { Version = HttpVersion.Version11 };
        request.Options.Set(DialAttempt.Key, attempt);
        AddHeaders(request, definition);
        return request;
    }

    /// <summary>Adds the headers of a probe's request.</summary>
    public static void AddHeaders(HttpRequestMessage request, HttpProbeDefinition definition)
    {
        request.Headers.Host = definition.HostHeader;
        foreach (var (name, value) in definition.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (!definition.Headers.Keys.Contains("User-Agent", StringComparer.OrdinalIgnoreCase))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", "MultiRegion-Probe");
        }
    }

    private async ValueTask<Finding> JudgeBodyAsync(HttpContent content, long? length, CancellationToken cancellationToken)
    {
        if (_wanted is null)
        {
            return Finding.Ok;
        }

        var body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var limit = (int)Math.Min(definition.MaximumBody, length ?? long.MaxValue);
        return await BodySearch.ContainsAsync(body, _wanted, limit, cancellationToken).ConfigureAwait(false)
            ? Finding.Ok
            : Finding.Failure(ProbeReason.WrongBody);
    }

    private static bool Keeps(HttpResponseMessage response) =>
        response.Version >= HttpVersion.Version11 && response.Headers.ConnectionClose != true;

    private static bool IsGood(ImmutableArray<StatusRange> ranges, int status)
    {
        foreach (var range in ranges)
        {
            if (status >= range.From && status <= range.To)
            {
                return true;
            }
        }

        return false;
    }

    private static string? HostOf(string? hostHeader) =>
        hostHeader is null ? null : EndpointAddress.TryParse(hostHeader, out var address, out _) ? address.Host : hostHeader;
}
