using System.Collections.Immutable;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Policies;
using MultiRegion.Topology;

namespace MultiRegion.Tests.Machine;

/// <summary>The pure core as the engine drives it: verdicts, policy, guards, machine. Steps are answered by the test.</summary>
internal sealed class Scene
{
    private readonly Dictionary<RegionId, TimeSpan> _failing = [];

    public Scene(GroupDefinition group, IFailoverPolicy? policy = null)
    {
        Group = group;
        Policy = new PolicyChain(new DrainPolicy(), policy ?? new PriorityPolicy(servingFirst: false));
        var initial = GroupState.Initial(group);
        State = initial with { EstablishedRevision = group.Revision, Regions = [.. initial.Regions.Select(static status => status with { Verdict = Verdict.Healthy })] };
    }

    public GroupDefinition Group { get; set; }

    public GroupState State { get; set; }

    public IFailoverPolicy Policy { get; set; }

    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(10_000);

    public DateTimeOffset Utc => Kit.Day + Now;

    public long Epoch { get; set; } = 1;

    public bool Forgotten { get; set; }

    public HashSet<RegionId> Drained { get; } = [];

    public Dictionary<RegionId, TimeSpan?> Lag { get; } = [];

    /// <summary>Everything that happened, as the journal would hold it.</summary>
    public List<(MachineEvent Event, TimeSpan Now)> Log { get; } = [];

    public Move Move => State.Move ?? throw new InvalidOperationException("No move is under way.");

    public IEnumerable<StepStatus> Running => FailoverMachine.Effects(State);

    public string Shares => string.Join(' ', State.Regions.Select(static status => $"{status.Region}{status.Share.Percent:0.#}"));

    public string States => string.Join(' ', State.Regions.Select(static status => $"{status.Region}:{status.State}"));

    public StepResult Happen(MachineEvent happened)
    {
        Epoch = happened is MoveStarted started ? started.Epoch : Epoch;
        Log.Add((happened, Now));
        var result = FailoverMachine.Step(State, happened, new MachineContext(Group, Now, Utc));
        State = result.State;
        return result;
    }

    public Scene Sees(RegionId region, Verdict verdict)
    {
        _ = verdict == Verdict.Healthy ? _failing.Remove(region) : _failing.TryAdd(region, Now);
        Happen(new VerdictChanged(region, verdict, Kit.Because));
        return this;
    }

    public Scene Dies(RegionId region) => Sees(region, Verdict.Unhealthy);

    public Scene Recovers(RegionId region) => Sees(region, Verdict.Healthy);

    public DecisionInput Input() => new()
    {
        Group = Group,
        State = State,
        Facts = [.. State.Regions.Select(Facts)],
        Drained = [.. Drained],
        Forgotten = Forgotten,
        NextEpoch = Epoch + 1,
        Now = Now,
        Utc = Utc,
    };

    public Decision Decide()
    {
        var input = Input();
        var views = new RegionView[State.Regions.Length];
        Decider.Look(input, views);
        return Decider.Decide(input, Policy.Evaluate(new PolicyContext(Group.Id, views)));
    }

    /// <summary>One decision, carried out.</summary>
    public Decision Round()
    {
        var decision = Decide();
        if (decision.Event is { } happened)
        {
            Happen(happened);
        }

        return decision;
    }

    public Scene Wait(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        for (var i = 0; FailoverMachine.WakeAt(State) <= Now && i < 100; i++)
        {
            Happen(new TimePassed());
        }

        return this;
    }

    /// <summary>Answers the first running step of a kind.</summary>
    public StepResult Answer<TStep>(StepOutcome outcome)
        where TStep : MoveStep
    {
        var step = Running.First(static status => status.Step is TStep);
        return Happen(new StepEnded(step.Step.Sequence, step.Attempt, outcome));
    }

    public StepResult Done<TStep>(string? output = null)
        where TStep : MoveStep => Answer<TStep>(StepOutcome.Done(output));

    public StepResult Fails<TStep>()
        where TStep : MoveStep => Answer<TStep>(Problem.Refused("no"));

    /// <summary>Answers steps well until a step of a kind runs.</summary>
    public Scene Until<TStep>(Func<TStep, bool>? condition = null)
        where TStep : MoveStep
    {
        while (!Running.Any(status => status.Step is TStep step && condition?.Invoke(step) != false))
        {
            AnswerFirst();
        }

        return this;
    }

    /// <summary>Answers all steps well until the move is over or waits for a person.</summary>
    public Scene Finish()
    {
        while (Running.Any(static status => status.Step is not ApproveStep))
        {
            AnswerFirst();
        }

        return this;
    }

    public StepResult Say(CommandKind kind) => Happen(new OperatorSaid(Kit.Command(kind)));

    public string? Begin(CommandKind kind, RegionId region, params string[] overrides)
    {
        var (happened, text) = Decider.ForCommand(Input(), Kit.Command(kind, region, overrides));
        if (happened is not null)
        {
            Happen(happened);
            return null;
        }

        return text;
    }

    private void AnswerFirst()
    {
        var step = Running.First(static status => status.Step is not ApproveStep);
        Happen(new StepEnded(step.Step.Sequence, step.Attempt, StepOutcome.Done(step.Step is FenceStep ? nameof(FenceOutcome.Confirmed) : "done")));
    }

    private RegionFacts Facts(RegionStatus status)
    {
        TimeSpan? since = _failing.TryGetValue(status.Region, out var at) ? at : null;
        return new(status.Region, status.Verdict, since, status.Verdict == Verdict.Healthy ? Now : since, Lag.GetValueOrDefault(status.Region, TimeSpan.Zero));
    }
}
