using System.Globalization;

namespace MultiRegion.Benchmarks.Cost;

/// <summary>One prober as a process of its own, whose processor time is nobody else's.</summary>
internal static class CostProber
{
    public const string Command = "cost-prober";
    public const string Batch = "batch";
    public const string Portable = "portable";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var (kind, port, targets, span) = (arguments[0], Number(arguments[1]), Number(arguments[2]), TimeSpan.FromSeconds(Number(arguments[3])));
        using var run = new ProbingRun(kind == Batch, arguments[5]);
        await run.RunAsync(TimeSpan.FromMilliseconds(500));
        GC.Collect();
        var empty = ProcFile.Resident();
        run.Aim(targets, port, https: bool.Parse(arguments[4]));
        await run.RunAsync(WarmUp);
        var (probes, failures, cpu, allocated) = (run.Probes, run.Failures, ProcFile.Cpu(Environment.ProcessId), GC.GetTotalAllocatedBytes(precise: true));
        await run.RunAsync(span);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        cpu = ProcFile.Cpu(Environment.ProcessId) - cpu;
        var count = run.Probes - probes;
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} {run.Failures - failures} {cpu.TotalMicroseconds / count:F2} {(double)allocated / count:F1} {(ProcFile.Resident() - empty) / 1024.0 / targets:F2} {run.LastFailure?.Reason} {run.LastFailure?.Detail?.Replace(' ', '_')}"));
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
