namespace MultiRegion.Azure.Twin;

/// <summary>Numbers that Azure documents.</summary>
internal static class Limits
{
    /// <summary>How long a change, that of the method included, takes until every name server has it, without a gap.</summary>
    public static readonly TimeSpan Propagation = TimeSpan.FromMinutes(1);

    /// <summary>For each subscription, principal and region.</summary>
    public static readonly TokenAllowance Reads = new(250, 25);

    public static readonly TokenAllowance Writes = new(200, 10);

    public static readonly TokenAllowance Deletes = new(200, 10);

    /// <summary>How many times that a subscription has over all principals.</summary>
    public const int SubscriptionFactor = 15;
}

/// <param name="AtOnce">How many go at once.</param>
/// <param name="PerSecond">How many come back in a second.</param>
internal readonly record struct TokenAllowance(double AtOnce, double PerSecond);
