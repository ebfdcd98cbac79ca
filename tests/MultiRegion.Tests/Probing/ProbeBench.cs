using System.Security.Cryptography.X509Certificates;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

/// <summary>Makes probes and sends them to loopback ports.</summary>
internal sealed class ProbeBench(X509ChainPolicy? chainPolicy = null) : IDisposable
{
    public ProbeContext Context { get; } = new(TimeProvider.System) { ChainPolicy = chainPolicy };

    /// <summary>From now on, HTTP probes are carried out in batches.</summary>
    public ProbeBench InBatches()
    {
        Context.UseBatches();
        Context.Batch.ShouldNotBeNull();
        return this;
    }

    public ValueTask<ProbeResult> ProbeAsync(ProbeDefinition definition, int port, CancellationToken cancellationToken = default) =>
        ProbeFactory.Create(definition, Context).ProbeAsync(Some.Target("eu", port), cancellationToken);

    public void Dispose() => Context.Dispose();
}
