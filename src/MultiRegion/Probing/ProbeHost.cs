namespace MultiRegion.Probing;

/// <summary>Whose door a probe knocks at.</summary>
internal static class ProbeHost
{
    /// <summary>The host, by name or address; of a composite, the first one. Null: only the application knows.</summary>
    public static string? Of(ProbeDefinition definition, string? endpoint) => definition switch
    {
        NamedProbeDefinition => null,
        CompositeProbeDefinition composite =>
            composite.Probes.Select(child => Of(child, composite.Host ?? endpoint)).FirstOrDefault(static host => host is not null),
        _ => (definition.Host ?? endpoint) is { Length: > 0 } host ? host : null,
    };
}
