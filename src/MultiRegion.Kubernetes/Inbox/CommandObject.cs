using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Inbox;

/// <summary>A ConfigMap that somebody created as a command. Pure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Which object of that name it is.</param>
/// <param name="Id">The command's id: what the object says, else its uid.</param>
/// <param name="Command">The command; null: it is none.</param>
/// <param name="Wrong">What is wrong with it.</param>
internal sealed record CommandObject(string Name, string Uid, string Id, OperatorCommand? Command, string? Wrong)
{
    public const string Label = "multiregion/command";
    public const string AnsweredLabel = "multiregion/answered";
    public const string AnswerKey = "multiregion/answer";

    private const int LongestAnswer = 4000;

    private static readonly string[] Ids = ["group", "region"];
    private static readonly string[] Numbers = ["epoch", "sequence"];
    private static readonly string[] Keys = ["id", "kind", "actor", "reason", .. Ids, .. Numbers, "override"];

    public static CommandObject Read(JsonObject item)
    {
        var (name, uid, data) = (item.Name() ?? "", item.Below("metadata")?.Text("uid") ?? "", item.Below("data") ?? []);
        var id = data.Text("id") is { Length: > 0 } stated && IsId(stated) ? stated : uid;
        var wrong = Wrongs(item, data).FirstOrDefault();
        return wrong is null ? new(name, uid, id, Make(id, data), null) : new(name, uid, id, null, $"This is no command: {wrong}.");
    }

    /// <summary>The patch that answers it: the label takes it out of what is read. It counts for this very object.</summary>
    public JsonObject Answer(bool accepted, string text) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["uid"] = Uid,
            ["labels"] = new JsonObject { [AnsweredLabel] = accepted ? "accepted" : "refused" },
            ["annotations"] = new JsonObject { [AnswerKey] = text.Length > LongestAnswer ? text[..LongestAnswer] : text },
        },
    };

    private static IEnumerable<string> Wrongs(JsonObject item, JsonObject data)
    {
        if (item.ContainsKey("binaryData") || data.Any(static pair => pair.Value is not JsonValue))
        {
            yield return "it holds something that is no text";
        }

        foreach (var key in data.Select(static pair => pair.Key).Where(static key => !Keys.Contains(key)))
        {
            yield return $"'{ErrorText.Line(key, 60)}' is not known: write some of {string.Join(", ", Keys)}";
        }

        if (data.Text("id") is { } id && !IsId(id))
        {
            yield return "'id' must be 1 to 64 letters, digits, '-' or '_'; without it the object's uid counts";
        }

        if (Kind(data.Text("kind")) is null)
        {
            yield return $"'kind' must be one of {string.Join(", ", Enum.GetNames<CommandKind>())}";
        }

        if (string.IsNullOrWhiteSpace(data.Text("actor")) || data.Text("actor") is { Length: > 200 } || data.Text("actor")!.Any(char.IsControl))
        {
            yield return "'actor' must say who wants it, in 1 to 200 characters of one line";
        }

        if (string.IsNullOrWhiteSpace(data.Text("reason")) || data.Text("reason") is { Length: > 4000 })
        {
            yield return "'reason' must say why, in 1 to 4000 characters";
        }

        foreach (var key in Ids.Where(key => data.Text(key) is { } text && !IdText.IsValid(text, out _)))
        {
            yield return $"'{key}' is no id";
        }

        foreach (var key in Numbers.Where(key => data.Text(key) is { } text && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            yield return $"'{key}' must be a number, in quotes";
        }
    }

    private static OperatorCommand Make(string id, JsonObject data) => new()
    {
        Id = id,
        Kind = Kind(data.Text("kind"))!.Value,
        Actor = data.Text("actor")!,
        Reason = data.Text("reason")!,
        Group = data.Text("group") is { } group ? group : default(MoveGroupId?),
        Region = data.Text("region") is { } region ? region : default(RegionId?),
        Epoch = Number(data.Text("epoch")),
        Sequence = Number(data.Text("sequence")),
        Override = [.. (data.Text("override") ?? "").Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
    };

    private static int? Number(string? text) => text is null ? null : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static CommandKind? Kind(string? text) => Enum.GetValues<CommandKind>().Cast<CommandKind?>()
        .FirstOrDefault(kind => string.Equals(kind.ToString(), text?.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));

    private static bool IsId(string text) => text.Length is >= 1 and <= 64 && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
