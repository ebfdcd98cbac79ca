using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MultiRegion.Journal;

namespace MultiRegion.Coordination;

/// <summary>
/// Operator commands as files in a folder: anyone who may write to it drops a <c>*.json</c> (see <see cref="OperatorCommandJson"/>)
/// and reads <c>answers/&lt;id&gt;.json</c>. What is no command is answered at once and moved to <c>rejected/</c>. Used by one loop.
/// </summary>
/// <param name="folder">The inbox's folder, by custom <see cref="FolderName"/> beside the journal; created for its owner alone (0700).</param>
public sealed class FileInbox(string folder) : IOperatorInbox
{
    /// <summary>The custom name of the folder.</summary>
    public const string FolderName = "inbox";

    private const int MaximumFiles = 1000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly InboxFolder _folder = new(Path.GetFullPath(folder));
    private readonly Dictionary<string, CommandAnswer> _unwritten = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _unfinished = new(StringComparer.Ordinal);
    private ImmutableArray<CommandFile> _open = [];

    /// <summary>Puts a command into an inbox: it appears there whole or not at all.</summary>
    /// <param name="folder">The inbox's folder; created if it is missing.</param>
    /// <param name="command">The command; its id is made of 1 to 64 letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="at">The present, in UTC: commands are read in the order of their times.</param>
    /// <param name="cancellationToken">Cancels before the command is written.</param>
    /// <returns>The command's id, to wait for the answer with; <see cref="ProblemKind.Refused"/> for a command that is not valid.</returns>
    public static ValueTask<Result<string>> SubmitAsync(string folder, OperatorCommand command, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(CommandRules.Check(command) is { } wrong ? Problem.Refused(wrong) : Submit(new(Path.GetFullPath(folder)), command, at));
    }

    /// <summary>Waits for the answer to a command.</summary>
    /// <param name="folder">The inbox's folder.</param>
    /// <param name="id">The command's id.</param>
    /// <param name="time">The clock.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    /// <returns>The answer, or <see cref="ProblemKind.Unreachable"/> when none came in time.</returns>
    public static async ValueTask<Result<CommandAnswer>> WaitForAnswerAsync(
        string folder, string id, TimeProvider time, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(time);
        if (!CommandRules.IsId(id))
        {
            return Problem.Refused($"a command's id is 1 to {CommandRules.MaximumId} letters, digits, '-' or '_'");
        }

        var inbox = new InboxFolder(Path.GetFullPath(folder));
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < timeout;)
        {
            if (ReadAnswer(inbox, id) is { } answer)
            {
                return answer;
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }

        return ReadAnswer(inbox, id) is { } late
            ? late
            : Problem.Unreachable($"no answer to '{id}' in '{inbox.Path}' within {timeout}: is the engine of this folder running? The command stays there.");
    }

