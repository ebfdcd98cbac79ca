using System.Net;
using System.Net.Sockets;

namespace MultiRegion.Probing;

/// <summary>
/// Connects to whichever address answers first. The next one gets its turn when the one before fails or is silent for a while;
/// when all are silent, the first is asked once more: a connection attempt whose one packet is lost would otherwise wait for the
/// system's own repetition, a second and more, and fail for nothing.
/// </summary>
internal sealed class DialRace(Func<IPAddress, CancellationToken, ValueTask<Socket>> connect, TimeProvider time)
{
    /// <summary>How much of a start each attempt has over the next.</summary>
    public static TimeSpan HeadStart { get; } = TimeSpan.FromMilliseconds(150);

    private readonly List<Task<Socket>> _running = [];
    private SocketException? _error;

    /// <exception cref="SocketException">No address works.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Socket> RunAsync(IReadOnlyList<IPAddress> addresses, CancellationToken cancellationToken)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var turns = Turns(addresses);
            for (var next = 0; next < addresses.Count || _running.Count > 0;)
            {
                // A repetition is for silence; an address that has refused has answered.
                if (next < turns.Count && (next < addresses.Count || _running.Count > 0))
                {
                    _running.Add(connect(turns[next++], rest.Token).AsTask());
                }

                if (await FirstAsync(hasNext: next < turns.Count, rest.Token).ConfigureAwait(false) is { } socket)
                {
                    return socket;
                }
            }

            throw _error ?? new SocketException((int)SocketError.NoData);
        }
        finally
        {
            rest.CancelQuietly();
            _running.ForEach(static late => _ = DropAsync(late));
        }
    }

    /// <summary>The families by turns, beginning with that of the first address, and the first address once more.</summary>
    public static List<IPAddress> Turns(IReadOnlyList<IPAddress> addresses)
    {
        var (own, other) = (new Queue<IPAddress>(), new Queue<IPAddress>());
        foreach (var address in addresses)
        {
            (address.AddressFamily == addresses[0].AddressFamily ? own : other).Enqueue(address);
        }

        var turns = new List<IPAddress>(addresses.Count + 1);
        while (own.Count + other.Count > 0)
        {
            turns.AddRange(own.TryDequeue(out var one) ? [one] : []);
            turns.AddRange(other.TryDequeue(out var next) ? [next] : []);
        }

        turns.AddRange(turns.Take(1));
        return turns;
    }

    /// <summary>The socket of whoever connects first; null when it is the next one's turn, or when one has failed.</summary>
    private async ValueTask<Socket?> FirstAsync(bool hasNext, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var turn = hasNext ? Task.Delay(HeadStart, time, over.Token) : null;
        await Task.WhenAny([.. _running, .. turn is null ? Array.Empty<Task>() : [turn]]).ConfigureAwait(false);
        over.CancelQuietly();
        cancellationToken.ThrowIfCancellationRequested();

        // On a busy machine both may be over by the time that we look.
        var attempt = _running.Find(static running => running.IsCompleted);
        if (attempt is null)
        {
            return null;
        }

        _running.Remove(attempt);
        try
        {
            return await attempt.ConfigureAwait(false);
        }
        catch (SocketException failed)
        {
            _error = _error is null || MoreTelling(_error.SocketErrorCode, failed.SocketErrorCode) == failed.SocketErrorCode ? failed : _error;
            return null;
        }
    }

    /// <summary>Which of two errors to tell: a name with addresses of two families, one of which has no route from here, must not hide that the other refused.</summary>
    public static SocketError MoreTelling(SocketError? earlier, SocketError later) =>
        earlier is { } known && ProbeFaults.Of(known).Outcome == ProbeOutcome.Failure ? known : later;

    private static async Task DropAsync(Task<Socket> late)
    {
        try
        {
            (await late.ConfigureAwait(false)).Dispose();
        }
        catch (Exception failed) when (failed is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It has lost anyhow.
        }
    }
}
