using System.Collections.Immutable;
using MultiRegion.Coordination;
using MultiRegion.Topology;
using MultiRegion.Topology.Written;

namespace MultiRegion.Engine;

/// <summary>Everything that is wrong with the settings of an engine, each with its values.</summary>
internal static class EngineOptionsCheck
{
    public static ImmutableArray<string> Find(EngineOptions options)
    {
        var findings = new Findings();
        EngineForms.Engine.Check(options, "", findings);
        var timing = LeaseTiming.Check(options.LoopInterval, options.LeaseRetry, options.WriteTimeout, options.LeaseDuration);
        return [.. findings.Mistakes.Select(static mistake => mistake.ToString()), .. timing is null ? [] : new[] { timing }];
    }
}
