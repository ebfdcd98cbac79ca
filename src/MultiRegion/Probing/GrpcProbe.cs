using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace MultiRegion.Probing;

/// <summary>Asks the standard gRPC health service.</summary>
internal sealed class GrpcProbe(GrpcProbeDefinition definition, ProbeContext context) : IPromptProbe
{
    private static readonly MediaTypeHeaderValue Grpc = new("application/grpc");
    private readonly byte[] _message = GrpcHealthMessage.Request(definition.Service);

    public async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        var finding = Destination.Find(definition, target, definition.Tls ? 443 : 80) is { } destination
            ? await AskAsync(new(destination, TlsName(destination), cancellationToken) { Time = context.Time, Names = context.Names }).ConfigureAwait(false)
            : Finding.NowhereToGo;
        return finding.After(context.Time.GetElapsedTime(start));
    }

    private string? TlsName(Destination destination) => definition.Tls ? definition.TlsName ?? destination.Host : null;

    private async ValueTask<Finding> AskAsync(DialAttempt attempt)
    {
        try
        {
            using var request = Request(attempt);
            var transport = context.Transport(definition.TlsName, TransportKind.Grpc);
            using var response = await transport.SendAsync(request, attempt.CancellationToken).ConfigureAwait(false);
            return await JudgeAsync(response, attempt.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return ProbeFaults.Of(exception, attempt);
        }
    }

    private HttpRequestMessage Request(DialAttempt attempt)
    {
        var uri = attempt.Destination.Uri(definition.Tls ? "https" : "http", "/grpc.health.v1.Health/Check");
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(_message) { Headers = { ContentType = Grpc } },
        };
        request.Options.Set(DialAttempt.Key, attempt);
        request.Headers.TE.Add(new("trailers"));
        return request;
    }

    private static async ValueTask<Finding> JudgeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Finding.Failure(ProbeReason.WrongStatus, string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}"));
        }

        if (response.Content.Headers.ContentType?.MediaType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) != true)
        {
            return Finding.Failure(ProbeReason.Garbage, "the answer is not gRPC");
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        const int enough = GrpcHealthMessage.MaximumAnswer + 1;
        var buffer = ArrayPool<byte>.Shared.Rent(enough);
        try
        {
            var length = await body.ReadAtLeastAsync(buffer, enough, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return GrpcVerdict.Of(Status(response), buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // An answer without a message carries its status in the headers, any other in the trailers, which come after the body.
    private static string? Status(HttpResponseMessage response) => First(response.TrailingHeaders) ?? First(response.Headers);

    private static string? First(HttpHeaders headers) =>
        headers.NonValidated.TryGetValues("grpc-status", out var values) ? values.ToString() : null;
}
