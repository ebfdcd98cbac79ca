namespace MultiRegion.Shared.Http;

/// <summary>Even numbers from 0 to below 1, from any thread; the same seed gives the same row.</summary>
internal sealed class Jitter(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>A row that nobody can foresee: processes that start together do not repeat together.</summary>
    public static Jitter Unforeseen() => new(new Random().Next());

    public double Next()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }
}
