using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MultiRegion.Tests.Probing;

/// <summary>A TCP server on a free loopback port that treats each connection as its script says, badly if need be.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<Stream, CancellationToken, Task> _script;
    private readonly Task _accepting;
    private int _accepted;

    public LoopbackServer(Func<Stream, CancellationToken, Task> script)
    {
        _script = script;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Done when every connection so far has ended.</summary>
    public Task Quiet => Task.WhenAll(_connections);

    public static LoopbackServer Answering(string answer) => new(async (stream, end) =>
    {
        while (await ReadRequestAsync(stream, end) is not "")
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), end);
        }
    });

    /// <summary>Reads the head of a request; empty when there is none any more.</summary>
    public static async Task<string> ReadRequestAsync(Stream stream, CancellationToken end)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, end);
            if (read == 0)
            {
                return "";
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    /// <summary>Writes the same text until the other side has had enough.</summary>
    public static async Task FloodAsync(Stream stream, string text, CancellationToken end)
    {
        for (var bytes = Encoding.UTF8.GetBytes(text); ;)
        {
            await stream.WriteAsync(bytes, end);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        await Quiet;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                Interlocked.Increment(ref _accepted);
                var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _connections.Add(ServeAsync(socket, listed.Task));
                listed.SetResult();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
        }
    }

    // A script runs only once its connection is listed, so that whoever hears from it can wait for its end.
    private async Task ServeAsync(Socket socket, Task listed)
    {
        await listed;
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await _script(stream, _end.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
        }
    }
}
