using System.Globalization;
using MultiRegion;

namespace RegionOutage;

/// <summary>A client's request in a region's access log.</summary>
internal sealed record Served(RegionId Region, TimeSpan At, long Id);

/// <summary>Reads the logs back: the report counts what they hold, not what the programs remember.</summary>
internal static class LogReader
{
    public const string ClientPath = "/hello/";

    public static List<Attempt> Attempts(RunFolder folder) => [.. File.ReadLines(folder.ClientLog).Select(Attempt.Parse)];

    public static List<Served> Served(RunFolder folder) => [.. Estate.Regions.SelectMany(region => Served(folder, region))];

    private static IEnumerable<Served> Served(RunFolder folder, RegionId region) =>
        from line in File.ReadLines(folder.AccessLog(region.Value))
        let parts = line.Split(' ')
        where parts[3].StartsWith(ClientPath, StringComparison.Ordinal)
        let at = TimeSpan.FromMilliseconds(double.Parse(parts[1], CultureInfo.InvariantCulture))
        select new Served(region, at, long.Parse(parts[3].AsSpan(ClientPath.Length), CultureInfo.InvariantCulture));
}
