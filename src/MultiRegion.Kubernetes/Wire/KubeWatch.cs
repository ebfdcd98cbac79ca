using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Wire;

internal enum WatchKind
{
    /// <summary>This is all there is: what was known before and is not in it is gone.</summary>
    Listed,
    Added,
    Modified,
    Deleted,

    /// <summary>The watch has ended: asking again does not help before somebody changes something.</summary>
    Failed,
}

/// <summary>What a watch tells.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Items">All objects of a list, or the one that it happened to.</param>
/// <param name="Problem">Why it has ended.</param>
internal sealed record WatchEvent(WatchKind Kind, ImmutableArray<JsonObject> Items, Problem? Problem = null);

/// <summary>
/// Lists and then follows what changes, for as long as it is asked. It resumes where a stream ended, lists again when that version is gone, and waits when the server is busy or away.
/// Bookmarks are taken up and not passed on.
/// </summary>
internal sealed class KubeWatch(KubeClient client, KubeResource kind, string? ns, ListOptions options)
{
    /// <summary>No single object is larger (1.5 MiB at rest; JSON of it may be more).</summary>
    private const int LongestLine = 16 * 1024 * 1024;

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    private readonly string _name = client.Name($"watch {kind.Plural}{(ns is null ? "" : $" in {ns}")}");
    private string? _version;
    private int _failures;

    public async IAsyncEnumerable<WatchEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (_version is null)
            {
                var listed = await client.ListAsync(kind, ns, options, cancellationToken).ConfigureAwait(false);
                if (listed.Succeeded)
                {
                    _version = listed.Value.ResourceVersion;
                    yield return new(WatchKind.Listed, listed.Value.Items);
                }
                else if (!listed.Problem.Retryable)
                {
                    yield return new(WatchKind.Failed, [], listed.Problem);
                    yield break;
                }
                else
                {
                    await PauseAsync(listed.Problem.RetryAfter, cancellationToken).ConfigureAwait(false);
                    continue;
                }
            }

            var (end, idle) = (default(Problem), true);
            await foreach (var (seen, trouble) in StreamAsync(cancellationToken).ConfigureAwait(false))
            {
                end = trouble;
                if (seen is not null)
                {
                    (_failures, idle) = (0, false);
                    yield return seen;
                }
            }

            if (end is { Retryable: false })
            {
                yield return new(WatchKind.Failed, [], end);
                yield break;
            }

            // The first time that a version is gone, listing again helps at once.
            var lists = _version is null && _failures++ == 0;
            if (!lists && (end is not null || idle))
            {
                await PauseAsync(end?.RetryAfter, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>One request: its events, and a problem where it has not simply ended.</summary>
    private async IAsyncEnumerable<(WatchEvent? Seen, Problem? Trouble)> StreamAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lasts = Shortest * (1 + client.Settings.Roll());
        using var silence = new CancellationTokenSource(lasts + Grace, client.Settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        var (response, refused) = await OpenAsync(lasts, either.Token, cancellationToken).ConfigureAwait(false);
        if (response is null)
        {
            yield return (null, refused);
            yield break;
        }

        using (response)
        {
            var lines = new LineReader(await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false), LongestLine);
            while (true)
            {
                var (line, broken) = await LineAsync(lines, either.Token, cancellationToken).ConfigureAwait(false);
                if (line is null)
                {
                    yield return (null, broken);
                    yield break;
                }

                var (seen, trouble, ends) = Take(line);
                yield return (seen, trouble);
                if (ends)
                {
                    yield break;
                }
            }
        }
    }

    private async ValueTask<(HttpResponseMessage? Response, Problem? Refused)> OpenAsync(TimeSpan lasts, CancellationToken either, CancellationToken caller)
    {
        try
        {
            using var request = client.Request(HttpMethod.Get, kind.Path(ns) + Query(lasts), null, null);
            var response = await client.StreamAsync(request, either).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? (response, null) : (null, await RefusalAsync(response, either).ConfigureAwait(false));
        }
        catch (Exception error) when (!caller.IsCancellationRequested && error is HttpRequestException or IOException or OperationCanceledException)
        {
            return (null, Problem.Unreachable($"{_name}: no stream of events."));
        }
        catch (Exception error) when (KubeClient.Explain(_name, error) is { } problem)
        {
            return (null, problem);
        }
    }

    private async ValueTask<Problem> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var body = await BoundedBody.ReadAsync(response.Content, 1024 * 1024, cancellationToken).ConfigureAwait(false);
            var status = KubeStatus.Read(body);
            Forget(status);
            return Replies.Bad<bool>(_name, response.StatusCode, status, response.Headers.RetryAfter?.Delta).Problem! with { Retryable = (int)response.StatusCode is 410 or 429 or >= 500 };
        }
    }

    private async ValueTask<(byte[]? Line, Problem? Broken)> LineAsync(LineReader lines, CancellationToken either, CancellationToken caller)
    {
        try
        {
            return (await lines.NextAsync(either).ConfigureAwait(false), null);
        }
        catch (InvalidDataException)
        {
            return (null, Problem.Failed($"{_name}: an event is longer than {LongestLine} bytes.", retryable: false));
        }
        catch (Exception error) when (!caller.IsCancellationRequested && error is HttpRequestException or IOException or OperationCanceledException)
        {
            return (null, Problem.Unreachable($"{_name}: the stream broke."));
        }
    }

    private (WatchEvent? Seen, Problem? Trouble, bool Ends) Take(byte[] line)
    {
        var read = Replies.Object(_name, line);
        if (!read.Succeeded || read.Value.Below("object") is not { } item)
        {
            return (null, read.Problem ?? Problem.Failed($"{_name}: an event without an object.", retryable: true), true);
        }

        if (read.Value.Text("type") == "ERROR")
        {
            var status = KubeStatus.Read(item);
            Forget(status);
            return (null, status is { IsExpired: true } ? null : Problem.Failed($"{_name}: {status?.ToString() ?? "an error without a Status."}", retryable: true) with { RetryAfter = status?.RetryAfter }, true);
        }

        _version = item.Version() ?? _version;
        read.Value.Remove("object");
        return read.Value.Text("type") switch
        {
            "ADDED" => (new(WatchKind.Added, [item]), null, false),
            "MODIFIED" => (new(WatchKind.Modified, [item]), null, false),
            "DELETED" => (new(WatchKind.Deleted, [item]), null, false),
            _ => (null, null, false),
        };
    }

    private void Forget(KubeStatus? status) => _version = status is { IsExpired: true } ? null : _version;

    private string Query(TimeSpan lasts) => KubeQuery.Of(
        ("labelSelector", options.LabelSelector),
        ("fieldSelector", options.FieldSelector),
        ("watch", "true"),
        ("allowWatchBookmarks", "true"),
        ("resourceVersion", _version),
        ("timeoutSeconds", ((int)lasts.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private Task PauseAsync(TimeSpan? asked, CancellationToken cancellationToken)
    {
        var backOff = TimeSpan.FromMilliseconds(800 * Math.Pow(2, Math.Min(_failures++, 5))) * client.Settings.Roll();
        return Task.Delay(asked > backOff ? asked.Value : backOff, client.Settings.Time, cancellationToken);
    }
}