    /// <inheritdoc />
    /// <remarks>
    /// A command whose id has an answer is taken away and not read again. A file that could be the beginning of a command is left
    /// alone until it has stopped growing between two readings. Answers that could not be written are tried again here.
    /// </remarks>
    public ValueTask<Result<ImmutableArray<OperatorCommand>>> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return ValueTask.FromResult(Read());
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            return ValueTask.FromResult<Result<ImmutableArray<OperatorCommand>>>(
                Problem.Failed($"the inbox '{_folder.Path}' cannot be used: {exception.Message}", retryable: true));
        }
    }

    /// <inheritdoc />
    /// <remarks>An answer that cannot be written is kept, and written by a later reading; its command is not read again by this object.</remarks>
    public ValueTask AnswerAsync(CommandAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!CommandRules.IsId(answer.Id))
        {
            throw new ArgumentException($"'{answer.Id}' is not the id of a command.", nameof(answer));
        }

        _unwritten.TryAdd(answer.Id, answer);
        TryEach(_unwritten.Values, WriteAnswer);
        return ValueTask.CompletedTask;
    }

    private static Result<string> Submit(InboxFolder inbox, OperatorCommand command, DateTimeOffset at)
    {
        try
        {
            inbox.Submit(command, at);
            return command.Id;
        }
        catch (Exception exception) when (Disk.IsTrouble(exception))
        {
            return Problem.Failed($"the command cannot be put into '{inbox.Path}': {exception.Message}", retryable: true);
        }
    }

    private static CommandAnswer? ReadAnswer(InboxFolder inbox, string id)
    {
        try
        {
            return inbox.ReadAnswer(id);
        }
        catch (Exception exception) when (exception is JsonException || Disk.IsTrouble(exception))
        {
            return new CommandAnswer(id, Accepted: false, $"the answer in '{inbox.Path}' cannot be read: {exception.Message}");
        }
    }

    /// <summary>Commands come first: a disk that takes no answers must not keep an operator's stop from being heard.</summary>
    private Result<ImmutableArray<OperatorCommand>> Read()
    {
        _folder.Create();
        var unwritten = TryEach(_unwritten.Values, WriteAnswer);
        var files = _folder.Commands().Take(MaximumFiles).Select(CommandFile.Read).OfType<CommandFile>().ToList();
        _open = [.. files.Where(static file => file.Command is not null)];
        var undeleted = TryEach(_open.Where(IsAnswered), static file => File.Delete(file.Path));
        var unrejected = TryEach(FindRejected(files), Reject);
        var unanswered = _open.Where(file => !IsAnswered(file)).Select(static file => file.Command!).DistinctBy(static command => command.Id).ToImmutableArray();
        return unanswered.Length == 0 && (unwritten ?? undeleted ?? unrejected) is { } trouble ? trouble : unanswered;
    }

    private bool IsAnswered(CommandFile file) => _unwritten.ContainsKey(file.Command!.Id) || _folder.HasAnswer(file.Command.Id);

    private void WriteAnswer(CommandAnswer answer)
    {
        _folder.WriteAnswer(answer);
        foreach (var file in _open.Where(file => file.Command!.Id == answer.Id))
        {
            File.Delete(file.Path);
        }

        _unwritten.Remove(answer.Id);
    }

    /// <summary>What is no command, and is not growing any more.</summary>
    private List<CommandFile> FindRejected(List<CommandFile> files)
    {
        var before = new Dictionary<string, long>(_unfinished, StringComparer.Ordinal);
        var bad = files.Where(static file => file.Wrong is not null).ToList();
        _unfinished.Clear();
        foreach (var file in bad.Where(static file => file.MayBeUnfinished))
        {
            _unfinished[file.Path] = file.Length;
        }

        bad.RemoveAll(file => file.MayBeUnfinished && before.GetValueOrDefault(file.Path, -1) != file.Length);
        return bad;
    }

    private void Reject(CommandFile file)
    {
        var name = Path.GetFileName(file.Path);
        _folder.WriteAnswer(new CommandAnswer(AnswerId(file, Path.GetFileNameWithoutExtension(name)), Accepted: false, $"'{name}': {file.Wrong}"));
        _folder.Reject(file.Path);
    }

    /// <summary>Under which id the sender of a bad file will look, unless a good command of the same id waits for its own answer.</summary>
    private string AnswerId(CommandFile file, string stem) =>
        file.StatedId is { } stated && !_open.Any(open => open.Command!.Id == stated) ? stated
        : CommandRules.IsId(stem) ? stem
        : "file-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stem)).AsSpan(0, 8));

    private Problem? TryEach<T>(IEnumerable<T> items, Action<T> act)
    {
        Problem? trouble = null;
        foreach (var item in items.ToList())
        {
            try
            {
                act(item);
            }
            catch (Exception exception) when (Disk.IsTrouble(exception))
            {
                trouble ??= Problem.Failed($"the inbox '{_folder.Path}' cannot be written: {exception.Message}", retryable: true);
            }
        }

        return trouble;
    }
}
