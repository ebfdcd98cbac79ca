using System.Net;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace MultiRegion.Azure.Wire;

/// <summary>Sends by a pipeline of Azure.Core, which puts the token on each request. Retries are not its business.</summary>
internal sealed class PipelineHandler(HttpPipeline pipeline) : HttpMessageHandler
{
    public static PipelineHandler Of(TokenCredential credential, string scope, HttpMessageHandler transport)
    {
        var options = new ArmOptions
        {
            // The client is ours alone, and sends within the time-outs of its callers.
            Transport = new HttpClientTransport(new HttpClient(transport, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }),
            Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromMinutes(10) },
            Diagnostics = { IsLoggingEnabled = false, IsDistributedTracingEnabled = false, ApplicationId = "MultiRegion" },
        };
        return new(HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(new GuardedCredential(credential), scope)));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        message.BufferResponse = false;
        await FillAsync(message.Request, request, cancellationToken).ConfigureAwait(false);
        try
        {
            await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (error.InnerException is HttpRequestException or IOException)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error.InnerException);
        }

        return Read(message);
    }

    private static async Task FillAsync(Request to, HttpRequestMessage from, CancellationToken cancellationToken)
    {
        to.Method = RequestMethod.Parse(from.Method.Method);
        to.Uri.Reset(from.RequestUri!);
        to.Content = from.Content is { } content ? RequestContent.Create(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)) : null;
        foreach (var (name, values) in from.Headers.Concat(from.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>()).Where(static header => header.Key != "Content-Length"))
        {
            to.Headers.Add(name, string.Join(", ", values));
        }
    }

    private static HttpResponseMessage Read(HttpMessage message)
    {
        var read = new HttpResponseMessage((HttpStatusCode)message.Response.Status) { Content = new StreamContent(message.ExtractResponseContent() ?? Stream.Null) };
        foreach (var header in message.Response.Headers)
        {
            if (!read.Headers.TryAddWithoutValidation(header.Name, header.Value))
            {
                read.Content.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }
        }

        return read;
    }

    private sealed class ArmOptions : ClientOptions;
}
