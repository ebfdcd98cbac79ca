namespace MultiRegion.Testing.WhatIf;

/// <summary>A figure from a sample, and where the true one lies with 95 % confidence.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end; positive infinity when the sample is too small to say.</param>
public readonly record struct Estimate(double Value, double Low, double High)
{
    // The 97.5th percentile of the normal distribution.
    private const double Z = 1.959964;

    /// <summary>A mean over runs, which are independent of each other: Student's t, not below zero.</summary>
    /// <param name="runs">The figure of each run; at least one.</param>
    internal static Estimate Mean(IReadOnlyList<double> runs)
    {
        var mean = runs.Average();
        if (runs.Count < 2)
        {
            return new(mean, 0, double.PositiveInfinity);
        }

        var half = Student(runs.Count - 1) * Math.Sqrt(runs.Sum(run => (run - mean) * (run - mean)) / (runs.Count - 1) / runs.Count);
        return new(mean, Math.Max(0, mean - half), mean + half);
    }

    // The expansion of Student's quantile around the normal one (Abramowitz and Stegun, 26.7.5).
    private static double Student(int freedom) => Z
        + ((Math.Pow(Z, 3) + Z) / (4 * freedom))
        + (((5 * Math.Pow(Z, 5)) + (16 * Math.Pow(Z, 3)) + (3 * Z)) / (96 * Math.Pow(freedom, 2)))
        + (((3 * Math.Pow(Z, 7)) + (19 * Math.Pow(Z, 5)) + (17 * Math.Pow(Z, 3)) - (15 * Z)) / (384 * Math.Pow(freedom, 3)));
}

/// <summary>How times are distributed. Quantiles have intervals from order statistics: they hold whatever the distribution is.</summary>
public sealed record Distribution
{
    private Distribution(TimeSpan[] sorted) => Sorted = sorted;

    /// <summary>How many times there are.</summary>
    public int Count => Sorted.Length;

    /// <summary>Half are no longer; in ms.</summary>
    public Estimate P50 => Quantile(0.5);

    /// <summary>Nine in ten are no longer; in ms.</summary>
    public Estimate P90 => Quantile(0.9);

    /// <summary>99 in a hundred are no longer; in ms.</summary>
    public Estimate P99 => Quantile(0.99);

    /// <summary>The longest.</summary>
    public TimeSpan Max => Sorted[^1];

    /// <summary>All of them, rising.</summary>
    internal TimeSpan[] Sorted { get; }

    /// <summary>The time that a part of them does not exceed, in ms.</summary>
    /// <param name="part">0 to 1.</param>
    public Estimate Quantile(double part)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, 1);
        var (low, high) = OrderStatistics.Interval(Count, part);
        return new(At(OrderStatistics.Rank(Count, part)), low < 1 ? 0 : At(low), high > Count ? double.PositiveInfinity : At(high));
    }

    /// <summary>Which part of them is no longer than a time.</summary>
    /// <param name="limit">The time.</param>
    public double Within(TimeSpan limit) => (double)Sorted.Count(time => time <= limit) / Count;

    internal static Distribution? Of(IEnumerable<TimeSpan> times) => times.Order().ToArray() is { Length: > 0 } sorted ? new(sorted) : null;

    private double At(int rank) => Sorted[rank - 1].TotalMilliseconds;
}

/// <summary>Which of the sorted values are a quantile, and its interval.</summary>
internal static class OrderStatistics
{
    private const double Tail = 0.025;

    /// <summary>The least rank (from 1) of which a part of the values is no greater.</summary>
    public static int Rank(int count, double part) => Math.Clamp((int)Math.Ceiling(count * part - 1e-9), 1, count);

    /// <summary>The ranks between which the quantile lies with 95 % confidence; 0 and count + 1 stand for "not known".</summary>
    public static (int Low, int High) Interval(int count, double part)
    {
        if (part is <= 0 or >= 1)
        {
            return (Rank(count, part), Rank(count, part));
        }

        // How many values fall below the true quantile follows a binomial distribution.
        var (low, high, sum) = (0, count + 1, 0.0);
        for (var below = 0; below <= count; below++)
        {
            sum += Math.Exp(LogBinomial(count, below) + (below * Math.Log(part)) + ((count - below) * Math.Log(1 - part)));
            low = sum <= Tail ? below + 1 : low;
            if (sum >= 1 - Tail)
            {
                high = below + 1;
                break;
            }
        }

        return (low, high);
    }

    private static double LogBinomial(int all, int some) => LogFactorial(all) - LogFactorial(some) - LogFactorial(all - some);

    // Stirling's series; exact to more digits than are shown.
    private static double LogFactorial(int number)
    {
        if (number < 2)
        {
            return 0;
        }

        var x = number + 1.0;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x)) + (1 / (1260 * Math.Pow(x, 5)));
    }
}
