using System.Collections.Concurrent;
using System.Net;

namespace MultiRegion.Probing;

/// <summary>
/// Asks for the addresses of names: once at a time for each, whoever wants it, and for so many at once. The system's resolver holds a
/// thread for as long as a name server is silent, and a probe that gives up does not free it. Nothing is remembered but which names kept
/// us waiting: they have seats of their own, so that the others find theirs free.
/// </summary>
internal sealed class NameResolver(Func<string, Task<IPAddress[]>> ask, TimeProvider time)
{
    /// <summary>How many names are asked for at once, and how many of those that kept us waiting last time.</summary>
    public const int AtOnce = 64;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _slow = new(StringComparer.OrdinalIgnoreCase);
    private readonly Turnstile _seats = new(AtOnce);
    private readonly Turnstile _slowSeats = new(AtOnce);

    /// <summary>The system's resolver.</summary>
    public static NameResolver System(TimeProvider time) => new(AskSystem, time);

    /// <exception cref="global::System.Net.Sockets.SocketException">The name does not exist, or the resolver failed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; whoever else waits for the name goes on waiting.</exception>
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => _asked
        .GetOrAdd(host, static (name, all) => new(() => Noticed(all.AskAsync(name))), this)
        .Value.WaitAsync(cancellationToken);

    private async Task<IPAddress[]> AskAsync(string host)
    {
        var seats = _slow.ContainsKey(host) ? _slowSeats : _seats;
        await seats.EnterAsync().ConfigureAwait(false);
        var start = time.GetTimestamp();
        try
        {
            return await ask(host).ConfigureAwait(false);
        }
        finally
        {
            Remember(host, time.GetElapsedTime(start) >= Slow);
            _asked.TryRemove(host, out _);
            seats.Leave();
        }
    }

    private void Remember(string host, bool isSlow)
    {
        if (isSlow)
        {
            _slow[host] = true;
        }
        else
        {
            _slow.TryRemove(host, out _);
        }
    }

    // When it fails, all who wanted to know may have given up.
    private static Task<IPAddress[]> Noticed(Task<IPAddress[]> asking)
    {
        _ = asking.ContinueWith(static failed => failed.Exception, default, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return asking;
    }

    // On a thread of its own: those of the pool are what all other probes go on with.
    private static Task<IPAddress[]> AskSystem(string host)
    {
        var answer = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = new Thread(() => Answer(host, answer), maxStackSize: 256 * 1024) { IsBackground = true, Name = "MultiRegion resolver" };
        asking.Start();
        return answer.Task;
    }

    private static void Answer(string host, TaskCompletionSource<IPAddress[]> answer)
    {
        try
        {
            answer.SetResult(Dns.GetHostAddresses(host));
        }
        catch (Exception failed)
        {
            answer.SetException(failed);
        }
    }
}
