using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Routing;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

public sealed class EstateTests
{
    private static readonly Reason Drill = new(ReasonCode.Operator, "a", "drill");

    private static EstateState Fold(params EstateEntry[] entries) => entries.Aggregate(EstateState.Empty, static (estate, entry) => EstateMachine.Apply(estate, EstateJson.Read(EstateJson.Write(entry))));

    private static TopologyEntry Revision(long revision, string deployments, params string[] names) =>
        new(Estate(deployments, null, names) with { Revision = revision }) { Now = Seconds(revision), Utc = Day };

    private static GroupEntry Begins(long epoch, EstateState estate, string group = "shop")
    {
        var request = new MoveRequest { Kind = MoveKind.Establish, Cause = MoveCause.Planned, Before = estate.Groups[group].Shares };
        return new(group, new MoveStarted(epoch, request, Because, null)) { Now = Seconds(50), Utc = Day };
    }

    private static GroupEntry Ends(MoveGroupId? group = null) => new(group ?? "shop", new StepEnded(1, 1, StepOutcome.Done())) { Now = Seconds(60), Utc = Day };

    private static string States(EstateState estate) => string.Join(' ', estate.Groups["shop"].Regions.Select(static status => $"{status.Region}:{status.State}:{status.Share.Percent}"));

    [Fact]
    public void A_first_topology_makes_the_groups()
    {
        var estate = Fold(Revision(1, "a active, b hot", "shop", "blog"));

        estate.Groups.Keys.ShouldBe(["blog", "shop"]);
        States(estate).ShouldBe("a:Serving:100 b:Standby:100");
        estate.Now.ShouldBe(Seconds(1));
    }

    [Fact]
    public void An_estate_without_an_entry_has_no_topology() => EstateState.Empty.Topology.ShouldBeNull();

    [Fact]
    public void An_entry_that_ends_no_move_binds_nothing_anew()
    {
        var first = Fold(Revision(1, "a active, b hot"));

        var next = EstateMachine.Apply(first, new GroupEntry("shop", new VerdictChanged(A, Verdict.Healthy, Because)) { Now = Seconds(2), Utc = Day });

        next.Groups["shop"].In(A).Verdict.ShouldBe(Verdict.Healthy);
        next.Definitions.ShouldBeSameAs(first.Definitions);
    }

    [Fact]
    public void A_standby_keeps_what_is_known_of_it_under_a_new_revision()
    {
        var first = Fold(Revision(1, "a active, b hot"), new GroupEntry("shop", new VerdictChanged(B, Verdict.Healthy, Because)) { Now = Seconds(1), Utc = Day });

        var next = EstateMachine.Apply(first, Revision(2, "a active, b hot, c hot"));

        next.Groups["shop"].Regions.Select(static status => status.Verdict).ShouldBe([Verdict.Unknown, Verdict.Healthy, Verdict.Unknown]);
    }

    [Fact]
    public void An_estate_that_was_read_knows_every_group_by_its_own_definition()
    {
        var estate = Fold(Revision(1, "a active, b hot", "shop", "blog"));

        EstateMachine.Restore(estate with { Definitions = estate.Definitions.Clear() }).Definitions.ShouldAllBe(static pair => pair.Key == pair.Value.Id);
    }

    [Fact]
    public void A_move_keeps_the_revision_that_it_began_with_and_the_newest_binds_after_it()
    {
        var first = Fold(Revision(1, "a active, b hot"));
        var moving = EstateMachine.Apply(EstateMachine.Apply(first, Begins(5, first)), Revision(2, "a active, b hot, c hot"));

        moving.Definitions["shop"].Revision.ShouldBe(1);
        moving.Topologies.Keys.ShouldBe([1, 2]);
        moving.Epoch.ShouldBe(5);
        var settled = EstateMachine.Apply(moving, Ends());

        settled.Definitions["shop"].Revision.ShouldBe(2);
        settled.Topologies.Keys.ShouldBe([2]);
        States(settled).ShouldBe("a:Serving:100 b:Standby:100 c:Standby:100");
        settled.Groups["shop"].EstablishedRevision.ShouldBe(1, "the routers do not have the second yet");
    }

    [Fact]
    public void A_group_that_leaves_the_topology_ends_its_move_first()
    {
        var first = Fold(Revision(1, "a active, b hot", "shop", "blog"));
        var moving = EstateMachine.Apply(EstateMachine.Apply(first, Begins(5, first, "blog")), Revision(2, "a active, b hot"));
        moving.Groups.ShouldContainKey("blog");

        var settled = EstateMachine.Apply(moving, Ends("blog"));

        settled.Groups.Keys.ShouldBe(["shop"]);
        EstateComparer.Instance.Equals(EstateMachine.Apply(settled, Ends("blog")), settled).ShouldBeTrue("an event of a group that is gone is nothing");
    }

    [Theory]
    [InlineData("a active, b active", "a:Serving:100 b:Serving:100")]
    [InlineData("b active", "b:Serving:100")]
    [InlineData("a active, b hot, c active", "a:Serving:100 b:Standby:100 c:Serving:100")]
    [InlineData("a hot, b active", "a:Serving:100 b:Serving:100")]
    public void A_standby_that_a_revision_makes_active_serves(string deployments, string states) =>
        States(Fold(Revision(1, "a active, b hot"), Revision(2, deployments))).ShouldBe(states);

