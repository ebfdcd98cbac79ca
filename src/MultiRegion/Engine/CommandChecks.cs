namespace MultiRegion.Engine;

/// <summary>What a command must be before anybody looks at its meaning.</summary>
internal static class CommandChecks
{
    private const int LongestId = 64;

    public static string? Objection(OperatorCommand command) => command switch
    {
        { Id: null or "" or { Length: > LongestId } } => $"a command needs an id of 1 to {LongestId} characters",
        { Actor: null or "" } => "a command needs an actor: who says so",
        { Reason: null or "" } => "a command needs a reason: why",
        { Kind: CommandKind.Drain or CommandKind.Undrain or CommandKind.SwitchOver or CommandKind.FailOver or CommandKind.FailBack, Region: null } => $"{command.Kind} needs a region",
        { Kind: not (CommandKind.Drain or CommandKind.Undrain or CommandKind.Hold or CommandKind.Resume or CommandKind.Adopt), Group: null } => $"{command.Kind} needs a move group",
        _ => null,
    };
}
