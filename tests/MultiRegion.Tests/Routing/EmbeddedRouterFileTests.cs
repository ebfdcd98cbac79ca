using System.Collections.Immutable;
using MultiRegion.Routing;
using MultiRegion.Testing;
using static MultiRegion.Tests.Routing.Intents;

namespace MultiRegion.Tests.Routing;

public sealed class EmbeddedRouterFileTests : IDisposable
{
    private readonly VirtualClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("embedded-router-");
    private readonly string _path;
    private readonly EmbeddedRouter _router;

    public EmbeddedRouterFileTests()
    {
        _path = Path.Combine(_folder.FullName, "state", "routes.json");
        _router = Router();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Another_process_follows_the_file_within_its_interval()
    {
        var follower = new EmbeddedRouteFollower(new() { StatePath = _path }, _clock);
        follower.Knows("shop").ShouldBeFalse();
        follower.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        await Apply(_router, Intent(1));
        _router.Knows("shop").ShouldBeTrue();
        follower.Knows("shop").ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(20));
        follower.Route("shop", ClientLocation.Unknown).Host.ShouldBe("a.example.com");
        follower.Problem.ShouldBeNull();
        await Apply(_router, Intent(2, "A 0"));
        follower.Route("shop", ClientLocation.Unknown).Host.ShouldBe("a.example.com");
        _clock.Advance(TimeSpan.FromMilliseconds(20));
        follower.Route("shop", ClientLocation.Unknown).Host.ShouldBe("b.example.com");
        _router.Capabilities.Propagation.ShouldBe(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task Every_kind_of_node_survives_the_file()
    {
        var tree = Trees.Weighted(
            (1, Trees.T4), (2, Trees.T5), (0.1, new MultivalueNode([Trees.A, new EndpointNode("B") { HealthChecked = false }]) { MaximumAnswers = 2, Ttl = TimeSpan.FromSeconds(5) }));
        var intent = Intent(1) with
        {
            Tree = tree with { Affinity = new(SessionAffinityKind.Cookie, TimeSpan.FromHours(1)) },
            Endpoints = Intent(1).Endpoints.Add("C", new("::1", 8443)),
            Shares = Trees.Shares("A 12.5, B 0"),
        };
        var receipt = await Apply(_router, intent);
        (await Plan(Router(), intent)).IsEmpty.ShouldBeTrue();
        (await Router().ConfirmAsync(receipt, default)).Value.ShouldBe(Confirmation.InEffect);
        Trees.Print(Router().Resolve("shop", Trees.Paris)).ShouldBe(
            Trees.Print(RoutingResolver.Resolve(intent.Tree, Trees.Paris, static _ => true, intent.Shares)));
    }

    [Fact]
    public async Task A_route_that_a_person_put_there_is_not_touched_until_it_is_adopted()
    {
        await Apply(_router, Intent(1));
        Edit("\"epoch\": 1", "\"epoch\": 1"); // nothing: the file as we wrote it is ours
        (await Plan(_router, Intent(1))).IsEmpty.ShouldBeTrue();
        var text = File.ReadAllText(_path);
        var marker = text[text.IndexOf("\"marker\"", StringComparison.Ordinal)..];
        marker = marker[..(marker.IndexOf('}', StringComparison.Ordinal) + 2)];
        Edit(marker, "");
        (await Problem(_router, Intent(2))).Detail.ShouldContain("carries no marker, so a person put it there; adopt it");
        await Apply(_router, Intent(2) with { Adopt = true });
        (await Plan(_router, Intent(2))).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public async Task An_edit_by_a_person_is_shown_and_kept_until_it_is_adopted()
    {
        await Apply(_router, Intent(1), Intent(1, service: "cart"));
        Edit("\"a.example.com\"", "\"edited.example.com\"");
        var plan = await Plan(_router, Intent(2, service: "cart"), Intent(2));
        plan.Changes.ShouldAllBe(static change => change.Problem!.Kind == ProblemKind.NotOwned);
        plan.Changes[0].Problem!.Detail.ShouldContain(
            "Found: endpoints A edited.example.com, B b.example.com; we wrote: endpoints A a.example.com, B b.example.com.");
        (await _router.ApplyAsync(plan, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotOwned);
        Router().Route("shop", ClientLocation.Unknown).Host.ShouldBe("edited.example.com");
        await Apply(_router, Intent(2) with { Adopt = true });
        Router().Route("shop", ClientLocation.Unknown).Host.ShouldBe("a.example.com");
        Router().Route("cart", ClientLocation.Unknown).Host.ShouldBe("edited.example.com");
    }

    [Fact]
    public async Task An_edit_between_plan_and_apply_is_not_written_over()
    {
        await Apply(_router, Intent(1));
        var plan = await Plan(_router, Intent(2, "A 0"));
        Edit("\"a.example.com\"", "\"edited.example.com\"");
        (await _router.ApplyAsync(plan, default)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
        Router().Route("shop", ClientLocation.Unknown).Host.ShouldBe("edited.example.com");
    }

    [Fact]
    public async Task A_marker_whose_record_of_what_we_wrote_is_gone_counts_as_an_edit()
    {
        await Apply(_router, Intent(1));
        var text = File.ReadAllText(_path);
        var (from, to) = (text.IndexOf("\"writtenHash\"", StringComparison.Ordinal), text.LastIndexOf(']'));
        Edit(text[from..(to + 1)], "\"writtenHash\": null");
        (await Problem(_router, Intent(2))).Detail.ShouldContain("was edited since");
    }

    [Fact]
    public async Task A_restored_edit_with_the_same_marker_is_adopted_back()
    {
        await Apply(_router, Intent(1));
        Edit("\"a.example.com\"", "\"edited.example.com\"");
        await Apply(_router, Intent(1) with { Adopt = true });
        (await Plan(_router, Intent(1))).IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"version\": 1,", "\"version\": 2,", "newer version")]
    [InlineData("multiregion-embedded-router", "something-else", "not a routing state")]
    [InlineData("\"shares\"", "\"shres\"", "shres")]
    [InlineData("\"region\": \"A\"", "\"region\": \"Z\"", "names Z without an endpoint")]
    [InlineData("\"kind\": \"priority\"", "\"kind\": \"random\"", "random")]
    [InlineData("\"byRegion\": {}", "\"byRegion\": {\"A\": 0, \"B\": 0}", "every region of the tree is drained")]
    [InlineData("\"byRegion\": {}", "\"byRegion\": {\"A\": 101}", "0 to 100")]
    [InlineData("\"healthChecked\": true,", "", "healthChecked")] // a default that only the code knows would be read as false
    [InlineData("\"byRegion\": {}", "", "byRegion")]
    [InlineData("\"writtenHash\"", "\"written\": null, \"written\"", "duplicate")]
    [InlineData("{", "", "JSON")]
    [InlineData("\"version\": 1,", "\"version\": 1, \"version\": 1,", "duplicate")]
    public async Task A_damaged_file_is_reported_with_its_path_and_never_written_over(string from, string to, string why)
    {
        await Apply(_router, Intent(1));
        var follower = new EmbeddedRouteFollower(new() { StatePath = _path, FollowInterval = TimeSpan.Zero }, _clock);
        var plan = await Plan(_router, Intent(2));
        Edit(from, to, first: true);
        var damaged = File.ReadAllText(_path);
        var problem = (await _router.PlanAsync([Intent(2)], default)).Problem.ShouldNotBeNull();
        problem.Kind.ShouldBe(ProblemKind.Failed);
        problem.Retryable.ShouldBeFalse();
        problem.Detail.ShouldContain(_path);
        problem.Detail.ShouldContain(why, Case.Insensitive);
        problem.Detail.ShouldContain("move it away");
        (await _router.ApplyAsync(plan, default)).Problem.ShouldBe(problem);
        File.ReadAllText(_path).ShouldBe(damaged);
        follower.Route("shop", ClientLocation.Unknown).Host.ShouldBe("a.example.com");
        follower.Problem.ShouldBe(problem);
    }

    [Fact]
    public async Task A_file_that_vanished_leaves_the_last_routes_in_the_follower_and_is_planned_as_new()
    {
        var receipt = await Apply(_router, Intent(1));
        var follower = new EmbeddedRouteFollower(new() { StatePath = _path, FollowInterval = TimeSpan.Zero }, _clock);
        File.Delete(_path);
        follower.Route("shop", ClientLocation.Unknown).Host.ShouldBe("a.example.com");
        follower.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        (await _router.ConfirmAsync(receipt, default)).Value.ShouldBe(Confirmation.Lost);
        (await Plan(_router, Intent(1))).Changes.Single().Before.ShouldBeNull();
        await Apply(_router, Intent(1));
        follower.Knows("shop").ShouldBeTrue();
        follower.Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_write_waits_for_the_lock_and_gives_up_after_its_time()
    {
        await Apply(_router, Intent(1));
        var plan = await Plan(_router, Intent(2, "A 0"));
        var held = new FileStream(_path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var late = _router.ApplyAsync(plan, default).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(6));
        (await late).Problem.ShouldNotBeNull().Detail.ShouldContain(".lock");
        var waiting = _router.ApplyAsync(plan, default).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        held.Dispose();
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        (await waiting).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_second_writer_reads_only_when_the_first_has_written()
    {
        var (one, two) = (new FileStore(_path, new(), _clock), new FileStore(_path, new(), _clock));
        var entry = EmbeddedEntry.Of(EmbeddedContent.Of(Intent(1)), At(1));
        Task<Result<EmbeddedDocument>>? second = null;
        await one.UpdateAsync(
            live =>
            {
                second = two.UpdateAsync(seen => seen.With("cart", entry with { Content = entry.Content with { Hostname = "cart.example.com" } }), default).AsTask();
                return live.With("shop", entry);
            },
            default);
        second.ShouldNotBeNull().IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        (await second).Value.ShouldNotBeNull().Services.Keys.ShouldBe(["cart", "shop"]);
    }

    [Fact]
    public async Task Of_writers_that_race_from_one_state_exactly_one_wins_and_the_newest_epoch_stays()
    {
        var routers = Enumerable.Range(0, 8).Select(_ => new EmbeddedRouter(new() { StatePath = _path }, TimeProvider.System)).ToList();
        await Apply(_router, Intent(1));
        var plans = await Task.WhenAll(routers.Select((router, i) => Plan(router, Intent(2 + i, $"A {i}"))));
        var results = await Task.WhenAll(routers.Select((router, i) => Task.Factory.StartNew(
            async () => await router.ApplyAsync(plans[i], default), default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));
        results.Count(static result => result.Succeeded).ShouldBe(1);
        results.Where(static result => !result.Succeeded).ShouldAllBe(static result => result.Problem!.Kind == ProblemKind.Conflict || result.Problem.Kind == ProblemKind.Fenced);
        routers.Sum(static router => router.Writes).ShouldBe(1);
        File.Exists(_path + ".tmp").ShouldBeFalse();
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_write()
    {
        await Apply(_router, Intent(1));
        var follower = new EmbeddedRouteFollower(new() { StatePath = _path, FollowInterval = TimeSpan.Zero }, TimeProvider.System);
        using var done = new CancellationTokenSource();
        var reader = Task.Factory.StartNew(
            () =>
            {
                var looks = 0;
                for (; looks == 0 || !done.IsCancellationRequested; looks++)
                {
                    follower.Knows("shop").ShouldBeTrue();
                    follower.Problem.ShouldBeNull();
                }

                return looks;
            },
            default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (var epoch = 2; epoch < 60; epoch++)
        {
            await Apply(_router, Intent(epoch, $"A {epoch}"));
        }

        await done.CancelAsync();
        (await reader).ShouldBeGreaterThan(0);
        _router.Writes.ShouldBe(59);
    }

    private EmbeddedRouter Router() => new(new() { StatePath = _path }, _clock);

    private void Edit(string from, string to, bool first = false)
    {
        var text = File.ReadAllText(_path);
        text.ShouldContain(from);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        File.WriteAllText(_path, first ? string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)) : text.Replace(from, to, StringComparison.Ordinal));
    }
}
