using System.Runtime.CompilerServices;

namespace MultiRegion.Probing;

/// <summary>
/// How long a target usually takes: a histogram of 33 bytes that forgets by halves, so that the last one to two hundred answers
/// count. The default value knows nothing.
/// </summary>
internal readonly struct LatencyProfile
{
    private const int Buckets = 32;
    private const int Full = 200;

    // Two to an octave: from 100 µs to about 4.6 s.
    private static readonly TimeSpan Shortest = TimeSpan.FromMicroseconds(100);

    private readonly Counts _counts;
    private readonly byte _samples;

    private LatencyProfile(in Counts counts, byte samples) => (_counts, _samples) = (counts, samples);

    /// <summary>How many answers it rests on; 0 to 200.</summary>
    public int Samples => _samples;

    /// <summary>The profile after one more answer.</summary>
    public LatencyProfile With(TimeSpan latency)
    {
        var (counts, samples) = (_counts, _samples);
        if (samples >= Full)
        {
            samples = Halve(ref counts);
        }

        counts[BucketOf(latency)]++;
        return new(counts, (byte)(samples + 1));
    }

    /// <summary>What so large a part of the answers do not take longer than, give or take a half; zero when nothing is known.</summary>
    /// <param name="part">Above 0, up to 1.</param>
    public TimeSpan Quantile(double part)
    {
        var left = part * _samples;
        for (var bucket = 0; bucket < Buckets && _samples > 0; bucket++)
        {
            left -= _counts[bucket];
            if (left <= 1e-9)
            {
                return UpperEdge(bucket);
            }
        }

        return TimeSpan.Zero;
    }

    private static int BucketOf(TimeSpan latency) =>
        latency <= Shortest ? 0 : Math.Min(Buckets - 1, (int)Math.Ceiling((2 * Math.Log2(latency / Shortest)) - 1e-9));

    private static TimeSpan UpperEdge(int bucket) => Shortest * Math.Pow(2, bucket / 2.0);

    private static byte Halve(ref Counts counts)
    {
        var samples = 0;
        foreach (ref var count in counts)
        {
            count >>= 1;
            samples += count;
        }

        return (byte)samples;
    }

    [InlineArray(Buckets)]
    private struct Counts
    {
        private byte _first;
    }
}
