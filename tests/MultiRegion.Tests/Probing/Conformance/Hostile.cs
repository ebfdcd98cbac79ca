using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MultiRegion.Tests.Probing.Conformance;

/// <summary>Servers that treat whoever asks badly.</summary>
internal static class Hostile
{
    public const string Good = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngreen";

    /// <summary>Answers the first request of each connection, and closes it.</summary>
    public static LoopbackServer Closing(string answer) => new(async (stream, end) =>
    {
        await LoopbackServer.ReadRequestAsync(stream, end);
        await stream.WriteAsync(Bytes(answer), end);
    });

    /// <summary>Answers the first request of each connection, and resets it once the answer has had time to be read.</summary>
    public static LoopbackServer Resetting(string answer) => new(async (stream, end) =>
    {
        await LoopbackServer.ReadRequestAsync(stream, end);
        await stream.WriteAsync(Bytes(answer), end);
        ((NetworkStream)stream).Socket.LingerState = new(true, 0);
    });

    /// <summary>Answers the first request of each connection, says so, and is silent until the other side goes.</summary>
    public static LoopbackServer Silent(string answer, TaskCompletionSource said) => new(async (stream, end) =>
    {
        await LoopbackServer.ReadRequestAsync(stream, end);
        await stream.WriteAsync(Bytes(answer), end);
        said.TrySetResult();
        await stream.CopyToAsync(Stream.Null, end);
    });

    /// <summary>Answers, and goes on with the same text until the other side goes.</summary>
    public static LoopbackServer Endless(string beginning, string more) => new(async (stream, end) =>
    {
        await LoopbackServer.ReadRequestAsync(stream, end);
        await stream.WriteAsync(Bytes(beginning), end);
        await LoopbackServer.FloodAsync(stream, string.Concat(Enumerable.Repeat(more, 100)), end);
    });

    /// <summary>Treats each connection by its number, from 0.</summary>
    public static LoopbackServer InTurn(Func<int, Stream, CancellationToken, Task> script)
    {
        var next = -1;
        return new((stream, end) => script(Interlocked.Increment(ref next), stream, end));
    }

    /// <summary>Answers every request of a connection.</summary>
    public static async Task AnswerAsync(Stream stream, string answer, CancellationToken end)
    {
        while (await LoopbackServer.ReadRequestAsync(stream, end) is not "")
        {
            await stream.WriteAsync(Bytes(answer), end);
        }
    }

    /// <summary>Waits until the other side's system has what was written.</summary>
    public static async Task ArrivedAsync(Stream stream)
    {
        // The fifth column holds how many bytes are not acknowledged yet, before the colon.
        var ports = ((IPEndPoint)((NetworkStream)stream).Socket.LocalEndPoint!, (IPEndPoint)((NetworkStream)stream).Socket.RemoteEndPoint!);
        var connection = $":{ports.Item1.Port:X4} 0100007F:{ports.Item2.Port:X4} 01 ";
        while (!(await File.ReadAllLinesAsync("/proc/net/tcp")).Any(line => line.Contains($"{connection}00000000:", StringComparison.Ordinal)))
        {
            await Task.Yield();
        }
    }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
