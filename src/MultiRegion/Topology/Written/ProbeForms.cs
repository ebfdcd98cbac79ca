using System.Collections.Immutable;
using MultiRegion.Topology.Forms;

namespace MultiRegion.Topology.Written;

/// <summary>How probes are written: <c>{ "Http": { "Path": "/healthz" } }</c>.</summary>
internal static class ProbeForms
{
    /// <summary>Stands for a probe that was not written or could not be read.</summary>
    public static readonly ProbeDefinition Unread = new NamedProbeDefinition { Name = "" };

    public static readonly SectionForm<HttpProbeDefinition> Http = new(static () => new(), static () =>
    [
        .. Target<HttpProbeDefinition>(),
        Key<HttpProbeDefinition>.Of("Https", Scalars.Flag, static it => it.Https, static (it, value) => it with { Https = value }),
        Key<HttpProbeDefinition>.Of("Method", Scalars.Text, static it => it.Method, static (it, value) => it with { Method = value }),
        Key<HttpProbeDefinition>.Of("Path", Scalars.Text, static it => it.Path, static (it, value) => it with { Path = value }),
        Key<HttpProbeDefinition>.Of("HostHeader", Scalars.OptionalText, static it => it.HostHeader, static (it, value) => it with { HostHeader = value }),
        Key<HttpProbeDefinition>.Of("TlsName", Scalars.OptionalText, static it => it.TlsName, static (it, value) => it with { TlsName = value }),
        Key<HttpProbeDefinition>.Of("Headers", new MapForm<string>(static () => Scalars.Text, static () => ""), static it => [.. it.Headers], Merged),
        Key<HttpProbeDefinition>.Of(
            "Statuses", new ListForm<StatusRange>(static () => new StatusForm(), static () => new(200, 299)),
            static it => it.Statuses, static (it, value) => it with { Statuses = value }),
        Key<HttpProbeDefinition>.Of("BodyContains", Scalars.OptionalText, static it => it.BodyContains, static (it, value) => it with { BodyContains = value }),
        Key<HttpProbeDefinition>.Of(
            "MaximumBody", Scalars.Integer(Bounds.Body), static it => it.MaximumBody, static (it, value) => it with { MaximumBody = value }),
        Key<HttpProbeDefinition>.Of("Tripwire", Scalars.Flag, static it => it.Tripwire, static (it, value) => it with { Tripwire = value }),
    ]);

    public static readonly SectionForm<TcpProbeDefinition> Tcp = new(static () => new(), Target<TcpProbeDefinition>);

    public static readonly SectionForm<GrpcProbeDefinition> Grpc = new(static () => new(), static () =>
    [
        .. Target<GrpcProbeDefinition>(),
        Key<GrpcProbeDefinition>.Of("Tls", Scalars.Flag, static it => it.Tls, static (it, value) => it with { Tls = value }),
        Key<GrpcProbeDefinition>.Of("Service", Scalars.Text, static it => it.Service, static (it, value) => it with { Service = value }),
        Key<GrpcProbeDefinition>.Of("TlsName", Scalars.OptionalText, static it => it.TlsName, static (it, value) => it with { TlsName = value }),
    ]);

    public static readonly SectionForm<CompositeProbeDefinition> Composite = new(static () => new() { Probes = [] }, static () =>
    [
        Key<CompositeProbeDefinition>.Required(
            "Probes", new ListForm<ProbeDefinition>(static () => Probe!, static () => Unread),
            static it => it.Probes, static (it, value) => it with { Probes = value }),
        Key<CompositeProbeDefinition>.Of(
            "Required", Scalars.Optional(Scalars.Count), static it => it.Required, static (it, value) => it with { Required = value }),
    ]);

    public static readonly SectionForm<NamedProbeDefinition> Named = new(static () => new() { Name = "" }, static () =>
    [
        .. Target<NamedProbeDefinition>(),
        Key<NamedProbeDefinition>.Required("Name", Scalars.Text, static it => it.Name, static (it, value) => it with { Name = value }),
    ], textKey: "Name");

    public static readonly UnionForm<ProbeDefinition> Probe = new(Unread, static () =>
    [
        Case<ProbeDefinition>.Of("Http", Http),
        Case<ProbeDefinition>.Of("Tcp", Tcp),
        Case<ProbeDefinition>.Of("Grpc", Grpc),
        Case<ProbeDefinition>.Of("Composite", Composite),
        Case<ProbeDefinition>.Of("Named", Named),
    ]);

    private static ImmutableArray<Key<T>> Target<T>()
        where T : ProbeDefinition =>
    [
        Key<T>.Of("Host", Scalars.OptionalText, static it => it.Host, static (it, value) => (T)(it with { Host = value })),
        Key<T>.Of(
            "Port", Scalars.Optional(Scalars.Integer(Bounds.Port)), static it => it.Port, static (it, value) => (T)(it with { Port = value })),
    ];

    /// <summary>Headers are inherited one by one; their names have no case.</summary>
    private static HttpProbeDefinition Merged(HttpProbeDefinition probe, ImmutableArray<KeyValuePair<string, string>> headers) =>
        probe with { Headers = probe.Headers.WithComparers(StringComparer.OrdinalIgnoreCase).SetItems(headers) };
}
