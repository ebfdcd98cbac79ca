using System.Globalization;
using System.Text;

namespace MultiRegion.Probing.Batch;

/// <summary>The request of an HTTP probe, as it is sent.</summary>
internal static class RequestText
{
    private static readonly HttpMethod[] WithoutBody = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options, HttpMethod.Delete];

    public static HttpMethod Method(HttpProbeDefinition definition) => HttpMethod.Parse(definition.Method);

    public static byte[] Of(HttpProbeDefinition definition, Uri uri)
    {
        using var request = new HttpRequestMessage(Method(definition), uri);
        HttpProbe.AddHeaders(request, definition);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{request.Method} {uri.PathAndQuery} HTTP/1.1\r\nHost: {request.Headers.Host ?? Host(uri)}\r\n");
        foreach (var (name, value) in request.Headers.NonValidated.Where(static header => header.Key != "Host"))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (!WithoutBody.Contains(request.Method))
        {
            text.Append("Content-Length: 0\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    private static string Host(Uri uri)
    {
        var host = uri.HostNameType == UriHostNameType.IPv6 ? $"[{uri.DnsSafeHost}]" : uri.IdnHost;
        return uri.IsDefaultPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{uri.Port}");
    }
}
