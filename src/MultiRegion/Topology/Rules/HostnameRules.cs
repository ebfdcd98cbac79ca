using System.Text.RegularExpressions;

namespace MultiRegion.Topology.Rules;

/// <summary>Hostnames: valid by RFC 1123, and no two services on one.</summary>
internal static partial class HostnameRules
{
    public static void Check(ServiceView service)
    {
        var name = Plain(service.Service.Hostname);
        if (name.Length > 253 || !Rfc1123().IsMatch(name))
        {
            service.Add(
                "Hostname", $"'{service.Service.Hostname}' is not a hostname (RFC 1123)",
                "write labels of 1 to 63 letters, digits and inner hyphens with dots between them, 253 characters at most, for example 'shop.example.com'");
        }
    }

    public static void CheckShared(EstateView estate)
    {
        var firsts = new Dictionary<string, ServiceView>(StringComparer.OrdinalIgnoreCase);
        foreach (var service in estate.Services)
        {
            var name = Plain(service.Service.Hostname);
            if (name.Length > 0 && !firsts.TryAdd(name, service))
            {
                service.Add("Hostname", $"'{service.Service.Hostname}' is already the hostname of '{firsts[name].Service.Id}'", "give each service its own");
            }
        }
    }

    /// <summary>Without the dot of the root, which names the same host.</summary>
    private static string Plain(string hostname) => hostname is null ? "" : hostname.EndsWith('.') ? hostname[..^1] : hostname;

    [GeneratedRegex(@"^(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*\z")]
    private static partial Regex Rfc1123();
}
