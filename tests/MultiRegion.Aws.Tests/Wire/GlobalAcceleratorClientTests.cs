using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Tests.Fakes;

namespace MultiRegion.Aws.Tests.Wire;

public sealed class GlobalAcceleratorClientTests : IDisposable
{
    private readonly Rig _rig = new();
    private readonly string _accelerator;
    private readonly string _listener;

    public GlobalAcceleratorClientTests()
    {
        _accelerator = _rig.Front.AddAccelerator("front");
        _listener = _rig.Front.AddListener(_accelerator);
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_accelerator_is_in_progress_after_a_change_until_it_is_deployed()
    {
        await _rig.RunAsync(_rig.Accelerator.CreateGroupAsync(_listener, Samples.Group(), "t", default));

        var first = await _rig.RunAsync(_rig.Accelerator.DescribeAsync(_accelerator, default));
        var second = await _rig.RunAsync(_rig.Accelerator.DescribeAsync(_accelerator, default));

        first.Value.ShouldNotBeNull(first.Problem?.Detail).Deployed.ShouldBeFalse();
        second.Value!.Deployed.ShouldBeTrue();
        second.Value.Addresses.ShouldBe(["198.51.100.1", "198.51.100.2"]);
    }

    [Fact]
    public async Task A_group_is_created_once_for_a_token_although_its_answer_was_lost()
    {
        _rig.Front.Inject(Fault.LostAfterEffect);
        var wanted = Samples.Group("eu-west-1", 33.5, new AcceleratorEndpoint("eipalloc-1", 200, PreserveClientAddress: false)) with { HealthProtocol = "HTTP", HealthPort = 80, HealthPath = "/healthz", HealthInterval = 10, PortOverrides = [new(443, 8443)] };

        var created = await _rig.RunAsync(_rig.Accelerator.CreateGroupAsync(_listener, wanted, "token-1", default));
        var groups = await _rig.RunAsync(_rig.Accelerator.ListGroupsAsync(_listener, default));

        created.Value.ShouldNotBeNull(created.Problem?.Detail).Dial.ShouldBe(33.5);
        var group = groups.Value.ShouldHaveSingleItem();
        group.PortOverrides.ShouldBe([new(443, 8443)]);
        group.Endpoints.ShouldBe([new("eipalloc-1", 200, EndpointHealth.Initial, "Newly added", false)]);
    }

    [Fact]
    public async Task A_second_group_of_a_region_is_a_conflict()
    {
        _rig.Front.AddGroup(_listener, Samples.Group());

        var created = await _rig.RunAsync(_rig.Accelerator.CreateGroupAsync(_listener, Samples.Group(), "token-2", default));

        created.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Conflict);
    }

    [Fact]
    public async Task An_update_leaves_alone_what_it_does_not_name()
    {
        var group = _rig.Front.AddGroup(_listener, Samples.Group("eu-west-1", 100, new AcceleratorEndpoint("eipalloc-1", 128)) with { HealthPath = "/live" });

        var updated = await _rig.RunAsync(_rig.Accelerator.UpdateGroupAsync(group, new() { Dial = 0 }, default));
        var emptied = await _rig.RunAsync(_rig.Accelerator.UpdateGroupAsync(group, new() { Endpoints = [] }, default));

        updated.Value.ShouldNotBeNull(updated.Problem?.Detail).Endpoints.Length.ShouldBe(1);
        updated.Value.HealthPath.ShouldBe("/live");
        emptied.Value!.Endpoints.ShouldBeEmpty();
        emptied.Value.Dial.ShouldBe(0);
    }

    [Fact]
    public async Task Lists_are_followed_to_the_end()
    {
        _rig.Front.Page = 3;
        foreach (var region in Enumerable.Range(1, 8))
        {
            _rig.Front.AddGroup(_listener, Samples.Group($"eu-west-{region}"));
            _rig.Front.AddAccelerator($"other-{region}");
            _rig.Front.AddListener(_accelerator, ports: [(1000 + region, 1000 + region)]);
        }

        (await _rig.RunAsync(_rig.Accelerator.ListGroupsAsync(_listener, default))).Value.Length.ShouldBe(8);
        (await _rig.RunAsync(_rig.Accelerator.ListAsync(default))).Value.Length.ShouldBe(9);
        (await _rig.RunAsync(_rig.Accelerator.ListListenersAsync(_accelerator, default))).Value.Length.ShouldBe(9);
    }

    [Fact]
    public async Task Endpoints_are_added_and_taken_out_ten_at_a_time()
    {
        var group = _rig.Front.AddGroup(_listener, Samples.Group());
        ImmutableArray<AcceleratorEndpoint> endpoints = [.. Enumerable.Range(0, 12).Select(static n => new AcceleratorEndpoint($"eipalloc-{n}", n))];

        var added = await _rig.RunAsync(_rig.Accelerator.AddEndpointsAsync(group, endpoints, default));
        var removed = await _rig.RunAsync(_rig.Accelerator.RemoveEndpointsAsync(group, [.. endpoints.Take(11).Select(static one => one.Id)], default));

        (added.Value, removed.Value).ShouldBe((true, true), added.Problem?.Detail ?? removed.Problem?.Detail);
        _rig.Front.Groups(_listener)[0].Endpoints.ShouldHaveSingleItem().Weight.ShouldBe(11);
        _rig.Front.Writes.ShouldBe(4);
    }

    [Fact]
    public async Task Tags_are_set_and_read()
    {
        var set = await _rig.RunAsync(_rig.Accelerator.TagAsync(_accelerator, ImmutableDictionary<string, string>.Empty.Add("k", "v"), default));
        var read = await _rig.RunAsync(_rig.Accelerator.ListTagsAsync(_accelerator, default));

        set.Value.ShouldBeTrue(set.Problem?.Detail);
        read.Value.ShouldNotBeNull()["k"].ShouldBe("v");
    }

    [Fact]
    public async Task Listeners_are_created_and_changed_and_their_ports_may_not_overlap()
    {
        var created = await _rig.RunAsync(_rig.Accelerator.CreateListenerAsync(_accelerator, new(null, "TCP", "SOURCE_IP", [new(80, 81)]), "token-3", default));
        var changed = await _rig.RunAsync(_rig.Accelerator.UpdateListenerAsync(created.Value! with { ClientAffinity = "NONE" }, default));
        var overlapping = await _rig.RunAsync(_rig.Accelerator.CreateListenerAsync(_accelerator, new(null, "TCP", "NONE", [new(81, 90)]), "token-4", default));

        changed.Value.ShouldNotBeNull(changed.Problem?.Detail).ClientAffinity.ShouldBe("NONE");
        overlapping.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        (await _rig.RunAsync(_rig.Accelerator.DescribeAsync("arn:aws:globalaccelerator::1:accelerator/none", default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
        (await _rig.RunAsync(_rig.Accelerator.DeleteGroupAsync("arn:aws:globalaccelerator::1:accelerator/a/listener/b/endpoint-group/c", default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
    }
}
