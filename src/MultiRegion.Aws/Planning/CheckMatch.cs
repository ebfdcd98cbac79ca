using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>A health check that is to be created.</summary>
/// <param name="Key">What records and calculated checks call it until it has an id.</param>
/// <param name="Reference">Makes its creation idempotent.</param>
/// <param name="Config">What it checks; children may be keys of checks before it.</param>
internal sealed record NewCheck(string Key, string Reference, HealthCheckConfig Config);

/// <summary>Finds the live checks that are wanted, among those that are ours.</summary>
/// <param name="installation">Whose checks are ours.</param>
/// <param name="live">All checks of the account.</param>
internal sealed class CheckMatch(string installation, ImmutableArray<HealthCheck> live)
{
    private readonly string _owner = OwnerOf(installation);
    private readonly ImmutableArray<HealthCheck> _ours = [.. live.Where(check => check.CallerReference.StartsWith($"mr-{OwnerOf(installation)}-", StringComparison.Ordinal))];

    /// <summary>How a key ends: what stands for it where every character counts.</summary>
    public static string Short(string key) => key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>The ids of our checks that were made under a key.</summary>
    public IEnumerable<string> MadeFor(string shortKey) =>
        _ours.Where(check => check.CallerReference.StartsWith($"mr-{_owner}-{shortKey}-", StringComparison.Ordinal)).Select(static check => check.Id);

    /// <summary>The id of each wanted check, or its key when it is not there; and those that are not, children first.</summary>
    public (ImmutableDictionary<string, string> Ids, ImmutableArray<NewCheck> Missing) Find(ImmutableSortedDictionary<string, HealthCheckConfig> wanted, Marker? marker)
    {
        var (ids, missing) = (ImmutableDictionary.CreateBuilder<string, string>(), ImmutableArray.CreateBuilder<NewCheck>());
        foreach (var (key, config) in wanted.OrderBy(static pair => pair.Value.Children.Length > 0 ? 1 : 0))
        {
            var resolved = config with { Children = [.. config.Children.Select(child => ids.GetValueOrDefault(child, child))] };
            if (_ours.FirstOrDefault(check => Normal(check.Config) == Normal(resolved)) is { } found)
            {
                ids[key] = found.Id;
            }
            else
            {
                ids[key] = key;
                missing.Add(new(key, Reference(key, marker), resolved));
            }
        }

        return (ids.ToImmutable(), missing.ToImmutable());
    }

    // A reference can never be used again once its check was deleted, so it names the move as well.
    private string Reference(string key, Marker? marker) =>
        string.Create(CultureInfo.InvariantCulture, $"mr-{_owner}-{Short(key)}-{marker?.Epoch ?? 0}.{marker?.Sequence ?? 0}");

    private static string OwnerOf(string installation) => Fingerprint.Text(Fingerprint.Of(installation).Value);

    /// <summary>With the service's defaults written out.</summary>
    private static HealthCheckConfig Normal(HealthCheckConfig config) => config with
    {
        MeasureLatency = config.MeasureLatency ?? false,
        Inverted = config.Inverted ?? false,
        Disabled = config.Disabled ?? false,
        EnableSni = config.EnableSni ?? config.Type.StartsWith("HTTPS", StringComparison.Ordinal),
        Children = [.. config.Children.Order(StringComparer.Ordinal)],
        Regions = [.. config.Regions.Order(StringComparer.Ordinal)],
    };
}
