using System.Runtime.InteropServices;

namespace MultiRegion.Probing.Batch;

/// <summary>Wakes the loop from another thread, with one system call for however many rings before it looks.</summary>
internal sealed class Doorbell
{
    private const int NonBlocking = 0x800 | 0x80000;
    private const short Readable = 1;
    private int _isRung;

    private Doorbell(int descriptor) => Descriptor = descriptor;

    public int Descriptor { get; }

    public static Doorbell? TryMake() => Libc.EventDescriptor(0, NonBlocking) is >= 0 and var descriptor ? new(descriptor) : null;

    public void Ring()
    {
        if (Interlocked.Exchange(ref _isRung, 1) == 0)
        {
            var one = 1UL;
            _ = Libc.Write(Descriptor, ref MemoryMarshal.AsBytes(new Span<ulong>(ref one))[0], sizeof(ulong));
        }
    }

    /// <summary>Forgets the rings so far: to be called before what they tell of is looked at.</summary>
    public void Answer()
    {
        if (Volatile.Read(ref _isRung) == 1)
        {
            var rings = 0UL;
            _ = Libc.Read(Descriptor, ref MemoryMarshal.AsBytes(new Span<ulong>(ref rings))[0], sizeof(ulong));
            Volatile.Write(ref _isRung, 0);
        }
    }

    /// <summary>Waits for a ring alone.</summary>
    public void Wait(int milliseconds)
    {
        var polled = new Libc.PolledDescriptor { Descriptor = Descriptor, Wanted = Readable };
        _ = Libc.Poll(ref polled, 1, milliseconds);
    }

    public void Close() => _ = Libc.Close(Descriptor);
}
