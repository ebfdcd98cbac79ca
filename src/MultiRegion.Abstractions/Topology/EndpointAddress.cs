using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiRegion;

/// <summary>A region's entry point: a hostname or an IP address, with a port where it is not the protocol's own.</summary>
[JsonConverter(typeof(EndpointAddressJsonConverter))]
public readonly record struct EndpointAddress
{
    private readonly string? _host;

    /// <summary>Makes an address.</summary>
    /// <param name="host">A hostname (RFC 1123) or an IP literal, without brackets.</param>
    /// <param name="port">1 to 65535; null: the protocol's own.</param>
    /// <exception cref="ArgumentException">The host is neither a hostname nor an IP literal, or the port is out of range.</exception>
    public EndpointAddress(string host, int? port = null)
    {
        if (Problem(host, port) is { } problem)
        {
            throw new ArgumentException(problem, nameof(host));
        }

        _host = host;
        Port = port;
    }

    /// <summary>The hostname or IP literal.</summary>
    public string Host => _host ?? "";

    /// <summary>The port; null: the protocol's own.</summary>
    public int? Port { get; }

    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>1.2.3.4:port</c>, <c>[v6]:port</c> or <c>v6</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="address">The address.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryParse(string? text, out EndpointAddress address, [NotNullWhen(false)] out string? problem)
    {
        address = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            problem = "an endpoint may not be empty";
            return false;
        }

        var (host, portText) = Split(text);
        int? port = null;
        if (portText is not null)
        {
            if (!int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                problem = $"'{portText}' is not a port";
                return false;
            }

            port = number;
        }

        problem = Problem(host, port);
        if (problem is null)
        {
            address = new(host, port);
            return true;
        }

        return false;
    }

    /// <inheritdoc />
    public override string ToString() =>
        Port is not { } port ? Host : string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{port}");

    private static (string Host, string? Port) Split(string text)
    {
        if (text.StartsWith('[') && text.IndexOf(']') is > 0 and var close)
        {
            return (text[1..close], text.Length > close + 1 && text[close + 1] == ':' ? text[(close + 2)..] : null);
        }

        var colon = text.IndexOf(':');
        return colon >= 0 && colon == text.LastIndexOf(':') ? (text[..colon], text[(colon + 1)..]) : (text, null);
    }

    private static string? Problem(string host, int? port)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (port is < 1 or > 65535)
        {
            return string.Create(CultureInfo.InvariantCulture, $"port {port} is outside 1 to 65535");
        }

        return IPAddress.TryParse(host, out _) || (host.Length is > 0 and <= 253 && Uri.CheckHostName(host) == UriHostNameType.Dns)
            ? null
            : $"'{host}' is neither a hostname nor an IP address: write it without a scheme or path, for example 'eu.example.com:443'";
    }
}

/// <summary>Reads and writes an address as a JSON string.</summary>
public sealed class EndpointAddressJsonConverter : JsonConverter<EndpointAddress>
{
    /// <inheritdoc />
    public override EndpointAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EndpointAddress.TryParse(reader.GetString(), out var address, out var problem) ? address : throw new JsonException(problem);

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, EndpointAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
