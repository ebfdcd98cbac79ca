using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Tests.Compile;
using MultiRegion.Routing;
using static MultiRegion.Aws.Tests.Planning.PlannedZone;

namespace MultiRegion.Aws.Tests.Planning;

public sealed class RoundTripTests
{
    [Fact]
    public void The_plan_of_the_result_of_a_plan_is_empty() => Prop.ForAll(GeneratedTrees.Cases().Two().ToArbitrary(), static pair =>
    {
        var zone = Empty;
        foreach (var (tree, sequence) in new[] { (pair.Item1, 1), (pair.Item2, 2) })
        {
            var intent = Compilations.Intent(tree.Tree, tree.Shares) with { Marker = new(1, sequence, "controller-1", $"p{sequence}") };
            if (Route53Compiler.Compile(intent, Compilations.Zone, Compilations.Settings).Succeeded)
            {
                zone = Carry(zone, intent).Last();
                PlanOf(zone, intent).Change.IsEmpty.ShouldBeTrue($"{tree}");
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
