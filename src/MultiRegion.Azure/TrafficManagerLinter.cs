using System.Collections.Immutable;
using MultiRegion.Azure.Lint;

namespace MultiRegion.Azure;

/// <summary>Something in profiles or in a topology that hurts users, or will one day.</summary>
/// <param name="Id">Which rule found it, for example <c>tm-no-world</c>.</param>
/// <param name="Severity">How much it hurts.</param>
/// <param name="Place">Where, for example <c>shop: properties.endpoints[0]</c>.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Mend">What to do about it.</param>
/// <param name="Suffers">The client and health state in which users suffer; null where none can be shown.</param>
public sealed record AzureFinding(string Id, AzureFindingSeverity Severity, string Place, string Problem, string Mend, string? Suffers = null);

/// <summary>How much a finding hurts.</summary>
public enum AzureFindingSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>It does not do what it seems to do, or will hurt in an outage.</summary>
    Warning,

    /// <summary>Azure refuses it, or it makes an outage.</summary>
    Error,
}

/// <summary>Imports profiles as the API writes them, and looks for what is wrong with them. Pure.</summary>
public static class TrafficManagerLinter
{
    /// <summary>Looks at profiles.</summary>
    /// <param name="profiles">Their JSON: one profile, an array, or an answer of the API that lists them. Those that others nest should be with them.</param>
    /// <returns>The findings, in the order of the documents; refused when the text is not JSON of profiles.</returns>
    public static Result<ImmutableArray<AzureFinding>> Check(string profiles)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        var read = Import.Read(profiles);
        return read.Succeeded ? Sorted(new NestLint(read.Value).Check()) : read.Problem;
    }

    private static ImmutableArray<AzureFinding> Sorted(IEnumerable<AzureFinding> findings) => [.. findings];
}
