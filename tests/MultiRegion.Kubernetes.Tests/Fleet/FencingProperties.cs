using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Kubernetes.Fleet;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Tests.Fleet;

/// <summary>Two controllers plan and apply in any order, people edit in between: what is there never goes back to an older epoch.</summary>
public sealed class FencingProperties
{
    private static readonly Gen<(int Do, int Epoch, int Sequence, int Replicas)> Steps =
        from what in Gen.Choose(0, 3)
        from epoch in Gen.Choose(1, 3)
        from sequence in Gen.Choose(1, 3)
        from replicas in Gen.Choose(0, 4)
        select (what, epoch, sequence, replicas);

    [Fact]
    public void Markers_only_rise() => Prop.ForAll(Steps.ListOf().ToArbitrary(), static steps => RisesAsync([.. steps]).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task<bool> RisesAsync((int Do, int Epoch, int Sequence, int Replicas)[] steps)
    {
        var fake = new FakeCluster();
        fake.Put(Rig.Namespace("shop"));
        fake.Put(Rig.Deployment("web", 2));
        using var http = new HttpClient(fake.Handler);
        var options = new KubernetesFleetOptions();
        options.AddCluster("eu", new("https://eu.example.com"), http).Namespaces.Add("shop");
        using var fleet = new KubernetesFleet(options, TimeProvider.System);
        List<FleetPlan> plans = [];
        var highest = (0L, 0);
        foreach (var (what, epoch, sequence, replicas) in steps)
        {
            if (what < 2)
            {
                var marker = new Marker(epoch, sequence, "c", $"plan of {epoch}.{sequence} to {replicas}");
                var plan = await fleet.PlanAsync(new() { Marker = marker, Workloads = [new() { Cluster = "eu", Workload = "shop/deployment/web", Replicas = replicas }] }, default);
                plans.AddRange(plan.Succeeded ? [plan.Value] : []);
            }
            else if (what == 2 && plans.Count > 0)
            {
                // Any plan that was ever made may come to be applied now.
                await fleet.ApplyAsync(plans[replicas % plans.Count], default);
            }
            else
            {
                fake.Change("deployments", "shop", "web", item => item["spec"]!["replicas"] = replicas);
            }

            var found = Workload.Read(fake.Find("deployments", "shop", "web")!, ScaledKind.BuiltIn[0]).Marker;
            var now = (found?.Epoch ?? 0, found?.Sequence ?? 0);
            if (now.CompareTo(highest) < 0)
            {
                return false;
            }

            highest = now;
        }

        return true;
    }
}
