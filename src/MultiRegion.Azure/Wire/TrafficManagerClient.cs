using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MultiRegion.Azure.Documents;
using MultiRegion.Shared.Http;

namespace MultiRegion.Azure.Wire;

/// <summary>Traffic Manager over Azure Resource Manager.</summary>
internal sealed class TrafficManagerClient : ITrafficManager, IDisposable
{
    public const string ApiVersion = "2022-04-01";
    private const string ReadProfiles = "Microsoft.Network/trafficManagerProfiles/read";
    private const string WriteProfiles = "Microsoft.Network/trafficManagerProfiles/write";
    private const string DeleteProfiles = "Microsoft.Network/trafficManagerProfiles/delete";
    private const string CheckNames = "Microsoft.Network/checkTrafficManagerNameAvailability/action";
    private const int MostPages = 1000;

    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(2);

    private readonly ArmSettings _settings;
    private readonly RequestBudget _budget;
    private readonly HttpMessageHandler? _sockets;
    private readonly HttpMessageInvoker _http;
    private readonly HttpCaller _caller;

    public TrafficManagerClient(ArmSettings settings)
    {
        _settings = settings;
        _budget = new(settings.Time);
        _sockets = settings.Transport is null ? Sockets() : null;
        _http = new(PipelineHandler.Of(settings.Credential, settings.Scope ?? $"{Base}/.default", settings.Transport ?? _sockets!), disposeHandler: true);
        _caller = new(_http, settings.Retry, settings.Time, settings.Roll, settings.Logger);
    }

    private string Base => _settings.Endpoint.AbsoluteUri.TrimEnd('/');

    public async ValueTask<Result<ImmutableArray<Profile>>> ListProfilesAsync(CancellationToken cancellationToken)
    {
        var (profiles, next) = (ImmutableArray.CreateBuilder<Profile>(), Profiles());
        for (var page = 0; page < MostPages; page++)
        {
            var read = await CallAsync(Get("list profiles", next, DocumentJson.Default.ProfileList), cancellationToken).ConfigureAwait(false);
            if (!read.Succeeded)
            {
                return read.Problem;
            }

            profiles.AddRange(read.Value.Value ?? []);
            if (!Uri.TryCreate(read.Value.NextLink, UriKind.Absolute, out var link))
            {
                return profiles.ToImmutable();
            }

            if (!IsOurs(link))
            {
                return Elsewhere("list profiles");
            }

            next = link;
        }

        return Problem.Failed($"{Name("list profiles")}: more than {MostPages} pages: nothing of them is used.", retryable: false);
    }

    public ValueTask<Result<Profile>> GetProfileAsync(string name, CancellationToken cancellationToken) => CallAsync(Get("read profile", Profiles(name), DocumentJson.Default.Profile), cancellationToken);

