using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using Body = MultiRegion.Aws.Wire.GlobalAcceleratorBodies;

namespace MultiRegion.Aws.Wire;

/// <summary>Global Accelerator's API of 2018-08-08. Safe for many callers at once.</summary>
internal sealed class GlobalAcceleratorClient : IGlobalAccelerator, IDisposable
{
    private const int EndpointsAtOnce = 10;

    private readonly AwsConnection _connection;

    private GlobalAcceleratorClient(AwsEndpoint endpoint, AwsClientSettings settings) =>
        _connection = new(endpoint, AwsProtocol.Json("globalaccelerator", "1.1"), RequestBudget.GlobalAccelerator(settings.Time, settings.RequestBurst ?? 10, settings.RequestsPerSecond ?? 5), settings);

    /// <returns>A refusal when the region is unknown or the endpoint's settings contradict each other.</returns>
    public static Result<GlobalAcceleratorClient> Create(AwsClientSettings settings)
    {
        var endpoint = AwsEndpoint.GlobalAccelerator(settings);
        return endpoint.Succeeded ? new GlobalAcceleratorClient(endpoint.Value, settings) : endpoint.Problem;
    }

    public void Dispose() => _connection.Dispose();

    public ValueTask<Result<Accelerator>> DescribeAsync(string arn, CancellationToken cancellationToken) =>
        ReadAsync("DescribeAccelerator", arn, new() { AcceleratorArn = arn }, static read => GlobalAcceleratorReader.Accelerator(read.Accelerator), cancellationToken);

    public ValueTask<Result<ImmutableArray<Accelerator>>> ListAsync(CancellationToken cancellationToken) =>
        ListAsync("ListAccelerators", "*", new(), static read => (read.Accelerators ?? []).Select(GlobalAcceleratorReader.Accelerator), cancellationToken);

    public ValueTask<Result<ImmutableArray<Listener>>> ListListenersAsync(string accelerator, CancellationToken cancellationToken) =>
        ListAsync("ListListeners", accelerator, new() { AcceleratorArn = accelerator }, static read => (read.Listeners ?? []).Select(GlobalAcceleratorReader.Listener), cancellationToken);

    public ValueTask<Result<ImmutableArray<EndpointGroup>>> ListGroupsAsync(string listener, CancellationToken cancellationToken) =>
        ListAsync("ListEndpointGroups", listener, new() { ListenerArn = listener }, static read => (read.EndpointGroups ?? []).Select(GlobalAcceleratorReader.Group), cancellationToken);

    public ValueTask<Result<Listener>> CreateListenerAsync(string accelerator, Listener listener, string idempotencyToken, CancellationToken cancellationToken) => WriteAsync(
        "CreateListener", accelerator, Listens(listener) with { AcceleratorArn = accelerator, IdempotencyToken = idempotencyToken },
        static read => GlobalAcceleratorReader.Listener(read.Listener), null, cancellationToken);

    public ValueTask<Result<Listener>> UpdateListenerAsync(Listener listener, CancellationToken cancellationToken) => listener.Arn is not { } arn
        ? ValueTask.FromResult<Result<Listener>>(Problem.Refused("globalaccelerator:UpdateListener: the listener has no ARN yet: create it."))
        : WriteAsync("UpdateListener", arn, Listens(listener) with { ListenerArn = arn }, static read => GlobalAcceleratorReader.Listener(read.Listener), null, cancellationToken);

    public ValueTask<Result<EndpointGroup>> CreateGroupAsync(string listener, EndpointGroup group, string idempotencyToken, CancellationToken cancellationToken) => WriteAsync(
        "CreateEndpointGroup", listener,
        new Body.Request
        {
            ListenerArn = listener,
            EndpointGroupRegion = group.Region,
            EndpointConfigurations = Configurations(group.Endpoints),
            TrafficDialPercentage = group.Dial,
            HealthCheckPort = group.HealthPort,
            HealthCheckProtocol = group.HealthProtocol,
            HealthCheckPath = group.HealthPath,
            HealthCheckIntervalSeconds = group.HealthInterval,
            ThresholdCount = group.Threshold,
            PortOverrides = group.PortOverrides.IsEmpty ? null : Overrides(group.PortOverrides),
            IdempotencyToken = idempotencyToken,
        },
        static read => GlobalAcceleratorReader.Group(read.EndpointGroup), null, cancellationToken);

    public ValueTask<Result<EndpointGroup>> UpdateGroupAsync(string group, EndpointGroupUpdate update, CancellationToken cancellationToken) => WriteAsync(
        "UpdateEndpointGroup", group,
        new Body.Request
        {
            EndpointGroupArn = group,
            EndpointConfigurations = update.Endpoints is { } endpoints ? Configurations(endpoints) : null,
            TrafficDialPercentage = update.Dial,
            HealthCheckPort = update.HealthPort,
            HealthCheckProtocol = update.HealthProtocol,
            HealthCheckPath = update.HealthPath,
            HealthCheckIntervalSeconds = update.HealthInterval,
            ThresholdCount = update.Threshold,
            PortOverrides = update.PortOverrides is { } overrides ? Overrides(overrides) : null,
        },
        static read => GlobalAcceleratorReader.Group(read.EndpointGroup), null, cancellationToken);

