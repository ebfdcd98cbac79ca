using System.Runtime.InteropServices;

namespace MultiRegion.Probing.Batch;

/// <summary>What has happened on a socket.</summary>
[Flags]
internal enum Readiness : uint
{
    None = 0,
    Readable = 0x1,
    Writable = 0x4,
    Error = 0x8,
    HungUp = 0x10,

    /// <summary>The other side sends no more.</summary>
    Ended = 0x2000,
}

/// <summary>Linux's epoll. Each socket is told of once for each change.</summary>
internal sealed class Poller
{
    /// <summary>The most changes that are told at once.</summary>
    public const int Most = 256;

    private const int CloseOnExec = 0x80000;
    private const int AddOperation = 1;
    private const uint OnceForEachChange = 1u << 31;

    // The structure is packed on x64 alone.
    private static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int Tag = Size - sizeof(ulong);

    private readonly int _poller;
    private readonly byte[] _events = new byte[Most * Size];

    private Poller(int poller) => _poller = poller;

    /// <summary>A poller; null when there can be none here.</summary>
    public static Poller? TryMake() => Libc.EpollCreate(CloseOnExec) is >= 0 and var poller ? new(poller) : null;

    /// <summary>0, or Linux's error below zero. What is closed is forgotten by itself.</summary>
    public int Add(int descriptor, uint generation, Readiness wanted, bool onceForEachChange)
    {
        Span<byte> settings = stackalloc byte[16];
        var events = (uint)wanted | (onceForEachChange ? OnceForEachChange : 0);
        MemoryMarshal.Write(settings, in events);
        var tag = ((ulong)generation << 32) | (uint)descriptor;
        MemoryMarshal.Write(settings[Tag..], in tag);
        return Libc.EpollControl(_poller, AddOperation, descriptor, ref settings[0]) < 0 ? -Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>Waits for changes; says how many there are.</summary>
    /// <param name="milliseconds">At most so long; below 0: however long it takes.</param>
    public int Wait(int milliseconds) => Math.Max(0, Libc.EpollWait(_poller, ref _events[0], Most, milliseconds));

    public (int Descriptor, uint Generation, Readiness Readiness) Change(int index)
    {
        ReadOnlySpan<byte> change = _events.AsSpan(index * Size, Size);
        var tag = MemoryMarshal.Read<ulong>(change[Tag..]);
        return ((int)(uint)tag, (uint)(tag >> 32), (Readiness)MemoryMarshal.Read<uint>(change));
    }

    public void Close() => _ = Libc.Close(_poller);
}
