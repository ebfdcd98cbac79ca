using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MultiRegion.Probing.Batch;

namespace MultiRegion.Benchmarks.Cost;

/// <summary>
/// Answers requests over connections that are kept, on one thread and with as little as it can: what it takes is missing from the
/// processors that it shares with whoever is measured.
/// </summary>
internal sealed class PlainServer
{
    private readonly Poller _poller = Poller.TryMake() ?? throw new NotSupportedException("The bench needs Linux on x64 or arm64.");
    private readonly ConcurrentDictionary<int, Socket> _sockets = new();
    private readonly byte[] _answer;
    private readonly Action _onAnswer;

    private PlainServer(byte[] answer, Action onAnswer) => (_answer, _onAnswer) = (answer, onAnswer);

    /// <summary>Starts one; returns its port, on every loopback address.</summary>
    /// <param name="answer">What each request is answered with.</param>
    /// <param name="onAnswer">Called for each answer, on one thread.</param>
    public static int Start(byte[] answer, Action onAnswer)
    {
        var (server, listener) = (new PlainServer(answer, onAnswer), new TcpListener(IPAddress.Any, 0));
        listener.Start(4096);
        new Thread(() => server.Accept(listener)) { IsBackground = true }.Start();
        new Thread(server.Serve) { IsBackground = true }.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Accept(TcpListener listener)
    {
        while (true)
        {
            var socket = listener.AcceptSocket();
            (socket.Blocking, socket.NoDelay) = (false, true);
            var descriptor = (int)socket.Handle;
            _sockets[descriptor] = socket;
            _ = _poller.Add(descriptor, 0, Readiness.Readable, onceForEachChange: false);
        }
    }

    private void Serve()
    {
        var buffer = new byte[4096];
        while (true)
        {
            var changes = _poller.Wait(-1);
            for (var at = 0; at < changes; at++)
            {
                Serve(_poller.Change(at).Descriptor, buffer);
            }
        }
    }

    private void Serve(int descriptor, byte[] buffer)
    {
        var received = RawSocket.Receive(descriptor, buffer);
        if (received > 0)
        {
            if (buffer.AsSpan(0, received).EndsWith("\r\n\r\n"u8))
            {
                _onAnswer();
                _ = RawSocket.Send(descriptor, _answer);
            }
        }
        else if (received != -Errno.TryAgain && _sockets.TryRemove(descriptor, out var gone))
        {
            gone.Dispose();
        }
    }
}
