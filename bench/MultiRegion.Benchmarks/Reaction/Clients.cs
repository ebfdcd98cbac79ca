using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MultiRegion.Benchmarks.Reaction;

/// <summary>Sends a request every few milliseconds, each over a connection of its own, whatever became of those before.</summary>
internal sealed class Clients(string name, Func<int> port)
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeProvider Time = TimeProvider.System;

    public string Name => name;

    /// <summary>How long it is from now until a request is answered by a region; null when none is in time.</summary>
    public async Task<TimeSpan?> UntilAnsweredByAsync(string region, long since)
    {
        using var over = new CancellationTokenSource(Patience, Time);
        var answered = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = Time.CreateTimer(_ => _ = AskAsync(region, since, answered, over.Token), null, TimeSpan.Zero, Every);
        try
        {
            return await answered.Task.WaitAsync(over.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    private async Task AskAsync(string region, long since, TaskCompletionSource<TimeSpan> answered, CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port()), cancellationToken);
            await socket.SendAsync("GET / HTTP/1.1\r\nHost: shop\r\n\r\n"u8.ToArray(), cancellationToken);
            var buffer = new byte[1024];
            var read = await socket.ReceiveAsync(buffer, cancellationToken);
            if (Encoding.ASCII.GetString(buffer, 0, read).EndsWith(region, StringComparison.Ordinal))
            {
                answered.TrySetResult(Time.GetElapsedTime(since));
            }
        }
        catch (Exception failed) when (failed is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // What a client of a region sees that is not well.
        }
    }
}
