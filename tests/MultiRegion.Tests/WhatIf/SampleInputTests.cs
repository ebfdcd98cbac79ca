using MultiRegion.Testing.Simulation;
using Input = WhatIf.Input;
using InputException = WhatIf.InputException;

namespace MultiRegion.Tests.WhatIf;

/// <summary>What the sample says to files that cannot be: the file, the place, and the way out.</summary>
public sealed class SampleInputTests : IDisposable
{
    private static readonly string Own = Path.Combine(Repository.Root, "samples/WhatIf");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("what-if");

    [Fact]
    public void Its_own_files_are_good() => Read().Variants.Length.ShouldBeGreaterThan(3);

    [Fact]
    public async Task A_region_that_the_topology_does_not_have_is_named_with_its_place()
    {
        var simulation = Read(faults: """{"faults":[{"kind":"region-down","at":"5m","region":"mars"}]}""");

        (await Should.ThrowAsync<SimulationException>(() => simulation.RunAsync())).Message.ShouldContain("faults[0]: region: the topology has no region 'mars': it has eu-central-1, eu-west-1, us-east-1");
    }

    [Theory]
    [InlineData("""{"kinds":[{"kind":"region-down","meanBetween":"-1d","meanToRepair":"1h"}]}""", "kinds[0].meanBetween: -1.00:00:00 is no mean time")]
    [InlineData("""{"kinds":[{"kind":"region-down","meanBetween":"soon","meanToRepair":"1h"}]}""", "'soon' is no span of time")]
    [InlineData("""{"kinds":[{"kind":"region-down","meanBetween":"1d","meanToRepair":"1h"}""", "line 1")]
    [InlineData("""{"kinds":[{"kind":"region-down","every":"1d"}]}""", "every")]
    [InlineData("""{"faults":[{"kind":"region-gone","at":"5m"}]}""", "faults[0].kind")]
    public void Faults_that_cannot_be_are_refused_with_file_and_place(string faults, string mistake) =>
        Should.Throw<InputException>(() => Read(faults: faults)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("faults.json"),
            message => message.ShouldContain(mistake));

    [Theory]
    [InlineData("""{"variants":[{"name":"odd","set":{"Services:shop:Routing:Ttl":"later"}}]}""", "variants[0].set")]
    [InlineData("""{"variants":[{"set":{}}]}""", "variants[0].name: it is missing")]
    [InlineData("""{"world":{"router":"pigeon"},"variants":[]}""", "world.router")]
    public void Variants_that_cannot_be_are_refused_with_file_and_place(string variants, string mistake) =>
        Should.Throw<InputException>(() => Read(variants: variants)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain("variants.json"),
            message => message.ShouldContain(mistake));

    [Theory]
    [InlineData("""{"MultiRegion":{"Regions":{},"Services":{}}}""")]
    [InlineData("""{"MultiRegion":{"Regions":""")]
    [InlineData("""{}""")]
    public void A_topology_that_the_engine_would_refuse_is_refused_with_its_file(string topology) =>
        Should.Throw<InputException>(() => Read(topology)).Message.ShouldContain("topology.json");

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Should.Throw<InputException>(() => Input.Read(Path.Combine(_folder.FullName, "none.json"), At("faults.json", null), At("variants.json", null), 1, 1)).Message.ShouldContain("none.json");

    [Theory]
    [InlineData(-1, "years: -1 is no span")]
    [InlineData(double.NaN, "years: NaN is no span")]
    [InlineData(1e15, "memory holds")]
    public async Task Years_that_cannot_be_lived_through_are_refused(double years, string mistake) =>
        (await Should.ThrowAsync<SimulationException>(() => Input.Read(At("topology.json", null), At("faults.json", null), At("variants.json", null), years, 1).RunAsync())).Message.ShouldContain(mistake);

    public void Dispose() => _folder.Delete(recursive: true);

    private MultiRegion.Testing.WhatIf.Simulation Read(string? topology = null, string? faults = null, string? variants = null) =>
        Input.Read(At("topology.json", topology), At("faults.json", faults), At("variants.json", variants), years: 1, seed: 1);

    private string At(string name, string? text)
    {
        if (text is null)
        {
            return Path.Combine(Own, name);
        }

        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
