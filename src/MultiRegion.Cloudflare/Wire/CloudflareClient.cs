using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Shared.Http;

namespace MultiRegion.Cloudflare.Wire;

/// <summary>Load balancers, pools and monitors over the API.</summary>
internal sealed class CloudflareClient : ICloudflare, IDisposable
{
    private const string ZoneRead = "Zone Read";
    private const string BalancersRead = "Load Balancers Read";
    private const string BalancersWrite = "Load Balancers Write";
    private const string PoolsRead = "Load Balancing: Monitors And Pools Read";
    private const string PoolsWrite = "Load Balancing: Monitors And Pools Write";

    /// <summary>More pages than any account has.</summary>
    private const int MostPages = 1000;

    private readonly CloudflareSettings _settings;
    private readonly TokenBucket _budget;
    private readonly HttpMessageHandler? _sockets;
    private readonly HttpMessageInvoker _http;
    private readonly HttpCaller _caller;

    public CloudflareClient(CloudflareSettings settings)
    {
        _settings = settings;
        _budget = RequestBudget.Of(settings.RequestsPerFiveMinutes, settings.Time);
        _sockets = settings.Transport is null ? Sockets() : null;
        _http = new(new BearerHandler(settings.Token, settings.Transport ?? _sockets!), disposeHandler: false);
        _caller = new(_http, settings.Retry, settings.Time, settings.Roll, settings.Logger);
    }

    public ValueTask<Result<ImmutableArray<Zone>>> FindZonesAsync(string name, CancellationToken cancellationToken) =>
        AllAsync("list zones", ZoneRead, $"/zones?name={Uri.EscapeDataString(name)}", DocumentJson.Default.ImmutableArrayZone, cancellationToken);

    public ValueTask<Result<ImmutableArray<LoadBalancer>>> ListBalancersAsync(string zone, CancellationToken cancellationToken) =>
        AllAsync("list load balancers", BalancersRead, Balancers(zone), DocumentJson.Default.ImmutableArrayLoadBalancer, cancellationToken);

    public ValueTask<Result<LoadBalancer>> GetBalancerAsync(string zone, string id, CancellationToken cancellationToken) =>
        SendAsync("read load balancer", BalancersRead, HttpMethod.Get, Balancers(zone, id), null, DocumentJson.Default.LoadBalancer, cancellationToken);

    public ValueTask<Result<LoadBalancer>> CreateBalancerAsync(string zone, string body, CancellationToken cancellationToken) =>
        SendAsync("create load balancer", BalancersWrite, HttpMethod.Post, Balancers(zone), body, DocumentJson.Default.LoadBalancer, cancellationToken);

    public ValueTask<Result<LoadBalancer>> PatchBalancerAsync(string zone, string id, string body, CancellationToken cancellationToken) =>
        SendAsync("change load balancer", BalancersWrite, HttpMethod.Patch, Balancers(zone, id), body, DocumentJson.Default.LoadBalancer, cancellationToken);

    public ValueTask<Result<bool>> DeleteBalancerAsync(string zone, string id, CancellationToken cancellationToken) =>
        DeleteAsync("delete load balancer", BalancersWrite, Balancers(zone, id), cancellationToken);

    public ValueTask<Result<ImmutableArray<Pool>>> ListPoolsAsync(string account, CancellationToken cancellationToken) =>
        AllAsync("list pools", PoolsRead, Pools(account), DocumentJson.Default.ImmutableArrayPool, cancellationToken);

    public ValueTask<Result<Pool>> CreatePoolAsync(string account, string body, CancellationToken cancellationToken) =>
        SendAsync("create pool", PoolsWrite, HttpMethod.Post, Pools(account), body, DocumentJson.Default.Pool, cancellationToken);

    public ValueTask<Result<Pool>> PatchPoolAsync(string account, string id, string body, CancellationToken cancellationToken) =>
        SendAsync("change pool", PoolsWrite, HttpMethod.Patch, Pools(account, id), body, DocumentJson.Default.Pool, cancellationToken);

    public ValueTask<Result<bool>> DeletePoolAsync(string account, string id, CancellationToken cancellationToken) =>
        DeleteAsync("delete pool", PoolsWrite, Pools(account, id), cancellationToken);

    public ValueTask<Result<ImmutableArray<ResourceReference>>> ListPoolReferencesAsync(string account, string id, CancellationToken cancellationToken) =>
        AllAsync("list references of pool", PoolsRead, $"{Pools(account, id)}/references", DocumentJson.Default.ImmutableArrayResourceReference, cancellationToken);

    public ValueTask<Result<PoolHealth>> GetPoolHealthAsync(string account, string id, CancellationToken cancellationToken) =>
        SendAsync("read pool health", PoolsRead, HttpMethod.Get, $"{Pools(account, id)}/health", null, DocumentJson.Default.PoolHealth, cancellationToken);

