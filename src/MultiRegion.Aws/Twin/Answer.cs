using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Twin;

/// <summary>One of the answers that a client may get.</summary>
/// <param name="Records">What it is chosen from: values, or aliases that lead out of the zone. Empty: no answer.</param>
/// <param name="Count">How many of the records it holds, each equally likely.</param>
/// <param name="Probability">How likely, 0 to 1.</param>
internal readonly record struct Answer(ImmutableArray<ResourceRecordSet> Records, int Count, double Probability);

/// <summary>What is healthy, as last known: a query never triggers a check.</summary>
/// <param name="Check">By the id of a health check.</param>
/// <param name="Target">Of an alias target outside the zone.</param>
internal readonly record struct KnownHealth(Func<string, bool> Check, Func<AliasTarget, bool> Target);
