using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Twin;

/// <summary>How a pool spreads what it takes over its origins while all of them are healthy.</summary>
internal static class Origins
{
    public static IEnumerable<(Origin Origin, double Part)> Of(Pool pool)
    {
        var origins = (pool.Origins ?? []).Where(static origin => origin.Enabled != false).ToList();
        var all = origins.Sum(static origin => origin.Weight ?? 1);
        return origins.Where(_ => all > 0).Select(origin => (origin, (origin.Weight ?? 1) / all));
    }
}
