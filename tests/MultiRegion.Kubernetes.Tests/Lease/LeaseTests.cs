using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Lease;

public sealed class LeaseTests : IDisposable
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(15);

    private readonly VirtualClock _clock = new();
    private readonly FakeCluster _fake = new();
    private readonly HttpClient _http;
    private readonly KubernetesLeaseStore _a;
    private readonly KubernetesLeaseStore _b;

    public LeaseTests()
    {
        _fake.Put(Rig.Namespace("multiregion"));
        _http = new(_fake.Handler);
        (_a, _b) = (Store(), Store());
    }

    [Fact]
    public async Task The_first_has_it_and_the_others_hear_who()
    {
        (await TakeAsync(_a, "a")).ShouldBe("a");
        (await TakeAsync(_b, "b")).ShouldBe("a");
        (await TakeAsync(_a, "a")).ShouldBe("a");

        var spec = _fake.Find("leases", "multiregion", "multiregion")!["spec"]!;
        ((string?)spec["holderIdentity"], (int)spec["leaseDurationSeconds"]!, (int)spec["leaseTransitions"]!).ShouldBe(("a", 15, 0));
        ((string?)spec["renewTime"])!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$");
    }

    [Fact]
    public async Task It_is_taken_over_only_after_it_has_stood_unchanged_for_its_whole_duration()
    {
        await TakeAsync(_a, "a");
        (await TakeAsync(_b, "b")).ShouldBe("a");
        _clock.Advance(Lasts - TimeSpan.FromSeconds(1));
        await TakeAsync(_a, "a");
        _clock.Advance(TimeSpan.FromSeconds(2));
        (await TakeAsync(_b, "b")).ShouldBe("a");
        _clock.Advance(Lasts - TimeSpan.FromMilliseconds(1));
        (await TakeAsync(_b, "b")).ShouldBe("a");
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        (await TakeAsync(_b, "b")).ShouldBe("b");
        (await TakeAsync(_a, "a")).ShouldBe("b");
        ((int)_fake.Find("leases", "multiregion", "multiregion")!["spec"]!["leaseTransitions"]!).ShouldBe(1);
    }

    [Fact]
    public async Task What_the_wall_clocks_say_is_nothing()
    {
        await TakeAsync(_a, "a");
        await TakeAsync(_b, "b");
        _clock.JumpUtc(TimeSpan.FromDays(1));

        (await TakeAsync(_b, "b")).ShouldBe("a");
    }

    [Fact]
    public async Task Of_two_that_try_at_once_one_has_it()
    {
        await TakeAsync(_a, "gone");
        await TakeAsync(_a, "a");
        await TakeAsync(_b, "b");
        _clock.Advance(Lasts);
        _fake.BeforeWrite = () => _fake.Change("leases", "multiregion", "multiregion", static lease => lease["spec"]!["holderIdentity"] = "c");

        (await TakeAsync(_b, "b")).ShouldBe("c");
    }

    [Fact]
    public async Task Of_two_that_make_it_at_once_one_has_it()
    {
        _fake.BeforeWrite = () => _fake.Put("""{"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "multiregion", "namespace": "multiregion"}, "spec": {"holderIdentity": "c", "leaseDurationSeconds": 15}}""");

        (await TakeAsync(_b, "b")).ShouldBe("c");
    }

    [Fact]
    public async Task It_is_given_up_by_its_holder_alone()
    {
        await TakeAsync(_a, "a");
        await _b.ReleaseAsync("b", default);
        (await TakeAsync(_b, "b")).ShouldBe("a");
        await _a.ReleaseAsync("a", default);

        (await TakeAsync(_b, "b")).ShouldBe("b");
    }

    [Fact]
    public async Task A_lost_answer_is_no_lease_and_the_next_request_finds_it()
    {
        _fake.Next(static _ => null);
        _fake.Next(request =>
        {
            _fake.Serve(request);
            return new(200, "") { IsLost = true };
        });

        (await TakeAsync(_a, "a")).ShouldBe("Unreachable");
        (await TakeAsync(_a, "a")).ShouldBe("a");
    }

    [Fact]
    public async Task A_lease_that_two_requests_can_outlast_is_refused()
    {
        var refused = await _a.AcquireAsync("a", TimeSpan.FromSeconds(4), default);

        refused.Problem!.Kind.ShouldBe(ProblemKind.Refused);
        refused.Problem.Detail.ShouldContain("A lease of 4 s is too short for requests of 2 s");
        _fake.Writes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_namespace_that_is_missing_is_said()
    {
        using var store = Store("elsewhere");
        (await store.AcquireAsync("a", Lasts, default)).Problem!.Detail.ShouldContain("namespaces \"elsewhere\" not found");
    }

    public void Dispose()
    {
        _a.Dispose();
        _b.Dispose();
        _http.Dispose();
    }

    private async Task<string> TakeAsync(KubernetesLeaseStore store, ControllerId who)
    {
        var taken = await Rig.RunAsync(_clock, store.AcquireAsync(who, Lasts, default).AsTask());
        return taken.Succeeded ? taken.Value.Controller.Value : $"{taken.Problem.Kind}";
    }

    private KubernetesLeaseStore Store(string ns = "multiregion")
    {
        var options = new KubernetesLeaseOptions { Namespace = ns };
        options.Connection.Use(new("https://home.example.com"), _http);
        return new(options, _clock);
    }
}