    [Fact]
    public void A_region_that_was_switched_away_from_stays_in_reserve_under_a_new_revision()
    {
        var estate = Fold(Revision(1, "a active, b hot"));
        var switched = estate with
        {
            Groups = estate.Groups.SetItem("shop", estate.Groups["shop"] with
            {
                Regions = [new() { Region = A, State = RegionState.Standby, Share = Share.None }, new() { Region = B, State = RegionState.Serving, Share = Share.Full }],
            }),
        };

        States(EstateMachine.Apply(switched, Revision(2, "a active, b hot"))).ShouldBe("a:Standby:0 b:Serving:100");
    }

    [Fact]
    public void The_home_of_the_data_stays_where_it_is_unless_its_region_is_gone()
    {
        static TopologyEntry WithData(long revision, string deployments) =>
            new(Estate(deployments, static service => service with { Data = Orders }) with { Revision = revision }) { Now = Seconds(revision), Utc = Day };
        var estate = Fold(WithData(1, "a active, b hot"));
        var moved = estate with { Groups = estate.Groups.SetItem("shop", estate.Groups["shop"] with { DataAt = B }) };

        EstateMachine.Apply(moved, WithData(2, "a active, b hot, c hot")).Groups["shop"].DataAt.ShouldBe(B);
        EstateMachine.Apply(moved, WithData(2, "a active, c hot")).Groups["shop"].DataAt.ShouldBe(A);
    }

    [Fact]
    public void Drains_and_answers_are_kept()
    {
        var estate = Fold(
            Revision(1, "a active, b hot"),
            new DrainEntry(A, true, Drill, new("1", true, "drained")) { Now = Seconds(2), Utc = Day },
            new DrainEntry(B, true, Drill, new("2", true, "drained")) { Now = Seconds(3), Utc = Day },
            new DrainEntry(A, false, Drill, new("3", true, "open")) { Now = Seconds(4), Utc = Day },
            new AnswerEntry(new("4", false, "no")) { Now = Seconds(5), Utc = Day },
            new GroupEntry("shop", new OperatorSaid(Command(CommandKind.Hold))) { Now = Seconds(6), Utc = Day, Answer = new("5", true, "held") });

        estate.Drained.Keys.ShouldBe([B]);
        estate.Answers.Select(static answer => answer.Id).ShouldBe(["1", "2", "3", "4", "5"]);
        estate.Groups["shop"].Hold!.By.ShouldBe("anna");
        estate.Now.ShouldBe(Seconds(6));
    }

    [Fact]
    public void Only_the_latest_answers_are_kept()
    {
        var estate = Enumerable.Range(1, 300).Aggregate(EstateState.Empty, static (estate, id) => EstateMachine.Apply(estate, new AnswerEntry(new($"{id}", true, "")) { Now = Seconds(id), Utc = Day }));

        estate.Answers.Length.ShouldBe(256);
        (estate.Answers[0].Id, estate.Answers[^1].Id).ShouldBe(("45", "300"));
    }

    [Fact]
    public void An_epoch_seen_on_a_plane_only_raises()
    {
        var estate = Fold(Revision(1, "a active, b hot"), new EpochEntry(9) { Now = Seconds(2), Utc = Day }, new EpochEntry(4) { Now = Seconds(3), Utc = Day });

        estate.Epoch.ShouldBe(9);
    }

    [Fact]
    public void A_snapshot_is_the_whole_estate()
    {
        var first = Fold(Revision(1, "a active, b hot", "shop", "blog"));
        var moving = EstateMachine.Apply(EstateMachine.Apply(first, Begins(5, first)), Revision(2, "a active, b hot, c hot", "shop", "blog"));

        var read = Fold(new SnapshotEntry(moving) { Now = moving.Now, Utc = Day });

        read.Definitions["shop"].Revision.ShouldBe(1);
        read.Definitions["blog"].Revision.ShouldBe(2);
        EstateComparer.Instance.Equals(read, moving).ShouldBeTrue();
        EstateComparer.Instance.Equals(EstateMachine.Apply(read, Ends()), EstateMachine.Apply(moving, Ends())).ShouldBeTrue();
    }

    [Fact]
    public void What_the_estate_or_the_machine_does_not_know_is_an_error()
    {
        Should.Throw<ArgumentOutOfRangeException>(static () => EstateMachine.Apply(EstateState.Empty, new Strange { Now = default, Utc = Day })).Message.ShouldContain("no such entry");
        Should.Throw<ArgumentOutOfRangeException>(static () => new Scene(Group("a active, b hot")).Happen(new StrangeEvent())).Message.ShouldContain("no such event");
        Should.Throw<ArgumentOutOfRangeException>(static () => new Scene(Group("a active, b hot")).State.In("nowhere")).Message.ShouldContain("shop has no such region");
    }

    private sealed record Strange : EstateEntry;

    private sealed record StrangeEvent : MachineEvent;

    private sealed class EstateComparer : IEqualityComparer<EstateState>
    {
        public static EstateComparer Instance { get; } = new();

        public bool Equals(EstateState? x, EstateState? y) => Text(x!) == Text(y!);

        public int GetHashCode(EstateState obj) => 0;

        private static string Text(EstateState estate) => System.Text.Encoding.UTF8.GetString(EstateJson.Write(new SnapshotEntry(estate) { Now = estate.Now, Utc = Day }));
    }
}
