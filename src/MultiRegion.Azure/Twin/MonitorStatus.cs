using MultiRegion.Azure.Documents;
using static MultiRegion.Azure.Documents.MonitorStatuses;

namespace MultiRegion.Azure.Twin;

/// <summary>What Azure says of endpoints and profiles, from what the probes say.</summary>
internal sealed class MonitorStatus(Nest nest, Func<Endpoint, ProbeState> state)
{
    /// <summary>The status of an endpoint within its profile.</summary>
    public string Of(Profile profile, Endpoint endpoint) => Of(profile, endpoint, 1);

    /// <summary>The status of a profile as a whole.</summary>
    public string Of(Profile profile) => Of(profile, 1);

    public static bool IsEnabled(Profile profile) => !string.Equals(profile.Properties?.ProfileStatus, Switches.Disabled, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an endpoint of a status is answered when anything is.</summary>
    public static bool IsAvailable(string status) => IsOnline(status) || status == Checking;

    /// <summary>Whether an endpoint of a status is answered at least when everything is bad.</summary>
    public static bool IsEligible(string status) => IsAvailable(status) || status == Degraded;

    private string Of(Profile profile, Endpoint endpoint, int level) =>
        !endpoint.IsEnabled() ? Disabled
        : !IsEnabled(profile) ? Inactive
        : endpoint.IsNested() ? Nested(endpoint, level)
        : endpoint.IsAlwaysServed() ? Unmonitored
        : state(endpoint) switch
        {
            ProbeState.Checking => Checking,
            ProbeState.Good => Online,
            ProbeState.Bad => Degraded,
            _ => Stopped,
        };

    private string Of(Profile profile, int level)
    {
        var all = Nest.EndpointsOf(profile).Select(endpoint => Of(profile, endpoint, level)).ToList();
        return !IsEnabled(profile) ? Disabled
            : all.Contains(Degraded) ? Degraded
            : all.Exists(IsOnline) ? Online
            : all.Contains(Checking) ? CheckingAll
            : Inactive;
    }

    private static bool IsOnline(string status) => status is Online or Unmonitored;

    // A loop ends where the levels do.
    private string Nested(Endpoint endpoint, int level)
    {
        if (level >= Nest.MostLevels || nest.Child(endpoint) is not { } child || Of(child, level + 1) is Disabled or Inactive)
        {
            return Stopped;
        }

        var all = Nest.EndpointsOf(child).Select(one => (Endpoint: one, Status: Of(child, one, level + 1))).ToList();
        return HasEnough(endpoint, all.Where(static one => IsOnline(one.Status)).Select(static one => one.Endpoint)) ? Online
            : HasEnough(endpoint, all.Where(static one => IsAvailable(one.Status)).Select(static one => one.Endpoint)) ? Checking
            : Degraded;
    }

    private static bool HasEnough(Endpoint endpoint, IEnumerable<Endpoint> children)
    {
        var (all, four, six) = (0, 0, 0);
        foreach (var child in children)
        {
            all++;
            four += Family(child) == System.Net.Sockets.AddressFamily.InterNetwork ? 1 : 0;
            six += Family(child) == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 1 : 0;
        }

        var least = endpoint.Properties;
        return all >= (least?.MinChildEndpoints ?? 1) && four >= (least?.MinChildEndpointsIPv4 ?? 0) && six >= (least?.MinChildEndpointsIPv6 ?? 0);
    }

    private static System.Net.Sockets.AddressFamily? Family(Endpoint endpoint) => endpoint.Address()?.AddressFamily;
}
