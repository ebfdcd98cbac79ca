using System.Globalization;
using System.Text.Json;

namespace MultiRegion.Coordination;

/// <summary>The names in an inbox, and how files get in and out of it: always whole, under their final name.</summary>
/// <param name="Path">The inbox's folder.</param>
internal sealed record InboxFolder(string Path)
{
    /// <summary>How many answers are kept: the oldest go first.</summary>
    public const int KeptAnswers = 1000;

    private string Answers => System.IO.Path.Join(Path, "answers");

    private string Rejected => System.IO.Path.Join(Path, "rejected");

    /// <summary>Creates the folders, for their owner alone.</summary>
    public void Create()
    {
        foreach (var folder in (ReadOnlySpan<string>)[Path, Answers, Rejected])
        {
            CreatePrivate(folder);
        }
    }

    /// <summary>The command files, oldest first: their names begin with their time.</summary>
    public IEnumerable<string> Commands() => Directory.EnumerateFiles(Path, "*.json").Order(StringComparer.Ordinal);

    public void Submit(OperatorCommand command, DateTimeOffset at)
    {
        Create();
        var time = at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'.'fffffff'Z'", CultureInfo.InvariantCulture);
        WriteWhole(System.IO.Path.Join(Path, $"{time}-{command.Id}.json"), System.Text.Encoding.UTF8.GetBytes(OperatorCommandJson.Format(command)));
    }

    public bool HasAnswer(string id) => File.Exists(AnswerPath(id));

    /// <summary>Writes the answer, unless there is one: the first stands.</summary>
    public void WriteAnswer(CommandAnswer answer)
    {
        if (!HasAnswer(answer.Id))
        {
            WriteWhole(AnswerPath(answer.Id), JsonSerializer.SerializeToUtf8Bytes(answer, CommandJsonContext.Default.CommandAnswer));
            Prune(new DirectoryInfo(Answers), KeptAnswers);
        }
    }

    /// <summary>Reads the answer; null when there is none.</summary>
    public CommandAnswer? ReadAnswer(string id)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(AnswerPath(id)), CommandJsonContext.Default.CommandAnswer);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Sets a file aside that is no command: whoever wrote it may want it back.</summary>
    public void Reject(string path) => File.Move(path, System.IO.Path.Join(Rejected, System.IO.Path.GetFileName(path)), overwrite: true);

    private string AnswerPath(string id) => CommandRules.IsId(id)
        ? System.IO.Path.Join(Answers, id + ".json")
        : throw new ArgumentException($"A command's id is 1 to {CommandRules.MaximumId} letters, digits, '-' or '_'.", nameof(id));

    private static void Prune(DirectoryInfo folder, int kept)
    {
        var files = folder.GetFiles("*.json");
        foreach (var old in files.OrderByDescending(static file => file.LastWriteTimeUtc).Skip(kept))
        {
            old.Delete();
        }
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void WriteWhole(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
