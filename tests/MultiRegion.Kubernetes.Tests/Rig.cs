using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests;

/// <summary>A client on a fake in virtual time.</summary>
internal sealed class Rig : IDisposable
{
    public static readonly KubeResource ConfigMaps = new("", "v1", "configmaps", "ConfigMap", true);

    public Rig(RetrySettings? retry = null)
    {
        Fake = new(Clock);
        Fake.Put(Namespace("shop"));
        Fake.Forget();
        Client = new(new() { Cluster = "cluster eu", Server = new("https://eu.example.com"), Transport = Fake.Handler, Time = Clock, Roll = static () => 0.5, Retry = retry ?? new() { Attempts = 4 } });
    }

    public VirtualClock Clock { get; } = new();

    public FakeCluster Fake { get; }

    public KubeClient Client { get; }

    public static string Namespace(string name) => $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{name}}}"}}""";

    public static string ConfigMap(string name, string value = "1") => $$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{{{name}}}", "namespace": "shop", "labels": {"app": "{{{name}}}"}}, "data": {"a": "{{{value}}}"}}""";

    public static string Deployment(string name, int replicas, string kind = "Deployment", string ns = "shop") => $$$"""
        {"apiVersion": "apps/v1", "kind": "{{{kind}}}", "metadata": {"name": "{{{name}}}", "namespace": "{{{ns}}}"},
         "spec": {"replicas": {{{replicas}}}, "template": {"spec": {"containers": [{"name": "app", "image": "shop/{{{name}}}:1.2"}]}} }}
        """;

    public Task<T> RunAsync<T>(ValueTask<T> call) => RunAsync(Clock, call.AsTask());

    /// <summary>Lets time pass until the call is done.</summary>
    public static async Task<T> RunAsync<T>(VirtualClock clock, Task<T> task)
    {
        for (var idle = 0; !task.IsCompleted && idle < 1_000_000; idle++)
        {
            if (clock.AdvanceToNextTimer())
            {
                idle = 0;
            }
            else
            {
                // Cancelled waits go on elsewhere.
                await Task.Yield();
            }
        }

        return task.IsCompleted ? await task : throw new InvalidOperationException("The call waits for something that no time brings.");
    }

    public void Dispose() => Client.Dispose();
}
