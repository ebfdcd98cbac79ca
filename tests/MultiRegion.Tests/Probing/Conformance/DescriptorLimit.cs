using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MultiRegion.Tests.Probing.Conformance;

/// <summary>A process without a descriptor to spare, for as long as it is not disposed. For tests that run alone.</summary>
internal sealed class DescriptorLimit : IDisposable
{
    private const int Descriptors = 7;
    private const int Threads = 16;
    private readonly List<Socket> _held = [];
    private readonly Limit _before;

    private DescriptorLimit()
    {
        Check(GetLimit(Descriptors, out _before));
        var lowered = _before with { Current = (nuint)Directory.GetFileSystemEntries("/proc/self/fd").Length + 16 };
        Check(SetLimit(Descriptors, lowered));
    }

    public static async Task<DescriptorLimit> LowAsync()
    {
        await StartThreadsAsync();
        return new();
    }

    public void Dispose()
    {
        _held.ForEach(static one => one.Dispose());
        Check(SetLimit(Descriptors, _before));
    }

    // The runtime needs a descriptor for every thread that it starts, and ends the process when there is none.
    private static async Task StartThreadsAsync()
    {
        ThreadPool.GetMinThreads(out var before, out var completion);
        ThreadPool.SetMinThreads(Threads, completion);
        using var started = new CountdownEvent(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() =>
        {
            started.Signal();
            started.Wait();
        })));
        ThreadPool.SetMinThreads(before, completion);
    }

    /// <summary>From now on there is none left, unless another is closed.</summary>
    public void TakeTheRest()
    {
        try
        {
            while (true)
            {
                _held.Add(new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            }
        }
        catch (SocketException)
        {
            // That was the last one.
        }
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException($"The limit of descriptors cannot be changed: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [DllImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit
    {
        public nuint Current { get; init; }

        public nuint Maximum { get; init; }
    }
}
