using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using MultiRegion.Kubernetes.Credentials;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>One cluster's API: objects as JSON, whatever their kind.</summary>
internal sealed class KubeClient : IDisposable
{
    private const string Json = "application/json";

    private readonly KubeSettings _settings;
    private readonly HttpMessageInvoker _http;
    private readonly HttpCaller _caller;
    private readonly TokenBucket _budget;
    private long _requests;
    private long _writes;

    public KubeClient(KubeSettings settings)
    {
        _settings = settings;
        _http = new(settings.Transport, disposeHandler: false);
        _caller = new(_http, settings.Retry, settings.Time, settings.Roll, settings.Logger);
        _budget = new(settings.Rate.Burst, settings.Rate.PerSecond, settings.Time);
        Discovery = new(this, settings.Time);
    }

    /// <summary>What the cluster serves.</summary>
    public Discovery Discovery { get; }

    /// <summary>How many requests went out, watches included, and how many of them could change something.</summary>
    public (long Requests, long Writes) Traffic => (Interlocked.Read(ref _requests), Interlocked.Read(ref _writes));

    internal KubeSettings Settings => _settings;

    public ValueTask<KubeResult<JsonObject>> GetAsync(KubeResource kind, string? ns, string name, CancellationToken cancellationToken) =>
        ObjectAsync(Read($"read {kind.Kind} {Named(ns, name)}", kind.Path(ns, name)), cancellationToken);

    /// <summary>Reads a list to its end, page by page.</summary>
    public ValueTask<KubeResult<KubeList>> ListAsync(KubeResource kind, string? ns, ListOptions options, CancellationToken cancellationToken) =>
        new KubePages(this, $"list {kind.Plural}{(ns is null ? "" : $" in {ns}")}", kind.Path(ns), options).ReadAsync(cancellationToken);

    public ValueTask<KubeResult<JsonObject>> CreateAsync(KubeResource kind, string? ns, JsonObject item, WriteOptions options, CancellationToken cancellationToken) =>
        ObjectAsync(Write($"create {kind.Kind} {Named(ns, item.Name() ?? "")}", HttpMethod.Post, kind.Path(ns) + options.Query(applies: false), item.ToJsonString(), Json), cancellationToken);

    /// <summary>Server-side apply: what the object says is ours, and what it does not say any more is given up.</summary>
    public ValueTask<KubeResult<JsonObject>> ApplyAsync(KubeResource kind, string? ns, string name, JsonObject item, WriteOptions options, CancellationToken cancellationToken) =>
        item.Below("metadata")?.ContainsKey("managedFields") == true ? throw new ArgumentException("What is applied must not hold managedFields.")
        : ObjectAsync(Write($"apply {kind.Kind} {Named(ns, name)}", HttpMethod.Patch, kind.Path(ns, name) + options.Query(applies: true), item.ToJsonString(), "application/apply-patch+yaml"), cancellationToken);

    public ValueTask<KubeResult<JsonObject>> PatchAsync(KubeResource kind, string? ns, string name, PatchKind patch, JsonNode body, WriteOptions options, CancellationToken cancellationToken) =>
        ObjectAsync(Write($"patch {kind.Kind} {Named(ns, name)}", HttpMethod.Patch, kind.Path(ns, name) + options.Query(applies: false), body.ToJsonString(), Type(patch)), cancellationToken);

    /// <summary>Writes an object as it was read; the server refuses it when the version in it is no longer the present one.</summary>
    public ValueTask<KubeResult<JsonObject>> ReplaceAsync(KubeResource kind, string? ns, string name, JsonObject item, WriteOptions options, CancellationToken cancellationToken) =>
        ObjectAsync(Write($"write {kind.Kind} {Named(ns, name)}", HttpMethod.Put, kind.Path(ns, name) + options.Query(applies: false), item.ToJsonString(), Json), cancellationToken);

    /// <summary>Reads how many replicas are asked for and are there, whatever the kind.</summary>
    public ValueTask<KubeResult<JsonObject>> GetScaleAsync(KubeResource kind, string? ns, string name, CancellationToken cancellationToken) =>
        ObjectAsync(Read($"read the scale of {kind.Kind} {Named(ns, name)}", kind.Path(ns, name, "scale")), cancellationToken);

