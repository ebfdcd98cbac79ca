using System.Net;
using System.Net.Http.Headers;
using Amazon;
using Amazon.Runtime.Signing;
using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Wire;

/// <summary>The way to one endpoint: budget, retry, signature, socket.</summary>
internal sealed class AwsConnection : IDisposable
{
    /// <summary>What the account's trail of calls names as the caller.</summary>
    private static readonly ProductInfoHeaderValue Agent = new("MultiRegion", typeof(AwsConnection).Assembly.GetName().Version?.ToString(3));

    private readonly AwsEndpoint _endpoint;
    private readonly AwsProtocol _protocol;
    private readonly AwsCredentialSource _credentials;
    private readonly RequestBudget _budget;
    private readonly HttpMessageInvoker _http;
    private readonly HttpCaller _caller;

    public AwsConnection(AwsEndpoint endpoint, AwsProtocol protocol, RequestBudget budget, AwsClientSettings settings)
    {
        (_endpoint, _protocol, _budget) = (endpoint, protocol, budget);
        _credentials = new(settings.Credentials, settings.Retry.AttemptTimeout, settings.Time);
        var inner = settings.Transport ?? Sockets();
        _http = new(new SigV4SigningHandler(_credentials, RegionEndpoint.GetBySystemName(endpoint.SigningRegion), protocol.SigningName, inner), settings.Transport is null);
        _caller = new(_http, settings.Retry, settings.Time, settings.Roll, settings.Logger);
    }

    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ValueTask<Result<T>> CallAsync<T>(AwsCall<T> call, CancellationToken cancellationToken) => _caller.CallAsync(
        new HttpCall<T>
        {
            Name = call.Action,
            Request = () => Request(call),
            Read = reply => AwsReading.Read(reply, call, _protocol, new(call.Action, call.Resource, _credentials.Tried)),
            Writes = call.Writes,
            AfterDoubt = call.AfterDoubt,
            Admit = token => _budget.TakeAsync(call.Action, token),
            Explain = error => error is AwsCredentialException missing ? Explain(call.Action, missing) : null,
        },
        cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _credentials.Dispose();
    }

    private static Problem Explain(string action, AwsCredentialException missing) =>
        new(missing.IsTransient ? ProblemKind.Unreachable : ProblemKind.Denied, $"{action}: {missing.Message}", missing.IsTransient);

    private HttpRequestMessage Request<T>(AwsCall<T> call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(_endpoint.Address.AbsoluteUri.TrimEnd('/') + call.Path)) { Version = HttpVersion.Version11 };
        request.Headers.UserAgent.Add(Agent);
        if (call.Target is { } target)
        {
            request.Headers.Add("X-Amz-Target", target);
        }

        if (call.Body is { } body)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(_protocol.ContentType) } };
        }

        return request;
    }

    private static SocketsHttpHandler Sockets() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 64,
    };
}

/// <summary>How requests and errors of a service are written.</summary>
/// <param name="SigningName">The service's name in signatures.</param>
/// <param name="ContentType">Of request bodies.</param>
/// <param name="ReadError">Reads an error; null: it cannot be read.</param>
internal sealed record AwsProtocol(string SigningName, string ContentType, Func<HttpReply, AwsError?> ReadError)
{
    public static AwsProtocol Xml(string signingName) => new(signingName, "application/xml", XmlErrors.Read);

    public static AwsProtocol Json(string signingName, string version) => new(signingName, $"application/x-amz-json-{version}", JsonErrors.Read);
}
