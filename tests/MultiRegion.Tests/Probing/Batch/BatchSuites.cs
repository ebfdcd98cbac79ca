namespace MultiRegion.Tests.Probing.Batch;

/// <summary>What HTTP probes are held to holds in batches too: the same tests once more.</summary>
public sealed class BatchHttpProbeTests() : HttpProbeTests(static bench => bench.InBatches());

public sealed class BatchTlsProbeTests() : TlsProbeTests(static bench => bench.InBatches());

public sealed class BatchTripwireTests() : TripwireTests(static bench => bench.InBatches());

[Collection(nameof(DescriptorTests))]
public sealed class BatchDescriptorTests() : DescriptorTests(static bench => bench.InBatches());
