namespace MultiRegion.Probing.Batch;

/// <content>What the thread does, over and over.</content>
internal sealed partial class BatchLoop
{
    // While so many answers are awaited, they are looked for once in a while and taken together: a wake-up costs more than an answer.
    private const int Few = 4;
    private const int LookMilliseconds = 1;
    private const int LongestWait = 1000;
    private const int MostReadings = 64;

    /// <summary>How many answers are awaited.</summary>
    public int Awaited { get; set; }

    private void Run()
    {
        while (!_ends)
        {
            Turn();
        }

        EndAll();
        Close();
    }

    // What has come is looked at before what is to be ended: an answer that is there counts. Commands that come meanwhile are for the
    // next turn, or answers might never be looked at.
    private void Turn()
    {
        var changes = Wait();
        _bell.Answer();
        Handle(changes);
        for (var more = MostReadings; changes == Poller.Most && more > 0; more--)
        {
            changes = _poller.Wait(0);
            Handle(changes);
        }

        Dials.FreeAll();
        for (var left = _commands.Count; left > 0 && _commands.TryDequeue(out var command); left--)
        {
            Handle(command);
        }

        while (Dials.Next() is { } dial)
        {
            Begin(dial);
        }

        Wheel.Turn(Now);
        Sweep();
    }

    private int Wait()
    {
        if (!Dials.IsEmpty || !_commands.IsEmpty)
        {
            return _poller.Wait(0);
        }

        if (Awaited > Few)
        {
            _bell.Wait(LookMilliseconds);
            return _poller.Wait(0);
        }

        var idle = Wheel.Idle(Now) ?? TimeSpan.FromMilliseconds(LongestWait);
        return _poller.Wait((int)Math.Ceiling(idle.TotalMilliseconds));
    }

    private void Handle(int changes)
    {
        for (var at = 0; at < changes; at++)
        {
            Handle(_poller.Change(at));
        }
    }

    private void Handle((int Descriptor, uint Generation, Readiness Readiness) change)
    {
        if (Find(change.Descriptor, change.Generation) is not { } connection)
        {
            return;
        }

        try
        {
            connection.Changed(change.Readiness);
        }
        catch (Exception exception)
        {
            connection.Break(exception);
        }
    }

    private static void Handle(BatchCommand command)
    {
        try
        {
            Carry(command);
        }
        catch (Exception exception)
        {
            (command.About as Exchange ?? (command.About as Lookup)?.Exchange)?.Break(exception);
        }
    }

    private static void Begin(Dial dial)
    {
        try
        {
            dial.Begin();
        }
        catch (Exception exception)
        {
            dial.Break(exception);
        }
    }

    private static void Carry(BatchCommand command)
    {
        switch (command)
        {
            case { Kind: CommandKind.Begin, About: Exchange exchange }:
                exchange.Start();
                break;
            case { Kind: CommandKind.Cancel, About: Exchange exchange }:
                exchange.TimeOut();
                break;
            case { Kind: CommandKind.Seated, About: Connection connection }:
                connection.Seated();
                break;
            case { Kind: CommandKind.Resolved, About: Lookup lookup }:
                lookup.Tell();
                break;
            case { Kind: CommandKind.Secured, About: Connection connection }:
                connection.Secured();
                break;
        }
    }
}
