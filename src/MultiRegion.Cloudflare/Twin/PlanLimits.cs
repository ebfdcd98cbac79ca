namespace MultiRegion.Cloudflare.Twin;

/// <summary>What an account may have.</summary>
/// <param name="Balancers">Load balancers.</param>
/// <param name="Pools">Pools.</param>
/// <param name="Endpoints">Endpoints in all pools.</param>
/// <param name="ShortestInterval">Of monitors, in seconds.</param>
internal sealed record PlanLimits(int Balancers, int Pools, int Endpoints, int ShortestInterval)
{
    public const int LongestInterval = 3600;

    public static PlanLimits Standard { get; } = new(20, 20, 20, 15);

    /// <summary>As the contract says: only the interval is known.</summary>
    public static PlanLimits Enterprise { get; } = new(int.MaxValue, int.MaxValue, int.MaxValue, 10);

    /// <summary>One and a half for each pool.</summary>
    public int Monitors => Pools == int.MaxValue ? int.MaxValue : Pools * 3 / 2;

    /// <summary>What is too much; null when all of it fits.</summary>
    public string? Excess(int balancers, int pools, int endpoints, int monitors) =>
        balancers > Balancers ? $"{balancers} load balancers of at most {Balancers}"
        : pools > Pools ? $"{pools} pools of at most {Pools}"
        : endpoints > Endpoints ? $"{endpoints} endpoints of at most {Endpoints}"
        : monitors > Monitors ? $"{monitors} monitors of at most {Monitors}"
        : null;
}
