using MultiRegion.Cloudflare.Documents;
using static MultiRegion.Cloudflare.CloudflareFindingSeverity;

namespace MultiRegion.Cloudflare.Lint;

/// <summary>The rules of pools. Pure.</summary>
internal static class PoolRules
{
    public static IEnumerable<CloudflareFinding> Check(Pool pool)
    {
        var (place, origins) = ($"pools.{pool.Name ?? pool.Id}", pool.Origins ?? []);
        foreach (var twice in origins.GroupBy(static origin => origin.Address, StringComparer.OrdinalIgnoreCase).Where(static group => group.Key is not null && group.Count() > 1))
        {
            yield return new("cf-duplicate-address", Error, $"{place}.origins", $"the address {twice.Key} is there {twice.Count()} times", "name each endpoint once in a pool");
        }

        if (string.IsNullOrEmpty(pool.Monitor))
        {
            yield return new("cf-no-monitor", Warning, $"{place}.monitor", "without a monitor the pool counts as healthy always", "attach a monitor", "every client of the pool while its endpoints are down");
        }

        if ((pool.MinimumOrigins ?? 1) > origins.Length)
        {
            yield return new("cf-minimum-origins", Error, $"{place}.minimum_origins", $"{pool.MinimumOrigins} healthy endpoints are asked for, and there are {origins.Length}: the pool is never healthy", "lower minimum_origins");
        }

        if (pool.Latitude is null != pool.Longitude is null)
        {
            yield return new("cf-half-place", Error, place, "latitude and longitude go together", "set both, or none");
        }

        if (!string.IsNullOrEmpty(pool.NotificationEmail))
        {
            yield return new("cf-notification-mail", Information, $"{place}.notification_email", "mails of pools are out of date: notifications are central now", "set up a notification of the account");
        }
    }
}
