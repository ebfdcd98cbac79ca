using System.Globalization;

namespace MultiRegion.Probing;

/// <summary>Where a probe goes: its own host and port, or else the endpoint's, or else the protocol's port.</summary>
internal readonly record struct Destination(string Host, int Port)
{
    public static Destination? Find(ProbeDefinition definition, ProbeTarget target, int? protocolPort)
    {
        var host = definition.Host ?? target.Endpoint.Host;
        var port = definition.Port ?? target.Endpoint.Port ?? protocolPort;
        return host.Length > 0 && port is { } known ? new(host, known) : null;
    }

    public Uri? Uri(string scheme, string path)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{scheme}://{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}{path}");
        return System.Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;
    }
}
