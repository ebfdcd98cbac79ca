using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace MultiRegion.Kubernetes.Tests.Fakes;

/// <summary>A fake without sockets.</summary>
internal sealed class FakeHandler(FakeCluster cluster) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (cluster.Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        var headers = request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>());
        var answer = cluster.Answer(new(request.Method.Method, request.RequestUri!.PathAndQuery, headers.ToDictionary(static pair => pair.Key, static pair => string.Join(',', pair.Value), StringComparer.OrdinalIgnoreCase), body));
        if (answer.IsLost)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        }

        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = answer.Streams is null ? new StringContent(answer.Body, Encoding.UTF8, answer.ContentType) : Stream(answer.Streams, cancellationToken) };
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    private static StreamContent Stream(Func<Stream, CancellationToken, Task> streams, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        _ = PumpAsync(streams, pipe.Writer, cancellationToken);
        return new(pipe.Reader.AsStream());
    }

    private static async Task PumpAsync(Func<Stream, CancellationToken, Task> streams, PipeWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            await streams(writer.AsStream(leaveOpen: true), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Who watched has gone.
        }

        await writer.CompleteAsync();
    }
}
