namespace MultiRegion.Probing.Batch;

/// <summary>What the loop is told by other threads.</summary>
internal enum CommandKind
{
    Begin,
    Cancel,
    Resolved,
    Secured,
    Seated,
}

/// <summary>One thing that the loop is told.</summary>
internal readonly record struct BatchCommand(CommandKind Kind, object About);
