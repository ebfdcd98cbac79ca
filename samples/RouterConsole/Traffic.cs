namespace RouterConsole;

/// <summary>Counts what is sent to the provider.</summary>
internal sealed class Traffic : DelegatingHandler
{
    /// <summary>What is sent with POST and changes nothing.</summary>
    private static readonly string[] Questions = ["/tags/healthcheck", "/checkTrafficManagerNameAvailabilityV2"];

    private int _requests;
    private int _writes;

    public Traffic()
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
    }

    public int Requests => _requests;

    public int Writes => _writes;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        if (IsWrite(request))
        {
            Interlocked.Increment(ref _writes);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static bool IsWrite(HttpRequestMessage request) => request.Headers.TryGetValues("X-Amz-Target", out var target)
        ? target.First().Split('.')[^1] is var operation && !operation.StartsWith("List", StringComparison.Ordinal) && !operation.StartsWith("Describe", StringComparison.Ordinal) && !operation.StartsWith("Get", StringComparison.Ordinal)
        : request.Method != HttpMethod.Get && !Questions.Any(path => request.RequestUri?.AbsolutePath.EndsWith(path, StringComparison.Ordinal) == true);
}
