using MultiRegion.Testing.Simulation;

namespace MultiRegion.Tests.Simulation;

/// <summary>What was found once stays mended. A file is named after its scenario and its seed: <c>outage.17.json</c>.</summary>
public sealed class RegressionTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/MultiRegion.Tests/Simulation/Regressions");

    public static TheoryData<string> Files => new([.. Directory.EnumerateFiles(Folder, "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]);

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_found_once_is_not_found_again(string name)
    {
        var parts = name.Split('.');
        var scenario = Estates.Canonical[parts[0].Replace('-', ' ')];
        var faults = FaultScript.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")));

        Simulator.Run(scenario with { Seed = int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), Faults = faults, Length = TimeSpan.FromMinutes(45) }).Violations.ShouldBeEmpty();
    }
}
