using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing.Conformance;

[Collection(nameof(DescriptorTests))]
public sealed class HttpProbeConformance : ProberConformance
{
    private protected override IPromptProbe Create(HttpProbeDefinition definition, ProbeContext context) =>
        (IPromptProbe)ProbeFactory.Create(definition, context);
}
