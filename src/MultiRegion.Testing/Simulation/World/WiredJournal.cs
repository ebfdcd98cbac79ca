using System.Runtime.CompilerServices;
using MultiRegion.Execution;

namespace MultiRegion.Testing.Simulation;

/// <summary>The journal at the end of a wire. Whoever dies at it dies in the middle of a round.</summary>
internal sealed class WiredJournal(Wire wire) : ICompactingJournal
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(8);

    private InMemoryJournal Journal => wire.World.Journal;

    public async ValueTask<Result<long>> AppendAsync(JournalRecord record, long expectedSequence, CancellationToken cancellationToken)
    {
        var call = new WireCall("journal", record.Kind, Writes: true);
        var fate = wire.Controller.IsDead ? Fate.CallerDiesBefore : wire.World.FateOf(wire.Controller, call);
        switch (fate)
        {
            case Fate.CallerDiesBefore:
                throw Death(call, "before");
            case Fate.IsLost or Fate.Fails or Fate.IsThrottled:
                return Problem.Unreachable("the journal does not answer");
            case Fate.ArrivesLate:
                await Pause.ForAsync(wire.Controller.Clock, Late, cancellationToken).ConfigureAwait(false);
                break;
            default:
                break;
        }

        var appended = await Journal.AppendAsync(record, expectedSequence, CancellationToken.None).ConfigureAwait(false);
        wire.World.Appended(wire.Controller, record, appended.Problem);
        switch (fate)
        {
            case Fate.CallerDiesAfter:
                throw Death(call, "after");
            case Fate.LosesAnswer:
                return Problem.Unreachable("the journal did not answer in time");
            case Fate.ArrivesTwice:
                // As a client that tries again by itself sees it.
                return await Journal.AppendAsync(record, expectedSequence, CancellationToken.None).ConfigureAwait(false);
            case Fate.AnswersLate:
                await Pause.ForAsync(wire.Controller.Clock, Late, cancellationToken).ConfigureAwait(false);
                break;
            default:
                break;
        }

        return wire.Controller.IsDead ? throw Death(call, "after") : appended;
    }

    public async IAsyncEnumerable<JournalRecord> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (wire.World.FateOf(wire.Controller, new("journal", "read", Writes: false)) is Fate.IsLost)
        {
            throw new JournalException("the journal does not answer") { Fault = JournalFault.Unavailable };
        }

        await foreach (var record in Journal.ReadAsync(from, cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    public ValueTask<Result<long>> CompactAsync(JournalRecord snapshot, CancellationToken cancellationToken) =>
        wire.World.FateOf(wire.Controller, new("journal", "compact", Writes: false)) is Fate.IsLost
            ? ValueTask.FromResult<Result<long>>(Problem.Unreachable("the journal does not answer"))
            : Journal.CompactAsync(snapshot, cancellationToken);

    private SimulatedCrashException Death(WireCall call, string when)
    {
        wire.World.Crash(wire.Controller, $"{when} {call}");
        return new($"The process died {when} {call}.");
    }
}
