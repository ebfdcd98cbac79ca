using System.Collections.Immutable;

namespace MultiRegion.Cloudflare.Compile;

/// <summary>Writes weights in hundredths from 0.01 to 1, as near to the wanted proportion as that allows.</summary>
internal static class WeightScale
{
    private const int Finest = 100;

    /// <summary>Of more than so many the whole alone is looked at: each doubles the health states.</summary>
    private const int MostMembers = 8;

    /// <param name="weights">Relative, above 0.</param>
    /// <returns>The weights, and how far the farthest of them is off, in percent of all clients, in the worst health state.</returns>
    public static (ImmutableArray<double> Weights, double Error) Of(ImmutableArray<double> weights)
    {
        var largest = weights.Max();
        var best = (Weights: ImmutableArray<double>.Empty, Error: double.PositiveInfinity);
        for (var top = Finest; top >= 1; top--)
        {
            var scaled = weights.Select(weight => Math.Max(1, Math.Round(weight / largest * top))).ToImmutableArray();
            var error = Error(weights, scaled);
            if (error < best.Error - 1e-9)
            {
                best = ([.. scaled.Select(static weight => weight / Finest)], error);
            }
        }

        return best;
    }

    private static double Error(ImmutableArray<double> wanted, ImmutableArray<double> scaled)
    {
        var whole = (1 << Math.Min(wanted.Length, MostMembers)) - 1;
        var worst = 0.0;
        for (var healthy = wanted.Length > MostMembers ? whole : 1; healthy <= whole; healthy++)
        {
            worst = Math.Max(worst, Error(wanted, scaled, wanted.Length > MostMembers ? -1 : healthy));
        }

        return worst;
    }

    private static double Error(ImmutableArray<double> wanted, ImmutableArray<double> scaled, int healthy)
    {
        var (all, sum, worst) = (0.0, 0.0, 0.0);
        for (var i = 0; i < wanted.Length; i++)
        {
            (all, sum) = IsIn(healthy, i) ? (all + wanted[i], sum + scaled[i]) : (all, sum);
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            worst = IsIn(healthy, i) ? Math.Max(worst, 100 * Math.Abs((wanted[i] / all) - (scaled[i] / sum))) : worst;
        }

        return worst;
    }

    private static bool IsIn(int healthy, int member) => healthy < 0 || (healthy & (1 << member)) != 0;
}
