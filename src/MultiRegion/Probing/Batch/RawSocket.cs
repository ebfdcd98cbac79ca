using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MultiRegion.Probing.Batch;

/// <summary>Non-blocking TCP sockets by their descriptors. Errors are Linux's numbers, below zero.</summary>
internal static class RawSocket
{
    private const int InternetV4 = 2;
    private const int InternetV6 = 10;
    private const int NonBlockingStream = 1 | 0x800 | 0x80000;
    private const int SocketLevel = 1;
    private const int PendingError = 4;
    private const int Tcp = 6;
    private const int NoDelay = 1;
    private const int NoSignal = 0x4000;

    /// <summary>A socket that is connecting, or the error.</summary>
    public static int Dial(IPEndPoint to)
    {
        var socket = Libc.Socket(to.AddressFamily == AddressFamily.InterNetworkV6 ? InternetV6 : InternetV4, NonBlockingStream, 0);
        if (socket < 0)
        {
            return -Marshal.GetLastPInvokeError();
        }

        var address = to.Serialize();
        if (Libc.Connect(socket, ref MemoryMarshal.GetReference(address.Buffer.Span), (uint)address.Size) < 0 && Marshal.GetLastPInvokeError() is not Errno.InProgress and var error)
        {
            _ = Libc.Close(socket);
            return -error;
        }

        return socket;
    }

    /// <summary>Small records are sent at once, not held back to be sent with others.</summary>
    public static void SendAtOnce(int socket)
    {
        var on = 1;
        _ = Libc.SetOption(socket, Tcp, NoDelay, ref on, sizeof(int));
    }

    /// <summary>What came of connecting; 0: it is connected.</summary>
    public static int TakeError(int socket)
    {
        var (error, length) = (0, (uint)sizeof(int));
        return Libc.GetOption(socket, SocketLevel, PendingError, ref error, ref length) < 0 ? -Marshal.GetLastPInvokeError() : -error;
    }

    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        var sent = Libc.Send(socket, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length, NoSignal);
        return sent < 0 ? -Marshal.GetLastPInvokeError() : (int)sent;
    }

    /// <summary>How many bytes came; 0: the other side has ended the connection.</summary>
    public static int Receive(int socket, Span<byte> bytes)
    {
        var received = Libc.Receive(socket, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length, 0);
        return received < 0 ? -Marshal.GetLastPInvokeError() : (int)received;
    }

    public static void Close(int socket) => _ = Libc.Close(socket);
}
