using System.Collections.Immutable;

namespace MultiRegion.Topology;

/// <summary>Header values may be secrets. They live in the configuration and in the probes, and never in a record.</summary>
internal static class HeaderSecrets
{
    /// <summary>Stands for every value.</summary>
    public const string Concealed = "(secret)";

    /// <summary>The topology with its headers' names and without their values. A fingerprint instead would let a weak one be guessed.</summary>
    public static EstateTopology Conceal(EstateTopology topology) => topology with
    {
        Services = [.. topology.Services.Select(static service => service with { Probe = Conceal(service.Probe) })],
        Vantages = [.. topology.Vantages.Select(static vantage => vantage with { References = [.. vantage.References.Select(Conceal)] })],
    };

    /// <summary>
    /// What stands for a recorded probe now: itself when it has no headers, or else the live one of its service. Null when that is gone: better no
    /// check than one that fails everywhere for want of a token.
    /// </summary>
    public static ProbeDefinition? Live(ProbeDefinition? recorded, ServiceId service, EstateTopology live) =>
        recorded is null || !HasHeaders(recorded) ? recorded : live.Services.FirstOrDefault(definition => definition.Id == service)?.Probe;

    private static bool HasHeaders(ProbeDefinition probe) => probe switch
    {
        HttpProbeDefinition http => !http.Headers.IsEmpty,
        CompositeProbeDefinition composite => composite.Probes.Any(HasHeaders),
        _ => false,
    };

    private static ProbeDefinition Conceal(ProbeDefinition probe) => probe switch
    {
        HttpProbeDefinition http => http with { Headers = http.Headers.ToImmutableSortedDictionary(static header => header.Key, static _ => Concealed, http.Headers.KeyComparer) },
        CompositeProbeDefinition composite => composite with { Probes = [.. composite.Probes.Select(Conceal)] },
        _ => probe,
    };
}
