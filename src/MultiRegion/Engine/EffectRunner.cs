using System.Collections.Immutable;
using MultiRegion.Execution;
using MultiRegion.Machine;
using MultiRegion.Planning;
using MultiRegion.Topology;

namespace MultiRegion.Engine;

/// <summary>
/// Keeps the attempts that run equal to those that the state asks for: starts what is missing, cancels what is not wanted
/// any more. Outcomes are data of the next round, never a call back into it.
/// </summary>
internal sealed class EffectRunner(StepExecutor executor, ControllerId controller, IStepView view, Action wake)
{
    private readonly List<Running> _running = [];
    private EstateState? _synchronised;

    public bool IsIdle => _running.Count == 0;

    public bool HasOutcomes => _running.Exists(static running => running.IsOver);

    /// <summary>The steps under way, each with the machine time at which its attempt began.</summary>
    public IEnumerable<(GroupDefinition Group, MoveStep Step, TimeSpan Since)> UnderWay
    {
        get
        {
            foreach (var running in _running)
            {
                foreach (var work in running.Works)
                {
                    yield return (work.Group, work.Step, running.Since);
                }
            }
        }
    }

    /// <summary>Starts and cancels.</summary>
    public void Synchronise(EstateState estate)
    {
        if (ReferenceEquals(estate, _synchronised) || (_running.Count == 0 && estate.IsAtRest))
        {
            return;
        }

        _synchronised = estate;
        var wanted = estate.Groups.Values.SelectMany(group => Wanted(estate, group)).ToList();
        foreach (var running in _running.Where(running => !running.Works.Any(work => wanted.Exists(other => other.Key == work.Key))))
        {
            running.Cancellation.Cancel();
        }

        var missing = wanted.Where(work => !_running.Exists(running => running.Works.Any(other => other.Key == work.Key))).ToList();
        foreach (var shifts in missing.Where(static work => work.Step is ShiftStep).GroupBy(static work => ((ShiftStep)work.Step).Router))
        {
            var works = shifts.ToImmutableArray();
            Start(works, token => executor.ShiftAsync(shifts.Key, works, token));
        }

        foreach (var work in missing.Where(static work => work.Step is not ShiftStep))
        {
            Start([work], token => executor.ExecuteAsync(work, token));
        }
    }

    /// <summary>The attempts that are over, in the order in which they began. Each stays, and is not made again, until it is taken.</summary>
    public ImmutableArray<Running> Over => HasOutcomes ? [.. _running.Where(static running => running.IsOver)] : [];

    /// <summary>The outcome of an attempt is recorded, or of no interest.</summary>
    public void Take(Running over)
    {
        _running.Remove(over);
        _synchronised = null;
        over.Cancellation.Dispose();
    }

    /// <summary>Drops the outcomes that have come: what they were about may have been decided elsewhere since.</summary>
    public void DropOutcomes()
    {
        foreach (var over in Over)
        {
            Take(over);
        }
    }

    /// <summary>Cancels everything and waits until it has ended: nothing of ours is on its way afterwards.</summary>
    public async ValueTask StopAsync()
    {
        foreach (var running in _running)
        {
            await running.Cancellation.CancelAsync().ConfigureAwait(false);
        }

        await Task.WhenAll(_running.Select(static running => running.Task)).ConfigureAwait(false);
        DropOutcomes();
    }

    private IEnumerable<StepWork> Wanted(EstateState estate, GroupState state) =>
        FailoverMachine.Effects(state).Where(static status => status.Step is not ApproveStep).Select(status => new StepWork
        {
            Group = estate.Definitions[state.Group],
            Topology = estate.Topologies[state.Revision],
            Move = state.Move!,
            Status = status,
            Controller = controller,
            Adopting = state.Adopting,
        });

    private void Start(ImmutableArray<StepWork> works, Func<CancellationToken, Task<ImmutableArray<StepReport>>> run)
    {
        var cancellation = new CancellationTokenSource();
        var running = new Running(works, cancellation, view.Now);
        running.Task = running.RunAsync(run, wake);
        _running.Add(running);
    }

    /// <summary>An attempt, or several that are made together.</summary>
    internal sealed class Running(ImmutableArray<StepWork> works, CancellationTokenSource cancellation, TimeSpan since)
    {
        private volatile bool _over;

        public bool IsOver => _over;

        public ImmutableArray<StepWork> Works => works;

        public CancellationTokenSource Cancellation => cancellation;

        /// <summary>Machine time at which the attempt began.</summary>
        public TimeSpan Since => since;

        public ImmutableArray<StepReport> Reports { get; private set; } = [];

        public Task Task { get; set; } = Task.CompletedTask;

        public async Task RunAsync(Func<CancellationToken, Task<ImmutableArray<StepReport>>> run, Action wake)
        {
            Reports = await run(cancellation.Token).ConfigureAwait(false);
            _over = true;
            wake();
        }
    }
}
