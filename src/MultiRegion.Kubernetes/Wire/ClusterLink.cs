using Microsoft.Extensions.Logging;
using MultiRegion.Kubernetes.Config;
using MultiRegion.Kubernetes.Credentials;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>The client of one cluster, made when it is first needed: a kubeconfig that is wrong makes this cluster unknown, and no other. It is read again until it is right.</summary>
internal sealed class ClusterLink(string name, KubernetesConnectionOptions options, RetrySettings retry, TimeProvider time, ILogger logger, Func<string, string?>? environment = null) : IDisposable
{
    private readonly Lock _gate = new();
    private KubeClient? _client;
    private HttpMessageHandler? _transport;

    /// <summary>How many requests went out, and how many of them could change something.</summary>
    public (long Requests, long Writes) Traffic
    {
        get
        {
            lock (_gate)
            {
                return _client?.Traffic ?? default;
            }
        }
    }

    public Result<KubeClient> Open()
    {
        lock (_gate)
        {
            return _client is { } known ? known : Make();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _client?.Dispose();
            _transport?.Dispose();
            (_client, _transport) = (null, null);
        }
    }

    private Result<KubeClient> Make()
    {
        if (options.Client is { } given)
        {
            return _client = Client(options.Address!, new GivenClient(given));
        }

        var connection = Connection();
        return connection.Succeeded ? _client = Client(connection.Value.Server, _transport = new KubeTransport(connection.Value)) : connection.Problem with { Detail = $"{name}: {connection.Problem.Detail}" };
    }

    private Result<ClusterConnection> Connection()
    {
        var variables = environment ?? Environment.GetEnvironmentVariable;
        if (options.InCluster)
        {
            return InCluster.Resolve(variables, InCluster.Mount, time);
        }

        var config = KubeConfigFiles.Load(options.KubeConfig, variables);
        return config.Succeeded ? new ConnectionResolver(new Programs(time), time).Resolve(config.Value, options.Context) : config.Problem;
    }

    private KubeClient Client(Uri server, HttpMessageHandler transport) => new(new() { Cluster = name, Server = server, Transport = transport, Time = time, Retry = retry, Logger = logger });
}
