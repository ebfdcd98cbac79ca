using System.Net;
using System.Net.Sockets;

namespace RegionOutage;

/// <summary>
/// Ports that nobody listens on, below those that systems give to outgoing connections: one of these could take the port of a
/// dead region, so that it cannot come back, or even connect to itself and look like an answer.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int Last = 32_000;

    public static int[] Find(int count)
    {
        var found = Enumerable.Range(0, Last - First).Select(static offset => First + (((Environment.ProcessId * 7) + offset) % (Last - First)))
            .Where(IsFree).Take(count).ToArray();
        return found.Length == count ? found : throw new OutageException($"No {count} free ports between {First} and {Last}.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
