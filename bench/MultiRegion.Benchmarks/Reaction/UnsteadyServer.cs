using System.Net;
using System.Net.Sockets;

namespace MultiRegion.Benchmarks.Reaction;

/// <summary>
/// A region that is well and restless: instances behind one port that are restarted in turn with whatever is connected to them, idle
/// connections that are closed, pauses of up to half a time-out, and packets that are lost: what the system would do about a lost request
/// or answer is done here, a repetition after 200 ms and then twice as long each time.
/// </summary>
internal sealed class UnsteadyServer : IAsyncDisposable
{
    private const int Instances = 4;
    private static readonly TimeSpan RestartEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstRepetition = TimeSpan.FromMilliseconds(200);
    private const double Loss = 0.01;
    private static readonly TimeProvider Time = TimeProvider.System;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly Random _random;
    private readonly List<(Socket Socket, int Instance)> _connections = [];
    private readonly Task _life;
    private long _pausedUntil;

    public UnsteadyServer(int seed)
    {
        _random = new(seed);
        _listener.Start(1024);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _life = Task.WhenAll(AcceptAsync(), RestartAsync(), PauseAsync());
    }

    public int Port { get; }

    public int Closes { get; private set; }

    public int Pauses { get; private set; }

    public int Answers { get; private set; }

    public int Lost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _life;
        _listener.Dispose();
        Close(static _ => true, reset: false);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await AcceptOneAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The bench is over.
        }
    }

    private async Task AcceptOneAsync()
    {
        try
        {
            var socket = await _listener.AcceptSocketAsync(_end.Token);
            lock (_gate)
            {
                _connections.Add((socket, _random.Next(Instances)));
            }

            _ = ServeAsync(socket, TimeSpan.FromMilliseconds(300 + Draw(5_000)));
        }
        catch (SocketException)
        {
            // It was gone before it was accepted.
        }
    }

    private async Task ServeAsync(Socket socket, TimeSpan idleTimeout)
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                using var idle = new CancellationTokenSource(idleTimeout, Time);
                if (await socket.ReceiveAsync(buffer, idle.Token) == 0)
                {
                    break;
                }

                await PassAsync(TimeSpan.FromTicks(Math.Max(0, Volatile.Read(ref _pausedUntil) - Now.Ticks)) + TimeSpan.FromMilliseconds(Draw(5)) + Repetitions() + Repetitions());
                await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray());
                Answers++;
            }
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Closed by either side.
        }

        Close(connection => connection.Socket == socket, reset: false);
    }

    private async Task RestartAsync()
    {
        for (var instance = 0; !_end.IsCancellationRequested; instance = (instance + 1) % Instances)
        {
            await PassAsync(RestartEvery);
            Close(connection => connection.Instance == instance, reset: Draw(2) < 1);
        }
    }

    private async Task PauseAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            await PassAsync(TimeSpan.FromMilliseconds(500 + Draw(3_000)));
            Pauses++;
            Volatile.Write(ref _pausedUntil, (Now + (LongestPause * Draw(1))).Ticks);
        }
    }

    private static TimeSpan Now => Time.GetElapsedTime(0);

    private async Task PassAsync(TimeSpan span) => await Task.Delay(span, Time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>How long a packet takes that is lost, perhaps more than once.</summary>
    private TimeSpan Repetitions()
    {
        var late = TimeSpan.Zero;
        for (var next = FirstRepetition; Draw(1) < Loss; next *= 2)
        {
            Lost++;
            late += next;
        }

        return late;
    }

    private double Draw(double below)
    {
        lock (_gate)
        {
            return _random.NextDouble() * below;
        }
    }

    private void Close(Func<(Socket Socket, int Instance), bool> which, bool reset)
    {
        lock (_gate)
        {
            foreach (var connection in _connections.Where(which).ToList())
            {
                Closes++;
                _connections.Remove(connection);
                connection.Socket.LingerState = new(reset, 0);
                connection.Socket.Dispose();
            }
        }
    }
}
