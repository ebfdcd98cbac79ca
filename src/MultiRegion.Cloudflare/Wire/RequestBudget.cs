using MultiRegion.Shared.Http;

namespace MultiRegion.Cloudflare.Wire;

/// <summary>
/// Cloudflare counts requests per user over five minutes, and blocks everything for the next five beyond its limit. A sixth of them may go
/// at once and the rest evenly, so that no five minutes hold more than the limit.
/// </summary>
internal static class RequestBudget
{
    public const int PerFiveMinutes = 1200;
    private const double AtOnce = 1 / 6.0;
    private const double Seconds = 300;

    public static TokenBucket Of(int perFiveMinutes, TimeProvider time)
    {
        var capacity = Math.Max(1, Math.Floor(perFiveMinutes * AtOnce));
        return new(capacity, Math.Max(1, perFiveMinutes - capacity) / Seconds, time);
    }
}
