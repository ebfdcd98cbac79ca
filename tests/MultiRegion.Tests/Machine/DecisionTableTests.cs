using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Routing;
using static MultiRegion.Tests.Machine.Kit;

namespace MultiRegion.Tests.Machine;

public sealed class DecisionTableTests
{
    private static readonly RegionId S = "s";
    private static readonly RegionId O = "o";
    private static readonly RegionId T = "t";
    private static readonly RegionId X = "x";
    private static readonly string[] Calm = ["Steady", "FailedOver", "Recovering"];
    private static readonly string[] Moving = ["Establish", "FailoverDead", "FailoverGrey", "Switchover", "Drain", "Failback", "Tombstone"];

    private static readonly string[] Events =
    [
        "source dies", "target dies", "other dies", "standby dies", "source grey", "target grey", "source recovers", "target unknown", "all bad", "nothing",
    ];

    private static readonly ImmutableArray<(string State, string Event, string Outcome)> Rows =
    [
        .. DecisionTable.Rows.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split('#')[0].Split('|', StringSplitOptions.TrimEntries))
            .Select(static cells => (cells[0], cells[1], cells[2])),
    ];

    private static IEnumerable<(string State, string Event)> Cases =>
        from state in (string[])[.. Calm, .. Moving, .. Moving.Select(static state => $"{state}, aborting"), .. Moving.Select(static state => $"{state}, halted"), .. Calm.Concat(Moving).Select(static state => $"{state}, held")]
        from happened in Events
        select (state, happened);

    [Fact]
    public void Every_event_in_every_state_has_exactly_one_row()
    {
        var used = Cases.Select(static asked => (asked, Found: Rows.Where(row => Covers(row, asked)).ToList())).ToList();

        used.Where(static pair => pair.Found.Count != 1).Select(static pair => pair.asked).ShouldBeEmpty();
        Rows.Except(used.SelectMany(static pair => pair.Found)).ShouldBeEmpty();
    }

    [Fact]
    public void What_follows_is_what_the_table_says()
    {
        var wrong = Cases.Select(static asked => (asked, Says: Rows.First(row => Covers(row, asked)).Outcome, Follows: Follows(asked.State, asked.Event)))
            .Where(static row => row.Says != row.Follows)
            .Select(static row => $"{row.asked.State} | {row.asked.Event} | {row.Follows}   (the table says {row.Says})");

        string.Join('\n', wrong).ShouldBe("");
    }

    private static bool Covers((string State, string Event, string Outcome) row, (string State, string Event) asked) =>
        (row.State == asked.State || (row.State.StartsWith("any, ", StringComparison.Ordinal) && asked.State.EndsWith(row.State[3..], StringComparison.Ordinal)))
        && (row.Event == "any" || row.Event == asked.Event);

    private static string Follows(string state, string happened)
    {
        var words = state.Split(", ");
        var scene = In(words[0], words.ElementAtOrDefault(1));
        if (words.ElementAtOrDefault(1) is not ("halted" or "held") && !Exists(words[0], happened))
        {
            return "-";
        }

        var before = scene.States;
        Apply(scene, happened);
        var decision = scene.Decide();
        return decision.Event switch
        {
            MoveStarted started => Started(started),
            MoveInterrupted interrupted => Interrupted(scene, interrupted),
            null when decision.Reason.Code is ReasonCode.Held or ReasonCode.Halted => decision.Reason.Code.ToString(),
            null when scene.State.Move is not null => "GoOn",
            null when scene.States != before && scene.States.Contains("Recovering", StringComparison.Ordinal) => "Recover",
            null => "Stay",
            _ => decision.Event.ToString()!,
        };
    }

    private static string Started(MoveStarted started) => $"{(started.Request.Cause == MoveCause.Grey ? "StartGreyDrain" : $"Start{started.Request.Kind}")} {FromTo(started.Request)}";

    private static string Interrupted(Scene scene, MoveInterrupted interrupted)
    {
        var wasAborting = scene.Move.Aborting is not null;
        scene.Happen(interrupted);
        return scene.State.Move is { Aborting: null } move ? $"Replace {FromTo(move.Request)}" : wasAborting ? "GoOn" : "Abort";
    }

    private static string FromTo(MoveRequest request) => $"{request.From} > {string.Join(',', request.Targets)}";

    // Which regions a state has: the steady ones have nobody on the way, and what is so already cannot happen.
    private static bool Exists(string state, string happened) => (state, happened) switch
    {
        ("Steady" or "Establish", "target dies" or "target grey" or "target unknown") => false,
        ("FailoverDead", "source dies") or ("FailoverGrey", "source grey") => false,
        (not ("FailedOver" or "FailoverDead" or "FailoverGrey"), "source recovers") => false,
        _ => true,
    };

    private static void Apply(Scene scene, string happened)
    {
        foreach (var region in happened == "all bad" ? [S, O, T, X] : Array.Empty<RegionId>())
        {
            scene.Dies(region);
        }

        _ = happened switch
        {
            "source dies" => scene.Dies(S),
            "target dies" => scene.Dies(T),
            "other dies" => scene.Dies(O),
            "standby dies" => scene.Dies(X),
            "source grey" => scene.Sees(S, Verdict.Degraded),
            "target grey" => scene.Sees(T, Verdict.Degraded),
            "source recovers" => scene.Recovers(S),
            "target unknown" => scene.Sees(T, Verdict.Unknown),
            _ => scene,
        };
    }

    private static Scene In(string state, string? variant)
    {
        var scene = new Scene(Group("s active work, o active work, t hot work, x hot work"));
        Enter(scene, state);
        switch (variant)
        {
            case "aborting":
                scene.State = Moves.Abort(scene.State, Because, new MachineContext(scene.Group, scene.Now, scene.Utc));
                break;
            case "halted":
                scene.State = Moves.Halt(scene.State, new Reason(ReasonCode.Halted, "", "test"));
                break;
            case "held":
                scene.Say(CommandKind.Hold);
                break;
        }

        return scene;
    }

    private static void Enter(Scene scene, string state)
    {
        switch (state)
        {
            case "Establish":
                Start(scene, MoveKind.Establish, MoveCause.Planned, null);
                break;
            case "FailoverDead":
                scene.Dies(S);
                Start(scene, MoveKind.Failover, MoveCause.Dead, S, T);
                break;
            case "FailoverGrey":
                scene.Sees(S, Verdict.Degraded);
                Start(scene, MoveKind.Failover, MoveCause.Grey, S, T);
                break;
            case "Switchover":
                Start(scene, MoveKind.Switchover, MoveCause.Planned, S, T);
                break;
            case "Drain":
                scene.Drained.Add(S);
                Start(scene, MoveKind.Drain, MoveCause.Planned, S, T);
                break;
            case "FailedOver" or "Recovering" or "Failback" or "Tombstone":
                Left(scene, state);
                break;
        }
    }

    // S has been left for T, and the cool-down is over.
    private static void Left(Scene scene, string state)
    {
        scene.Dies(S);
        Start(scene, MoveKind.Failover, MoveCause.Dead, S, T);
        scene.Finish();
        scene.Wait(30);
        if (state == "Tombstone")
        {
            scene.State = scene.State.With(S, static status => status with { Tombstone = true });
        }

        if (state != "FailedOver")
        {
            scene.Recovers(S);
        }

        if (state == "Failback")
        {
            Start(scene, MoveKind.Failback, MoveCause.Planned, null, S);
            scene.Until<SoakStep>();
        }
        else if (state == "Tombstone")
        {
            Start(scene, MoveKind.Tombstone, MoveCause.Planned, null, S);
        }
    }

    private static void Start(Scene scene, MoveKind kind, MoveCause cause, RegionId? from, params RegionId[] targets)
    {
        var request = new MoveRequest
        {
            Kind = kind,
            Cause = cause,
            From = from,
            Targets = [.. targets],
            Before = scene.State.Shares,
            Serving = scene.State.Serving,
            Reserves = kind == MoveKind.Failback ? [T] : [],
            Desired = kind == MoveKind.Establish ? scene.State.Shares.With(X, Share.None) : null,
        };
        scene.Happen(new MoveStarted(scene.Epoch + 1, request, Because, null));
        scene.State.Move.ShouldNotBeNull(kind.ToString());
    }
}
