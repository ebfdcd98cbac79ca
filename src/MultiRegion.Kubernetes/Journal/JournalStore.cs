using System.Collections.Immutable;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Journal;

/// <summary>The objects of a journal in their cluster.</summary>
internal sealed class JournalStore(string ns, string name, ClusterLink link) : IDisposable
{
    private const int LargestHead = 900 * 1024;

    public string Name => name;

    public string At => $"The journal {ns}/{name}";

    public void Dispose() => link.Dispose();

    public Problem Removed() => Problem.Failed($"{At} was removed: its ConfigMap is not there any more. Put it back, or end this process and begin a new one.", retryable: false);

    /// <summary>The head and all segments, as they were at one moment; no head: there is no journal yet.</summary>
    public async ValueTask<Result<(JournalHead? Head, ImmutableArray<JsonObject> Items)>> ListAsync(CancellationToken cancellationToken)
    {
        var opened = link.Open();
        if (!opened.Succeeded)
        {
            return opened.Problem;
        }

        var read = await opened.Value.ListAsync(KubeResource.ConfigMaps, ns, new() { LabelSelector = $"{JournalHead.Label}={name}", PageSize = 50 }, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded)
        {
            return read.Problem;
        }

        var head = read.Value.Items.FirstOrDefault(item => item.Name() == name);
        return head is not null ? ((JournalHead?)JournalHead.Read(head, At), read.Value.Items)
            : read.Value.Items.IsEmpty ? ((JournalHead?)null, read.Value.Items)
            : throw new JournalException($"{At} is damaged: its segments are there, and its head is not, or has lost its label {JournalHead.Label}. Put it back, or begin a new journal under another Name and Adopt.") { Fault = JournalFault.Corrupt };
    }

    /// <summary>The head alone; one without a version: there is none.</summary>
    public async ValueTask<Result<JournalHead>> ReadAsync(CancellationToken cancellationToken)
    {
        var opened = link.Open();
        if (!opened.Succeeded)
        {
            return opened.Problem;
        }

        var read = await opened.Value.GetAsync(KubeResource.ConfigMaps, ns, name, cancellationToken).ConfigureAwait(false);
        return read.Succeeded ? JournalHead.Read(read.Value, At) : read.Problem.Kind == ProblemKind.NotFound ? new JournalHead() : read.Problem;
    }

    /// <summary>Writes a head behind its pieces. Refused when the head is no longer the one that was read.</summary>
    public async ValueTask<Result<JournalHead>> WriteAsync(JournalHead head, ImmutableArray<JournalSegment> pieces, CancellationToken cancellationToken)
    {
        if (head.Size > LargestHead)
        {
            return Problem.Refused($"{At} has grown to {head.Segments.Length} segments: compact it (Engine:CompactAfter).");
        }

        var opened = link.Open();
        if (!opened.Succeeded)
        {
            return opened.Problem;
        }

        foreach (var piece in pieces)
        {
            // A piece that is there already is this very piece: its name says what it holds, and it cannot be changed.
            var made = await opened.Value.CreateAsync(KubeResource.ConfigMaps, ns, piece.Object(ns, name), new(), cancellationToken).ConfigureAwait(false);
            if (!made.Succeeded && made.Status?.Reason != "AlreadyExists")
            {
                return made.Problem.Kind == ProblemKind.Unreachable ? Problem.Failed($"{made.Problem.Detail} No record of it was stored.", retryable: true) : made.Problem;
            }
        }

        var item = head.Object(ns, name);
        var written = head.ResourceVersion.Length == 0
            ? await opened.Value.CreateAsync(KubeResource.ConfigMaps, ns, item, new(), cancellationToken).ConfigureAwait(false)
            : await opened.Value.ReplaceAsync(KubeResource.ConfigMaps, ns, name, item, new(), cancellationToken).ConfigureAwait(false);
        return !written.Succeeded ? written.Problem
            : written.Value.Version() is { Length: > 0 } version ? head with { ResourceVersion = version }
            : Problem.Unreachable($"{At}: the answer to a write has no resourceVersion.");
    }

    /// <summary>Removes the segments of earlier bases.</summary>
    public async ValueTask DropAsync(ImmutableArray<long> bases, CancellationToken cancellationToken)
    {
        if (link.Open() is { Succeeded: true } opened)
        {
            await opened.Value.DeleteAllAsync(KubeResource.ConfigMaps, ns, $"{JournalHead.Label}={name},{JournalSegment.BaseLabel} in ({string.Join(',', bases)})", cancellationToken).ConfigureAwait(false);
        }
    }
}
