using MultiRegion.Azure.Twin;
using MultiRegion.Shared.Http;

namespace MultiRegion.Azure.Wire;

/// <summary>ARM's buckets for a principal and subscription: one each for reads, writes and deletes.</summary>
internal sealed class RequestBudget(TimeProvider time)
{
    private readonly TokenBucket _reads = Of(Limits.Reads, time);
    private readonly TokenBucket _writes = Of(Limits.Writes, time);
    private readonly TokenBucket _deletes = Of(Limits.Deletes, time);

    public ValueTask TakeAsync(HttpMethod method, CancellationToken cancellationToken) =>
        (method == HttpMethod.Get ? _reads : method == HttpMethod.Delete ? _deletes : _writes).TakeAsync(cancellationToken);

    private static TokenBucket Of(TokenAllowance allowance, TimeProvider time) => new(allowance.AtOnce, allowance.PerSecond, time);
}
