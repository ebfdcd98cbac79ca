using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MultiRegion.Benchmarks.Reaction;

/// <summary>What the bench starts itself as: a process that answers HTTP on some ports with its name, until it is killed or told to hang.</summary>
internal static class RegionServer
{
    public const string Command = "reaction-region";
    public const string Ready = "listening";

    private static readonly ConcurrentDictionary<int, bool> Hung = new();

    public static async Task<int> RunAsync(string name, IEnumerable<int> ports)
    {
        var answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {name.Length}\r\n\r\n{name}");
        foreach (var port in ports)
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start(1024);
            _ = AcceptAsync(listener, port, answer);
        }

        Console.Out.WriteLine(Ready);
        while (await Console.In.ReadLineAsync() is { } port)
        {
            Hung[int.Parse(port, CultureInfo.InvariantCulture)] = true;
        }

        return 0;
    }

    private static async Task AcceptAsync(TcpListener listener, int port, byte[] answer)
    {
        while (true)
        {
            var socket = await listener.AcceptSocketAsync();
            _ = ServeAsync(socket, port, answer);
        }
    }

    private static async Task ServeAsync(Socket socket, int port, byte[] answer)
    {
        using var _ = socket;
        var (buffer, held) = (new byte[4096], 0);
        try
        {
            for (var read = 1; read > 0;)
            {
                read = await socket.ReceiveAsync(buffer.AsMemory(held));
                held += read;
                if (read > 0 && !Hung.ContainsKey(port) && buffer.AsSpan(0, held).EndsWith("\r\n\r\n"u8))
                {
                    held = 0;
                    await socket.SendAsync(answer);
                }

                held = held == buffer.Length ? 0 : held;
            }
        }
        catch (SocketException)
        {
            // Whoever asked has gone.
        }
    }
}
