using System.Globalization;
using MultiRegion.Probing;

namespace MultiRegion.Benchmarks.Cost;

/// <summary>
/// A large fleet beside an application that is busy: how late probes start, and whether memory stays where it is. JSON lines: one for the
/// first quarter of a minute, in which all connections are made, one every half a minute, and one for all of these.
/// </summary>
internal static class CrowdBench
{
    public const string Command = "crowd";

    private static readonly TimeSpan Part = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(int targets, int seconds)
    {
        var certificate = Path.GetTempFileName();
        using var server = ChildProcess.Start(CostServer.Command, certificate);
        var port = int.Parse((await server.ReadLineAsync()).Split(' ')[0], CultureInfo.InvariantCulture);
        using var run = new ProbingRun(inBatches: true, certificate);
        File.Delete(certificate);
        run.Aim(targets, port, https: false, jitter: 0);
        var phases = run.Scheduler.Slots.ToDictionary(static slot => slot.Target.Key, static slot => slot.RegularDue);
        var busy = new Thread(Toil) { IsBackground = true };
        busy.Start();
        var (start, late) = (Counts.Of(run), new Lateness(phases));
        await run.RunAsync(WarmUp, late.Add);
        Report("begin", run, start, late, targets);
        var (before, whole) = (Counts.Of(run), new Lateness(phases));
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= Part)
        {
            late = new Lateness(phases);
            var counts = Counts.Of(run);
            await run.RunAsync(left < Part ? left : Part, observation =>
            {
                late.Add(observation);
                whole.Add(observation);
            });
            Report("part", run, counts, late, targets);
        }

        Report("whole", run, before, whole, targets);
        return 0;
    }

    private static void Report(string what, ProbingRun run, Counts before, Lateness late, int targets)
    {
        var counts = Counts.Of(run);
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"figure":"fleet, {{what}}","targets":{{targets}},"probes":{{counts.Probes - before.Probes}},"failures":{{counts.Failures - before.Failures}},"unknown":{{counts.Unknown - before.Unknown}},"missed":{{counts.Missed - before.Missed}},"late_p50_ms":{{late.At(0.5)}},"late_p99_ms":{{late.At(0.99)}},"late_p999_ms":{{late.At(0.999)}},"goal_p999_ms":100,"resident_mib":{{ProcFile.Resident() / 1048576.0:F1}},"managed_mib":{{GC.GetTotalMemory(false) / 1048576.0:F1}},"collections":{{GC.CollectionCount(0)}},"stolen_percent":{{(counts.Processors.Stolen - before.Processors.Stolen) * 100 / Math.Max(1, counts.Processors.All - before.Processors.All)}}}"""));
    }

    // An application that computes as fast as it can, and allocates some hundreds of megabytes a second on the way.
    private static void Toil()
    {
        for (var (seed, sum) = (1u, 0); ; sum ^= (int)seed)
        {
            seed = unchecked((seed * 1_664_525) + 1_013_904_223);
            if (seed >> 20 == 0)
            {
                sum ^= new byte[seed >> 8].Length;
            }
        }
    }

    private readonly record struct Counts(long Probes, long Failures, long Unknown, long Missed, (long All, long Stolen) Processors)
    {
        public static Counts Of(ProbingRun run) => new(run.Probes, run.Failures, run.Unknown, run.Scheduler.MissedDeadlines, ProcFile.Processors());
    }

    /// <summary>How long after they were due probes began, to the millisecond: without jitter each target is due once a second.</summary>
    private sealed class Lateness(Dictionary<ProbeKey, TimeSpan> phases)
    {
        private readonly long[] _counts = new long[1000];
        private long _all;

        public void Add(ProbeObservation observation)
        {
            var late = (observation.StartedAt - phases[observation.Key]).Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMillisecond;
            _counts[late]++;
            _all++;
        }

        public int At(double part)
        {
            var left = part * _all;
            return Array.FindIndex(_counts, count => (left -= count) <= 0);
        }
    }
}
