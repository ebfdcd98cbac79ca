using System.Buffers;

namespace MultiRegion.Coordination;

/// <summary>What a command must be, whoever sends it.</summary>
internal static class CommandRules
{
    public const int MaximumId = 64;

    public const int MaximumActor = 200;

    public const int MaximumReason = 4000;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>Ids become file names: nothing that is a separator, a dot or a wildcard anywhere is in one.</summary>
    public static bool IsId(string? id) => id is { Length: >= 1 and <= MaximumId } && !id.AsSpan().ContainsAnyExcept(IdCharacters);

    /// <summary>What is wrong with a command; null when nothing is.</summary>
    public static string? Check(OperatorCommand command) =>
        !IsId(command.Id) ? $"'id' must be 1 to {MaximumId} letters, digits, '-' or '_'"
        : !Enum.IsDefined(command.Kind) ? "'kind' is not one of the known kinds"
        : !IsLine(command.Actor) ? $"'actor' must say who wants it, in 1 to {MaximumActor} characters of one line"
        : string.IsNullOrWhiteSpace(command.Reason) || command.Reason.Length > MaximumReason ? $"'reason' must say why, in 1 to {MaximumReason} characters"
        : command.Epoch < 0 ? "'epoch' may not be negative"
        : command.Sequence < 0 ? "'sequence' may not be negative"
        : !command.Override.IsDefault && command.Override.Any(string.IsNullOrWhiteSpace) ? "'override' may not hold an empty name"
        : null;

    private static bool IsLine(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= MaximumActor && !text.Any(char.IsControl);
}
