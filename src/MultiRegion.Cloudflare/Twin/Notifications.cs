using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>Which changes of health are told.</summary>
internal static class Notifications
{
    public static bool TellsOfPool(Pool pool, bool becameHealthy) => Tells(pool.NotificationFilter?.Pool, becameHealthy);

    public static bool TellsOfOrigin(Pool pool, bool becameHealthy) => Tells(pool.NotificationFilter?.Origin, becameHealthy);

    private static bool Tells(FilterOptions? filter, bool becameHealthy) =>
        filter is null || (filter.Disable != true && (filter.Healthy is null || filter.Healthy == becameHealthy));
}
