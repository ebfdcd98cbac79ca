using MultiRegion.Probing;
using MultiRegion.Probing.Batch;
using MultiRegion.Tests.Probing.Conformance;

namespace MultiRegion.Tests.Probing.Batch;

/// <summary>Hostile targets, in batches.</summary>
[Collection(nameof(DescriptorTests))]
public sealed class BatchConformance : ProberConformance
{
    private protected override IPromptProbe Create(HttpProbeDefinition definition, ProbeContext context)
    {
        context.UseBatches();
        return ProbeFactory.Create(definition, context).ShouldBeOfType<BatchHttpProbe>();
    }
}
