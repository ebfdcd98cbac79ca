using System.Security.Cryptography.X509Certificates;
using MultiRegion.Engine;
using MultiRegion.Probing;

namespace MultiRegion.Benchmarks.Cost;

/// <summary>Targets that are probed once a second, by the scheduler as the engine drives it.</summary>
internal sealed class ProbingRun : IDisposable
{
    private static readonly TimeProvider Time = TimeProvider.System;
    private readonly ProbeContext _context;
    private readonly WakeSignal _signal;
    private readonly ProbeScheduler _scheduler;

    public ProbingRun(bool inBatches, string certificateFile)
    {
        _context = new(Time)
        {
            ChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(certificateFile) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        if (inBatches)
        {
            _context.UseBatches();
        }

        _signal = new(Time, hasThread: inBatches);
        _scheduler = new(Time, 1, _signal.Set, _context.Grain);
    }

    public ProbeScheduler Scheduler => _scheduler;

    public long Probes { get; private set; }

    /// <summary>How many probes had no success, for whatever reason.</summary>
    public long Failures { get; private set; }

    /// <summary>How many of those were our own fault.</summary>
    public long Unknown { get; private set; }

    /// <summary>What the last failure was.</summary>
    public ProbeResult? LastFailure { get; private set; }

    public void Aim(int targets, int port, bool https, double jitter = 0.1)
    {
        var definition = new HttpProbeDefinition { Https = https, TlsName = https ? CostServer.Name : null };
        var probe = ProbeFactory.Create(definition, _context);
        var schedule = new ProbeSchedule { Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromMilliseconds(900), Jitter = jitter };
        _scheduler.SetTargets([.. Enumerable.Range(0, targets).Select(number => Target(number, port, probe, schedule))]);
    }

    public async Task RunAsync(TimeSpan span, Action<ProbeObservation>? onResult = null)
    {
        for (var start = Time.GetTimestamp(); Time.GetElapsedTime(start) < span;)
        {
            _signal.Clear();
            _scheduler.StartDue();
            while (_scheduler.TryTake(out var observation))
            {
                Count(observation.Result);
                onResult?.Invoke(observation);
            }

            await _signal.WaitAsync(_scheduler.NextDue ?? span, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _context.Dispose();
        _signal.Dispose();
    }

    private void Count(ProbeResult result)
    {
        Probes++;
        if (result.Outcome != ProbeOutcome.Success)
        {
            Failures++;
            Unknown += result.Outcome == ProbeOutcome.Unknown ? 1 : 0;
            LastFailure = result;
        }
    }

    // Each target has an address of its own, so that none shares its connection.
    private static ScheduledTarget Target(int number, int port, IHealthProbe probe, ProbeSchedule schedule)
    {
        var target = new ProbeTarget($"s{number}", "a", new($"127.1.{number / 250}.{(number % 250) + 1}", port));
        return new(new(target.Service, target.Region), target, probe, schedule);
    }
}
