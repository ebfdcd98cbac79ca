using MultiRegion.Kubernetes.Drift;
using MultiRegion.Kubernetes.Federation;
using MultiRegion.Kubernetes.Tests.Apply;

namespace MultiRegion.Kubernetes.Tests.Drift;

public sealed class DriftTests : IDisposable
{
    private static readonly Distribution All = Estate.InEu(Shop.All);

    private readonly Estate _estate = new("eu");

    public void Dispose() => _estate.Dispose();

    [Fact]
    public async Task Nothing_has_drifted_after_an_apply_nor_by_what_is_wanted_anew()
    {
        await _estate.AppliedAsync(All);

        (await DriftAsync(All)).IsEmpty.ShouldBeTrue();
        (await DriftAsync(Estate.InEu([Shop.Web(image: "shop/web:9"), .. Shop.All[1..]]))).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task What_people_did_is_told_by_field_and_name_and_stays_until_healing_is_asked_for()
    {
        await _estate.AppliedAsync(All);
        _estate.Eu.Change("deployments", "shop", "web", static live => live["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "shop/web:hotfix", "kubectl-edit");
        _estate.Eu.Change("configmaps", "shop", "settings", static live => live["data"]!.AsObject().Remove("a"));
        _estate.Eu.Change("secrets", "shop", "key", static live => live["metadata"]!["labels"]!.AsObject().Remove("multiregion/federation"));
        _estate.Eu.Remove("services", "shop", "web");

        var drift = await DriftAsync(All);

        drift.ToString().ShouldBe("""
            eu: 4 drifted
              ConfigMap shop/settings: Edited
                data.a: "1" became none by somebody
              Secret shop/key: NotOurs
              Service shop/web: Missing
              Deployment shop/web: Edited
                spec.template.spec.containers[name=app].image: "shop/web:1.2" became "shop/web:hotfix" by kubectl-edit
            """);
        drift.Clusters[0].Objects[3].Fields[0].Others[0].At.ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _estate.Eu.Writes.ShouldBeEmpty();

        (await _estate.ApplyAsync(drift.Healing)).Succeeded.ShouldBeTrue();
        (await DriftAsync(All)).Clusters[0].Objects.ShouldHaveSingleItem().Kind.ShouldBe(DriftKind.NotOurs);
        ((string?)_estate.Eu.Find("configmaps", "shop", "settings")!["data"]!["a"]).ShouldBe("1");
    }

    [Fact]
    public async Task What_was_edited_again_since_it_was_reported_is_not_healed()
    {
        await _estate.AppliedAsync(All);
        _estate.Eu.Change("configmaps", "shop", "settings", static live => live["data"]!["a"] = "2");
        var drift = await DriftAsync(All);
        _estate.Eu.Change("configmaps", "shop", "settings", static live => live["data"]!["a"] = "3");

        (await _estate.ApplyAsync(drift.Healing)).Succeeded.ShouldBeFalse();
        ((string?)_estate.Eu.Find("configmaps", "shop", "settings")!["data"]!["a"]).ShouldBe("3");
    }

    private Task<DriftReport> DriftAsync(Distribution distribution) => Rig.RunAsync(_estate.Clock, _estate.Federation.DriftAsync(distribution, default).AsTask());
}
