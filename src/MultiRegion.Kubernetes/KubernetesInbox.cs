using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Kubernetes.Inbox;
using MultiRegion.Kubernetes.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes;

/// <summary>Operator commands as ConfigMaps that anybody with the right creates by <c>kubectl create</c>, and that bear their answers. Used by one loop.</summary>
/// <remarks>
/// A command bears the label <c>multiregion/command</c>, and says kind, actor and reason. It is answered by the label <c>multiregion/answered</c> (accepted, refused) and the annotation
/// <c>multiregion/answer</c>, and not read again. What is no command is answered so at once. Nothing is deleted.
/// </remarks>
public sealed class KubernetesInbox : IOperatorInbox, IDisposable
{
    private const int MostOpen = 1000;

    private readonly KubernetesInboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ClusterLink _link;
    private readonly Dictionary<string, (bool Accepted, string Text)> _unwritten = new(StringComparer.Ordinal);
    private ImmutableArray<CommandObject> _open = [];
    private long? _readAt;

    /// <summary>Makes an inbox. Nothing is read before it is asked to.</summary>
    /// <param name="options">How it works.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="logger">Told of attempts that are repeated; null: nobody is.</param>
    /// <exception cref="ArgumentException">Options are wrong; all mistakes are named.</exception>
    public KubernetesInbox(KubernetesInboxOptions options, TimeProvider time, ILogger<KubernetesInbox>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        OptionRules.ThrowIfAny(OptionRules.Mistakes(options));
        (_options, _time) = (options, time);
        var retry = new RetrySettings { Attempts = 2, FirstWait = TimeSpan.FromMilliseconds(50), AttemptTimeout = options.RequestTimeout, Deadline = options.RequestTimeout };
        _link = new($"commands in {options.Namespace}", options.Connection, retry, time, (ILogger?)logger ?? NullLogger.Instance);
    }

    /// <inheritdoc />
    /// <remarks>Oldest first, by the time that the API server gave them, then by name. Answers that could not be written are tried again here.</remarks>
    public async ValueTask<Result<ImmutableArray<OperatorCommand>>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_readAt is null || _time.GetElapsedTime(_readAt.Value) >= _options.PollInterval)
        {
            if (await ListAsync(cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        var unwritten = await SettleAsync(cancellationToken).ConfigureAwait(false);
        var commands = _open.Where(open => open.Command is not null && !_unwritten.ContainsKey(open.Id)).Select(static open => open.Command!).DistinctBy(static command => command.Id).ToImmutableArray();
        return commands.IsEmpty && unwritten is not null ? unwritten : commands;
    }

    /// <inheritdoc />
    /// <remarks>An answer that cannot be written is kept, and written by a later reading; its command is not read again by this object.</remarks>
    public async ValueTask AnswerAsync(CommandAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _unwritten.TryAdd(answer.Id, (answer.Accepted, answer.Text));
        await SettleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => _link.Dispose();

    private async ValueTask<Problem?> ListAsync(CancellationToken cancellationToken)
    {
        if (_link.Open() is var opened && !opened.Succeeded)
        {
            return opened.Problem;
        }

        var selector = $"{CommandObject.Label}={_options.Name},!{CommandObject.AnsweredLabel}";
        var read = await opened.Value!.ListAsync(KubeResource.ConfigMaps, _options.Namespace, new() { LabelSelector = selector, PageSize = 100 }, cancellationToken).ConfigureAwait(false);
        if (read.Succeeded)
        {
            _open = [.. read.Value.Items.OrderBy(static item => item.Below("metadata")?.Text("creationTimestamp"), StringComparer.Ordinal).ThenBy(static item => item.Name(), StringComparer.Ordinal).Take(MostOpen).Select(CommandObject.Read)];
            _readAt = _time.GetTimestamp();
        }

        return read.Problem;
    }

    /// <summary>Writes what is known of the answers. Commands come first: an answer that cannot be written keeps no later stop from being heard.</summary>
    private async ValueTask<Problem?> SettleAsync(CancellationToken cancellationToken)
    {
        Problem? trouble = null;
        foreach (var open in _open)
        {
            if (Answer(open) is { } answer && await WriteAsync(open, answer.Accepted, answer.Text, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                trouble ??= problem;
            }
        }

        foreach (var id in _unwritten.Keys.Where(id => !_open.Any(open => open.Id == id)).ToList())
        {
            _unwritten.Remove(id);
        }

        return trouble;
    }

    private (bool Accepted, string Text)? Answer(CommandObject open) =>
        open.Wrong is { } wrong ? (false, wrong) : _unwritten.TryGetValue(open.Id, out var answer) ? answer : null;

    private async ValueTask<Problem?> WriteAsync(CommandObject open, bool accepted, string text, CancellationToken cancellationToken)
    {
        var written = await _link.Open().Value!.PatchAsync(KubeResource.ConfigMaps, _options.Namespace, open.Name, PatchKind.Merge, open.Answer(accepted, text), new(), cancellationToken).ConfigureAwait(false);

        // One that is gone, or another of its name by now, needs no answer.
        if (written.Succeeded || written.Status?.Code is 404 or 409)
        {
            _open = _open.Remove(open);
            return null;
        }

        return written.Problem;
    }
}