    /// <summary>A group that is not there after an attempt whose answer was lost has been deleted by it.</summary>
    public ValueTask<Result<bool>> DeleteGroupAsync(string group, CancellationToken cancellationToken) => WriteAsync(
        "DeleteEndpointGroup", group, new() { EndpointGroupArn = group }, static _ => true, static problem => problem.Kind == ProblemKind.NotFound ? true : null, cancellationToken);

    public ValueTask<Result<bool>> AddEndpointsAsync(string group, ImmutableArray<AcceleratorEndpoint> endpoints, CancellationToken cancellationToken) => EachAsync(
        endpoints, some => WriteAsync("AddEndpoints", group, new() { EndpointGroupArn = group, EndpointConfigurations = Configurations(some) }, static _ => true, null, cancellationToken));

    public ValueTask<Result<bool>> RemoveEndpointsAsync(string group, ImmutableArray<string> endpoints, CancellationToken cancellationToken) => EachAsync(
        endpoints,
        some => WriteAsync(
            "RemoveEndpoints", group, new() { EndpointGroupArn = group, EndpointIdentifiers = [.. some.Select(static id => new Body.Identifier { EndpointId = id })] }, static _ => true, null, cancellationToken));

    public ValueTask<Result<ImmutableDictionary<string, string>>> ListTagsAsync(string arn, CancellationToken cancellationToken) =>
        ReadAsync("ListTagsForResource", arn, new() { ResourceArn = arn }, GlobalAcceleratorReader.Tags, cancellationToken);

    public ValueTask<Result<bool>> TagAsync(string arn, ImmutableDictionary<string, string> set, CancellationToken cancellationToken) => WriteAsync(
        "TagResource", arn,
        new() { ResourceArn = arn, Tags = [.. set.OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag => new Body.Label { Key = tag.Key, Value = tag.Value })] },
        static _ => true, null, cancellationToken);

    private static Body.Request Listens(Listener listener) => new()
    {
        PortRanges = [.. listener.Ports.Select(static range => new Body.Ports { FromPort = range.From, ToPort = range.To })],
        Protocol = listener.Protocol,
        ClientAffinity = listener.ClientAffinity,
    };

    private static Body.Configuration[] Configurations(IEnumerable<AcceleratorEndpoint> endpoints) =>
        [.. endpoints.Select(static one => new Body.Configuration { EndpointId = one.Id, Weight = one.Weight, ClientIPPreservationEnabled = one.PreserveClientAddress })];

    private static Body.Override[] Overrides(ImmutableArray<PortOverride> overrides) =>
        [.. overrides.Select(static one => new Body.Override { ListenerPort = one.ListenerPort, EndpointPort = one.EndpointPort })];

    private static async ValueTask<Result<bool>> EachAsync<T>(ImmutableArray<T> all, Func<T[], ValueTask<Result<bool>>> write)
    {
        foreach (var some in all.Chunk(EndpointsAtOnce))
        {
            var done = await write(some).ConfigureAwait(false);
            if (!done.Succeeded)
            {
                return done;
            }
        }

        return true;
    }

    private ValueTask<Result<ImmutableArray<T>>> ListAsync<T>(
        string operation, string resource, Body.Request request, Func<Body.Response, IEnumerable<T>> items, CancellationToken cancellationToken) => Paging.AllAsync(
        $"globalaccelerator:{operation}",
        marker => ReadAsync(operation, resource, request with { NextToken = marker }, read => new Page<T>([.. items(read)], read.NextToken is { Length: > 0 } next ? next : null), cancellationToken));

    private ValueTask<Result<T>> ReadAsync<T>(string operation, string resource, Body.Request request, Func<Body.Response, T> read, CancellationToken cancellationToken) =>
        CallAsync(operation, resource, request, read, writes: false, null, cancellationToken);

    private ValueTask<Result<T>> WriteAsync<T>(
        string operation, string resource, Body.Request request, Func<Body.Response, T> read, Func<Problem, Result<T>?>? afterDoubt, CancellationToken cancellationToken) =>
        CallAsync(operation, resource, request, read, writes: true, afterDoubt, cancellationToken);

    private ValueTask<Result<T>> CallAsync<T>(
        string operation, string resource, Body.Request request, Func<Body.Response, T> read, bool writes, Func<Problem, Result<T>?>? afterDoubt, CancellationToken cancellationToken) =>
        _connection.CallAsync(
            new AwsCall<T>
            {
                Action = $"globalaccelerator:{operation}",
                Resource = resource,
                Method = HttpMethod.Post,
                Path = "/",
                Target = $"GlobalAccelerator_V20180706.{operation}",
                Body = GlobalAcceleratorJson.Write(request),
                Read = body => read(GlobalAcceleratorJson.Read(body)),
                Writes = writes,
                AfterDoubt = afterDoubt,
            },
            cancellationToken);
}
