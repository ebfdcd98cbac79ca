using System.Collections.Frozen;
using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Wire;

/// <summary>How many requests may be sent: a request needs a token of the account's bucket and one of its action's.</summary>
internal sealed class RequestBudget
{
    private readonly TimeProvider _time;
    private readonly TokenBucket _account;
    private readonly FrozenDictionary<string, TokenBucket> _actions;

    private RequestBudget(TimeProvider time, TokenBucket account, IEnumerable<(string Action, double Capacity, double PerSecond)> actions)
    {
        (_time, _account) = (time, account);
        _actions = actions.ToFrozenDictionary(static rate => rate.Action, rate => new TokenBucket(rate.Capacity, rate.PerSecond, time));
    }

    /// <summary>
    /// Route 53. The account's bucket is documented with 50 and 10 a second on one page and with 5 a second on others: the lower one is
    /// used unless the application says otherwise.
    /// </summary>
    /// <param name="time">What time it is.</param>
    /// <param name="capacity">How many requests at once.</param>
    /// <param name="perSecond">How many a second after that.</param>
    public static RequestBudget Route53(TimeProvider time, double capacity, double perSecond) => new(time, new(capacity, perSecond, time),
    [
        ("route53:CreateHealthCheck", 50, 0.5),
        ("route53:DeleteHealthCheck", 15, 3),
        ("route53:GetHealthCheckStatus", 4, 1),
    ]);

    /// <summary>Global Accelerator documents no rate: this one is our own.</summary>
    public static RequestBudget GlobalAccelerator(TimeProvider time, double capacity, double perSecond) => new(time, new(capacity, perSecond, time), []);

    /// <summary>The routing controls' data plane documents no rate either, and is asked when it burns.</summary>
    public static RequestBudget RoutingControl(TimeProvider time) => new(time, new(20, 10, time), []);

    public ValueTask TakeAsync(string action, CancellationToken cancellationToken) =>
        TokenBucket.TakeAsync(_actions.TryGetValue(action, out var own) ? [_account, own] : [_account], _time, cancellationToken);
}
