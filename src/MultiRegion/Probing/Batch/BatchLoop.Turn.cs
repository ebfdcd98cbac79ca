namespace MultiRegion.Probing.Batch;

/// <content>What the thread does, over and over.</content>
internal sealed partial class BatchLoop
{
    // While so many answers are awaited, they are looked for once in a while and taken together: a wake-up costs more than an answer.
    private const int Few = 4;
    private const int LookMilliseconds = 1;
    private const int LongestWait = 1000;

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

    // What has come is looked at before what is to be ended: an answer that is there counts.
    private void Turn()
    {
        var changes = Wait();
        _bell.Answer();
        for (var at = 0; at < changes; at++)
        {
            Handle(_poller.Change(at));
        }

        while (_commands.TryDequeue(out var command))
        {
            Handle(command);
        }

        Wheel.Turn(Now);
        Sweep();
    }

    private int Wait()
    {
        if (Awaited > Few)
        {
            _bell.Wait(LookMilliseconds);
            return _poller.Wait(0);
        }

        var idle = Wheel.Idle(Now) ?? TimeSpan.FromMilliseconds(LongestWait);
        return _poller.Wait((int)Math.Ceiling(idle.TotalMilliseconds));
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
