using MultiRegion.Probing.Batch;

namespace MultiRegion.Probing;

/// <summary>Makes probes of their definitions.</summary>
internal static class ProbeFactory
{
    /// <exception cref="ArgumentException">The definition cannot work; the message holds all its problems, each with its place.</exception>
    public static IHealthProbe Create(ProbeDefinition definition, ProbeContext context)
    {
        string[] problems = [.. ProbeDefinitionProblems.Of(definition, "probe", context.Named.ContainsKey)];
        return problems.Length == 0
            ? Make(definition, context)
            : throw new ArgumentException(string.Join(Environment.NewLine, problems), nameof(definition));
    }

    private static IHealthProbe Make(ProbeDefinition definition, ProbeContext context) => definition switch
    {
        HttpProbeDefinition http when context.Batch is { } loop => new BatchHttpProbe(http, context, loop),
        HttpProbeDefinition http => new HttpProbe(http, context),
        TcpProbeDefinition tcp => new TcpProbe(tcp, context),
        GrpcProbeDefinition grpc => new GrpcProbe(grpc, context),
        CompositeProbeDefinition composite => new CompositeProbe(
            [.. composite.Probes.Select(child => Make(Inherit(composite, child), context))],
            composite.Required ?? composite.Probes.Length,
            context.Time),
        NamedProbeDefinition { Host: null, Port: null } named => context.Named[named.Name],
        NamedProbeDefinition named => new RedirectedProbe(context.Named[named.Name], named.Host, named.Port),
        _ => throw new ArgumentException($"There is no probe of kind {definition.GetType().Name}.", nameof(definition)),
    };

    // A host or port on a composite holds for those of its probes that name none.
    private static ProbeDefinition Inherit(CompositeProbeDefinition parent, ProbeDefinition child) =>
        child with { Host = child.Host ?? parent.Host, Port = child.Port ?? parent.Port };
}
