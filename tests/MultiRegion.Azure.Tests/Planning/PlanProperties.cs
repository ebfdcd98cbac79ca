using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Azure.Compile;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Planning;
using MultiRegion.Azure.Tests.Compile;
using MultiRegion.Azure.Tests.Fakes;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Tests.Planning;

/// <summary>Plans of whatever tree, carried out on what the fake makes of them.</summary>
public sealed class PlanProperties
{
    private static readonly CompileSettings Settings = CompileSettings.Default with { Subscription = FakeArm.Subscription, ResourceGroup = FakeArm.Group };

    [Fact]
    public void The_plan_of_a_result_is_empty_for_whatever_tree() => Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), static it =>
    {
        var live = new SortedDictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        if (Write(live, it.Tree, it.Shares, 1) is not null)
        {
            var (change, plan) = Plan(live, it.Tree, it.Shares, 1);
            change.Problem.ShouldBeNull();
            (change.IsEmpty, plan!.Writes.Length, plan.Unused.Length).ShouldBe((true, 0, 0));
            it.Shares.ByRegion.ShouldAllBe(pair => change.LiveShares![pair.Key] == pair.Value);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(80));

    [Fact]
    public void A_move_between_whatever_shares_writes_no_profile_twice_and_leaves_none_behind() => Prop.ForAll(
        GeneratedTrees.Cases().ToArbitrary(), GeneratedTrees.Cases().Select(static it => it.Shares).ToArbitrary(), static (it, to) =>
        {
            var live = new SortedDictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
            if (!RoutingResolver.CanResolve(it.Tree, to) || Write(live, it.Tree, it.Shares, 1) is null || Write(live, it.Tree, to, 2) is not { } plan)
            {
                return;
            }

            plan.Writes.Select(static write => write.Profile.Name).ShouldBeUnique();
            plan.Writes[^1].Profile.Name.ShouldBe(plan.Root);
            live.Keys.ShouldBe(AzureCompiler.Compile(Compilations.Intent(it.Tree, to), Settings).Value!.Profiles.Select(static profile => profile.Name!), ignoreOrder: true);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(80));

    [Fact]
    public void A_drain_of_one_region_creates_and_deletes_nothing_where_no_share_is_partial_and_every_endpoint_is_checked() => Prop.ForAll(GeneratedTrees.Cases().ToArbitrary(), static it =>
    {
        var (live, drained) = (new SortedDictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase), Shares.AllFull.With("A", Share.None));
        if (!IsPlain(it.Tree) || !RoutingResolver.CanResolve(it.Tree, drained) || Write(live, it.Tree, Shares.AllFull, 1) is null)
        {
            return;
        }

        var (_, plan) = Plan(live, it.Tree, drained, 2);
        plan!.Writes.ShouldAllBe(static write => write.Before != null);
        plan.Unused.ShouldBeEmpty();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(80));

    /// <summary>Without areas, whose default may go, and without endpoints that hide what comes after them.</summary>
    private static bool IsPlain(RoutingNode node) => node is not (GeographicNode or EndpointNode { HealthChecked: false }) && node.ChildNodes().All(IsPlain);

    private static (RouterChange Change, ServicePlan? Plan) Plan(SortedDictionary<string, JsonObject> live, RoutingNode tree, Shares shares, long epoch) => new ServicePlanner(Settings).Plan(
        Compilations.Intent(tree, shares) with { Marker = new(epoch, 1, "controller-1", "p") }, new(live.Values.Select(FakeRules.Read).ToImmutableArray()));

    /// <summary>Carries a plan out as the router would; null when the tree cannot be expressed.</summary>
    private static ServicePlan? Write(SortedDictionary<string, JsonObject> live, RoutingNode tree, Shares shares, long epoch)
    {
        var (change, plan) = Plan(live, tree, shares, epoch);
        if (plan is null)
        {
            change.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
            return null;
        }

        foreach (var profile in plan.Writes.Select(static write => write.Profile))
        {
            live[profile.Name!] = FakeRules.Made(profile.Name!, JsonNode.Parse(Bodies.Of(profile))!.AsObject(), live);
        }

        foreach (var unused in plan.Unused)
        {
            FakeRules.Parent(live[unused.Name], live.Values).ShouldBeNull("a profile is deleted after those that nest it");
            live.Remove(unused.Name);
        }

        return plan;
    }
}
