namespace MultiRegion.Aws.Compile;

/// <summary>Weights as whole numbers from 1 to 255 that hit the asked proportions as closely as they can.</summary>
internal static class WeightScale
{
    public const int Largest = 255;
    private const double Exact = 5e-6;
    private const double Percent = 100;

    /// <summary>Fits weights: as they are written when they can be, as percentages when these are whole, else scaled.</summary>
    /// <param name="wanted">Above 0.</param>
    /// <param name="error">By how much, as a fraction, the part of one of them is off at most, whichever others are left out.</param>
    public static int[] Fit(ReadOnlySpan<double> wanted, out double error)
    {
        var (best, largest) = (Scaled(wanted, 1), Max(wanted));
        error = Error(wanted, best);
        Try(wanted, Percent / Sum(wanted), ref best, ref error);
        for (var top = 1; error > Exact && top <= Largest; top++)
        {
            Try(wanted, top / largest, ref best, ref error);
        }

        return best;
    }

    private static void Try(ReadOnlySpan<double> wanted, double factor, ref int[] best, ref double error)
    {
        if (error > Exact)
        {
            var scaled = Scaled(wanted, factor);
            if (Error(wanted, scaled) is var found && found < error)
            {
                (best, error) = (scaled, found);
            }
        }
    }

    private static int[] Scaled(ReadOnlySpan<double> wanted, double factor)
    {
        var scaled = new int[wanted.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = (int)Math.Clamp(Math.Round(wanted[i] * factor), 1, Largest);
        }

        return scaled;
    }

    // The part of one of two changes at most by a quarter of what their proportion changes by.
    private static double Error(ReadOnlySpan<double> wanted, int[] scaled)
    {
        var (least, most) = (double.MaxValue, 0.0);
        for (var i = 0; i < scaled.Length; i++)
        {
            var ratio = scaled[i] / wanted[i];
            (least, most) = (Math.Min(least, ratio), Math.Max(most, ratio));
        }

        return ((most / least) - 1) / 4;
    }

    private static double Sum(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        return sum;
    }

    private static double Max(ReadOnlySpan<double> weights)
    {
        var max = 0.0;
        foreach (var weight in weights)
        {
            max = Math.Max(max, weight);
        }

        return max;
    }
}