    /// <summary>Asks for so many replicas by the subresource, whatever the kind; only in a version when one is named.</summary>
    public ValueTask<KubeResult<JsonObject>> ScaleAsync(KubeResource kind, string? ns, string name, int replicas, string? version, WriteOptions options, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } };
        if (version is not null)
        {
            body["metadata"] = new JsonObject { ["resourceVersion"] = version };
        }

        return ObjectAsync(Write($"scale {kind.Kind} {Named(ns, name)}", HttpMethod.Patch, kind.Path(ns, name, "scale") + options.Query(applies: false), body.ToJsonString(), Type(PatchKind.Merge)), cancellationToken);
    }

    public ValueTask<KubeResult<JsonObject>> DeleteAsync(KubeResource kind, string? ns, string name, DeleteOptions options, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = options.Propagation.ToString() };
        if (options.Uid is not null || options.ResourceVersion is not null)
        {
            var conditions = new JsonObject();
            body["preconditions"] = conditions;
            Set(conditions, "uid", options.Uid);
            Set(conditions, "resourceVersion", options.ResourceVersion);
        }

        var query = KubeQuery.Of(("dryRun", options.DryRun ? "All" : null));
        return ObjectAsync(Write($"delete {kind.Kind} {Named(ns, name)}", HttpMethod.Delete, kind.Path(ns, name) + query, body.ToJsonString(), Json), cancellationToken);
    }

    /// <summary>Deletes what bears the labels, all in one request.</summary>
    public ValueTask<KubeResult<JsonObject>> DeleteAllAsync(KubeResource kind, string ns, string labelSelector, CancellationToken cancellationToken) =>
        ObjectAsync(Write($"delete {kind.Plural} in {ns}", HttpMethod.Delete, kind.Path(ns) + KubeQuery.Of(("labelSelector", labelSelector)), """{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background"}""", Json), cancellationToken);

    /// <summary>Lists and then follows what changes; see <see cref="KubeWatch"/>.</summary>
    public IAsyncEnumerable<WatchEvent> WatchAsync(KubeResource kind, string? ns, ListOptions options, CancellationToken cancellationToken) =>
        new KubeWatch(this, kind, ns, options).RunAsync(cancellationToken);

    /// <summary>Reads a document of the API that is not an object of a kind: a version, a list of resources.</summary>
    public ValueTask<KubeResult<JsonObject>> GetRawAsync(string what, string path, CancellationToken cancellationToken) => ObjectAsync(Read(what, path), cancellationToken);

    /// <summary>Whether the API server says that it is ready to serve.</summary>
    public ValueTask<KubeResult<bool>> IsReadyAsync(CancellationToken cancellationToken) => CallAsync<bool>(Read("ask for readiness", "/readyz"), static (_, _) => true, cancellationToken);

    public void Dispose() => _http.Dispose();

    internal HttpRequestMessage Request(HttpMethod method, string path, string? body, string? type)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _writes, method == HttpMethod.Get ? 0 : 1);
        var request = new HttpRequestMessage(method, new Uri(_settings.Server.AbsoluteUri.TrimEnd('/') + path)) { Version = HttpVersion.Version11 };
        request.Headers.Accept.Add(new(Json));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("MultiRegion", typeof(KubeClient).Assembly.GetName().Version!.ToString(2)));
        request.Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new(type!) } };
        return request;
    }

    internal Task<HttpResponseMessage> StreamAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _http.SendAsync(request, cancellationToken);

    internal string Name(string what) => $"{_settings.Cluster}: {what}";

    internal static Problem? Explain(string call, Exception error) => error is CredentialException missing ? new(ProblemKind.Denied, $"{call}: {missing.Message}", Retryable: false) : null;

    internal ValueTask<KubeResult<JsonObject>> ObjectAsync(Call call, CancellationToken cancellationToken) =>
        CallAsync(call, static (name, body) => Replies.Object(name, body), cancellationToken);

    internal Call Read(string what, string path) => new(Name(what), HttpMethod.Get, path, null, null);

    private Call Write(string what, HttpMethod method, string path, string body, string type) => new(Name(what), method, path, body, type);

    private async ValueTask<KubeResult<T>> CallAsync<T>(Call call, Func<string, byte[], Result<T>> read, CancellationToken cancellationToken)
    {
        KubeStatus? status = null;
        var code = 0;
        ImmutableArray<string> warnings = [];
        var result = await _caller.CallAsync(
            new HttpCall<T>
            {
                Name = call.Name,
                Request = () => Request(call.Method, call.Path, call.Body, call.Type),
                Read = reply =>
                {
                    (status, code, warnings) = (null, (int)reply.Status, Replies.Warnings(reply.Header("Warning")));
                    if ((int)reply.Status is >= 300 and < 400)
                    {
                        return Replies.Redirected<T>(call.Name, reply.Status);
                    }

                    if (!reply.IsSuccess)
                    {
                        status = KubeStatus.Read(reply.Body);
                        return Replies.Bad<T>(call.Name, reply.Status, status, reply.RetryAfter);
                    }

                    var value = read(call.Name, reply.Body);
                    return value.Succeeded ? Verdict<T>.Good(value.Value) : Verdict<T>.Doubtful(value.Problem, again: false);
                },
                Writes = call.Method != HttpMethod.Get,
                OnlyOnce = call.Method != HttpMethod.Get,
                Admit = token => _budget.TakeAsync(token),
                Explain = error => Explain(call.Name, error),
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var warning in warnings)
        {
            KubeLog.Warned(_settings.Logger, call.Name, warning);
        }

        return new(result, status, warnings) { Code = code };
    }

    private static string Type(PatchKind patch) => patch switch
    {
        PatchKind.Merge => "application/merge-patch+json",
        PatchKind.Json => "application/json-patch+json",
        _ => "application/strategic-merge-patch+json",
    };

    private static string Named(string? ns, string name) => ns is null ? name : $"{ns}/{name}";

    private static void Set(JsonObject map, string key, string? value)
    {
        if (value is not null)
        {
            map[key] = value;
        }
    }

    /// <summary>One request. Its body may hold secrets: it prints its name alone.</summary>
    internal sealed class Call(string name, HttpMethod method, string path, string? body, string? type)
    {
        public string Name { get; } = name;

        public HttpMethod Method { get; } = method;

        public string Path { get; } = path;

        public string? Body { get; } = body;

        public string? Type { get; } = type;
    }
}

/// <summary>What a client tells the log.</summary>
internal static partial class KubeLog
{
    [LoggerMessage(EventId = 20, Level = LogLevel.Warning, Message = "{Call}: the API server warns: {Warning}")]
    public static partial void Warned(ILogger logger, string call, string warning);
}