    public ValueTask<Result<ImmutableArray<HealthMonitor>>> ListMonitorsAsync(string account, CancellationToken cancellationToken) =>
        AllAsync("list monitors", PoolsRead, Monitors(account), DocumentJson.Default.ImmutableArrayHealthMonitor, cancellationToken);

    public ValueTask<Result<HealthMonitor>> CreateMonitorAsync(string account, string body, CancellationToken cancellationToken) =>
        SendAsync("create monitor", PoolsWrite, HttpMethod.Post, Monitors(account), body, DocumentJson.Default.HealthMonitor, cancellationToken);

    public ValueTask<Result<bool>> DeleteMonitorAsync(string account, string id, CancellationToken cancellationToken) =>
        DeleteAsync("delete monitor", PoolsWrite, Monitors(account, id), cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _sockets?.Dispose();
    }

    private static string Balancers(string zone, string? id = null) => $"/zones/{Uri.EscapeDataString(zone)}/load_balancers{Below(id)}";

    private static string Pools(string account, string? id = null) => $"/accounts/{Uri.EscapeDataString(account)}/load_balancers/pools{Below(id)}";

    private static string Monitors(string account, string? id = null) => $"/accounts/{Uri.EscapeDataString(account)}/load_balancers/monitors{Below(id)}";

    private static string Below(string? id) => id is null ? "" : $"/{Uri.EscapeDataString(id)}";

    private async ValueTask<Result<ImmutableArray<T>>> AllAsync<T>(string what, string permission, string path, JsonTypeInfo<ImmutableArray<T>> type, CancellationToken cancellationToken)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        for (var page = 1; page <= MostPages; page++)
        {
            var query = page == 1 ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page={page}";
            var read = await CallAsync(new CloudflareCall<Page<T>>
            {
                Name = Name(what),
                Permission = permission,
                Method = HttpMethod.Get,
                Path = path + query,
                Read = (result, info) => new(Items(result, type), info),
            }, cancellationToken).ConfigureAwait(false);
            if (!read.Succeeded)
            {
                return read.Problem;
            }

            items.AddRange(read.Value.Items);
            if (read.Value.Info is not { HasMore: true })
            {
                return items.ToImmutable();
            }

            if (read.Value.Items.IsEmpty)
            {
                return Problem.Failed($"{Name(what)}: page {page} is empty although more are announced: nothing of the list is used.", retryable: true);
            }
        }

        return Problem.Failed($"{Name(what)}: more than {MostPages} pages: nothing of them is used.", retryable: false);
    }

    private static ImmutableArray<T> Items<T>(JsonElement result, JsonTypeInfo<ImmutableArray<T>> type) => result.ValueKind == JsonValueKind.Null ? [] : result.Deserialize(type);

    private ValueTask<Result<T>> SendAsync<T>(string what, string permission, HttpMethod method, string path, string? body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        CallAsync(new CloudflareCall<T>
        {
            Name = Name(what),
            Permission = permission,
            Method = method,
            Path = path,
            Body = body,
            Read = (result, _) => result.Deserialize(type) ?? throw new JsonException(),
        }, cancellationToken);

    private ValueTask<Result<bool>> DeleteAsync(string what, string permission, string path, CancellationToken cancellationToken) => CallAsync(new CloudflareCall<bool>
    {
        Name = Name(what),
        Permission = permission,
        Method = HttpMethod.Delete,
        Path = path,
        Read = static (_, _) => true,
        AfterDoubt = static refusal => refusal.Kind == ProblemKind.NotFound ? true : null,
    }, cancellationToken);

    private static string Name(string what) => $"cloudflare: {what}";

    private ValueTask<Result<T>> CallAsync<T>(CloudflareCall<T> call, CancellationToken cancellationToken) => _caller.CallAsync(
        new HttpCall<T>
        {
            Name = call.Name,
            Request = () => Request(call),
            Read = reply => Reading.Read(reply, call, _settings.Token.Name),
            Writes = call.Method != HttpMethod.Get,
            OnlyOnce = call.Method == HttpMethod.Post,
            AfterDoubt = call.AfterDoubt,
            Admit = token => _budget.TakeAsync(token),
            Explain = error => error is TokenException missing ? new(ProblemKind.Denied, $"{call.Name}: {missing.Message}", Retryable: false) : null,
        },
        cancellationToken);

    private HttpRequestMessage Request<T>(CloudflareCall<T> call)
    {
        var request = new HttpRequestMessage(call.Method, new Uri(_settings.Endpoint.AbsoluteUri.TrimEnd('/') + call.Path)) { Version = HttpVersion.Version11 };
        request.Headers.Accept.Add(new("application/json"));
        request.Content = call.Body is { } body ? new StringContent(body, Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")) : null;
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

    private sealed record Page<T>(ImmutableArray<T> Items, ResultInfo? Info);
}
