namespace MultiRegion.Azure.Compile;

/// <summary>Weights as whole numbers from 1 to 1000 that hit the asked proportions as closely as they can, and stay as they are while others change.</summary>
internal static class WeightScale
{
    public const int Largest = 1000;
    private const double Exact = 5e-6;

    /// <param name="weights">Above 0.</param>
    /// <param name="whole">The same with no share lowered.</param>
    /// <returns>The weights, and by how much, as a fraction, the part of one of them is off at most, whichever others are left out.</returns>
    public static (int[] Weights, double Error) Fit(double[] weights, double[] whole)
    {
        var best = Scaled(weights, Math.Pow(10, Math.Floor(Math.Log10(Largest / whole.Max()))));
        var error = Error(weights, best);
        for (var top = Largest; error > Exact && top >= 1; top--)
        {
            var other = Scaled(weights, top / weights.Max());
            (best, error) = Error(weights, other) is var found && found < error ? (other, found) : (best, error);
        }

        return (best, error);
    }

    private static int[] Scaled(double[] weights, double factor) => Array.ConvertAll(weights, weight => (int)Math.Clamp(Math.Round(weight * factor), 1, Largest));

    // The part of one of two changes at most by a quarter of what their proportion changes by.
    private static double Error(double[] weights, int[] scaled)
    {
        var ratios = scaled.Select((one, i) => one / weights[i]).ToList();
        return ((ratios.Max() / ratios.Min()) - 1) / 4;
    }
}