    public async ValueTask<Result<Profile>> PutProfileAsync(string name, string body, CancellationToken cancellationToken)
    {
        var started = await CallAsync(
            new ArmCall<(Operation Operation, Profile? Profile)>
            {
                Name = Name("write profile"),
                Action = WriteProfiles,
                Method = HttpMethod.Put,
                Target = Profiles(name),
                Body = body,
                Read = static reply => Operation.Started(reply) is var operation && operation.State == OperationState.Running ? (operation, null) : (operation, Json(reply, DocumentJson.Default.Profile)),
            },
            cancellationToken).ConfigureAwait(false);
        if (!started.Succeeded)
        {
            return started.Problem;
        }

        return started.Value.Profile is { } written ? written
            : await WaitAsync("write profile", started.Value.Operation, cancellationToken).ConfigureAwait(false) is { } problem ? problem
            : await GetProfileAsync(name, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Result<bool>> DeleteProfileAsync(string name, CancellationToken cancellationToken)
    {
        var started = await CallAsync(
            new ArmCall<Operation>
            {
                Name = Name("delete profile"),
                Action = DeleteProfiles,
                Method = HttpMethod.Delete,
                Target = Profiles(name),
                Read = Operation.Started,
                AfterDoubt = static refusal => refusal.Kind == ProblemKind.NotFound ? (Result<Operation>?)new Operation(OperationState.Succeeded) : null,
            },
            cancellationToken).ConfigureAwait(false);
        var problem = started.Succeeded ? await WaitAsync("delete profile", started.Value, cancellationToken).ConfigureAwait(false) : started.Problem;
        return problem is null ? true : problem;
    }

    public ValueTask<Result<NameAvailability>> CheckNameAsync(string relativeName, CancellationToken cancellationToken) => CallAsync(
        new ArmCall<NameAvailability>
        {
            Name = Name("check DNS name"),
            Action = CheckNames,
            Method = HttpMethod.Post,
            Target = At($"/subscriptions/{Uri.EscapeDataString(_settings.Subscription)}/providers/Microsoft.Network/checkTrafficManagerNameAvailabilityV2"),
            Body = JsonSerializer.Serialize(new(relativeName, EndpointTypes.Profile), DocumentJson.Default.NameQuestion),
            Read = static reply => Json(reply, DocumentJson.Default.NameAvailability),
        },
        cancellationToken);

    public void Dispose()
    {
        _http.Dispose();
        _sockets?.Dispose();
    }

    /// <summary>Asks until an operation has ended; null: it went well. The operation itself is not repeated here.</summary>
    private async ValueTask<Problem?> WaitAsync(string what, Operation operation, CancellationToken cancellationToken)
    {
        var start = _settings.Time.GetTimestamp();
        while (operation is { State: OperationState.Running, Poll: { } poll })
        {
            if (!IsOurs(poll))
            {
                return Elsewhere(what);
            }

            var wait = operation.Wait ?? UsualWait;
            if (_settings.Time.GetElapsedTime(start) + wait > _settings.OperationDeadline)
            {
                return Problem.Unreachable($"{Name(what)}: accepted, and not done within {_settings.OperationDeadline.TotalSeconds:0} s. It may still take effect: read before writing again.");
            }

            await Task.Delay(wait, _settings.Time, cancellationToken).ConfigureAwait(false);
            var asked = await CallAsync(
                new ArmCall<Operation> { Name = Name($"wait for: {what}"), Action = ReadProfiles, Method = HttpMethod.Get, Target = poll, Read = reply => Operation.Asked(reply, poll) }, cancellationToken).ConfigureAwait(false);
            if (!asked.Succeeded)
            {
                return asked.Problem with { Detail = $"{asked.Problem.Detail} {Name(what)} was accepted and may have taken effect: read before writing again." };
            }

            operation = asked.Value;
        }

        return operation.State == OperationState.Failed ? Problem.Failed($"{Name(what)}: accepted, and failed then: {operation.Error}. Nothing of it is in effect: plan again.", retryable: true) : null;
    }

    /// <summary>Whether an address that an answer names is one that the token may be sent to.</summary>
    private bool IsOurs(Uri address) => address.Scheme == _settings.Endpoint.Scheme && address.Authority == _settings.Endpoint.Authority;

    private static Problem Elsewhere(string what) => Problem.Failed($"{Name(what)}: the answer names another host to go on with, which gets no token of ours.", retryable: false);

    private static ArmCall<T> Get<T>(string what, Uri target, JsonTypeInfo<T> type) => new() { Name = Name(what), Action = ReadProfiles, Method = HttpMethod.Get, Target = target, Read = reply => Json(reply, type) };

    private static T Json<T>(HttpReply reply, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(reply.Body, type) ?? throw new JsonException();

    private static string Name(string what) => $"azure: {what}";

    private Uri Profiles(string? name = null) => At(
        $"/subscriptions/{Uri.EscapeDataString(_settings.Subscription)}/resourceGroups/{Uri.EscapeDataString(_settings.ResourceGroup)}/providers/Microsoft.Network/trafficmanagerprofiles{(name is null ? "" : $"/{Uri.EscapeDataString(name)}")}");

    private Uri At(string path) => new($"{Base}{path}?api-version={ApiVersion}");

    private ValueTask<Result<T>> CallAsync<T>(ArmCall<T> call, CancellationToken cancellationToken) => _caller.CallAsync(
        new HttpCall<T>
        {
            Name = call.Name,
            Request = () => Request(call),
            Read = reply => Verdicts.Read(reply, call),
            Writes = call.Method == HttpMethod.Put || call.Method == HttpMethod.Delete,
            AfterDoubt = call.AfterDoubt,
            Admit = token => _budget.TakeAsync(call.Method, token),
            Explain = error => error is TokenException missing ? new(ProblemKind.Denied, $"{call.Name}: {missing.Message}", Retryable: false) : null,
        },
        cancellationToken);

    private static HttpRequestMessage Request<T>(ArmCall<T> call)
    {
        var request = new HttpRequestMessage(call.Method, call.Target);
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
}
