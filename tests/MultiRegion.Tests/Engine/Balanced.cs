using MultiRegion.Probing;
using MultiRegion.Testing;

namespace MultiRegion.Tests.Engine;

/// <summary>
/// A region of several instances behind a balancer, probed over one kept connection, with what is daily life there: instances
/// that are restarted one after the other, idle time-outs, garbage collections, lost packets. On virtual time.
/// </summary>
internal sealed class Balanced(VirtualClock clock, int seed) : IPromptProbe
{
    private const int Instances = 4;
    private static readonly TimeSpan Retransmission = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SystemRepeats = TimeSpan.FromSeconds(1);
    private readonly Dictionary<RegionId, Region> _regions = [];
    private readonly Random _random = new(seed);

    /// <summary>Told when a kept connection ends while it rests.</summary>
    public Action<RegionId> OnClose { get; set; } = static _ => { };

    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(75);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMilliseconds(250);

    public double Loss { get; init; } = 0.01;

    public int Closes { get; private set; }

    public int Failures { get; private set; }

    public int Slow { get; private set; }

    public int Fresh { get; private set; }

    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) => SendAsync(Of(target.Region), kept: true, cancellationToken);

    public ValueTask<ProbeResult> ProbeFreshAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        Fresh++;
        return SendAsync(Of(target.Region), kept: false, cancellationToken);
    }

    private async ValueTask<ProbeResult> SendAsync(Region region, bool kept, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var (instance, wait) = kept && region.Connected is { } known ? (known, TimeSpan.Zero) : region.Connect(Connect());
        wait += region.Answer(instance, clock.Elapsed + wait, LongestPause) + Lost(Retransmission);
        region.Connected = kept ? instance : region.Connected;
        if (!await PassAsync(wait, cancellationToken))
        {
            Failures++;
            region.Connected = kept ? null : region.Connected;
            return new(ProbeOutcome.Failure, ProbeReason.TimedOut, clock.GetElapsedTime(start));
        }

        Slow += wait > TimeSpan.FromMilliseconds(50) ? 1 : 0;
        region.Used++;
        Expire(region, region.Used);
        return new(ProbeOutcome.Success, ProbeReason.Ok, clock.GetElapsedTime(start));
    }

    // Two attempts, of which the second has its turn when the first is silent.
    private TimeSpan Connect()
    {
        var (first, second) = (Lost(SystemRepeats), DialRace.HeadStart + Lost(SystemRepeats));
        return first < second ? first : second;
    }

    // A request and its answer, of which each may be lost, again and again, at waits that double.
    private TimeSpan Lost(TimeSpan wait)
    {
        var lost = TimeSpan.Zero;
        for (var packet = 0; packet < 2; packet++)
        {
            for (var next = wait; _random.NextDouble() < Loss; next *= 2)
            {
                lost += next;
            }
        }

        return lost;
    }

    private async ValueTask<bool> PassAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource<bool>();
        await using var timer = clock.CreateTimer(_ => ended.TrySetResult(true), null, wait, Timeout.InfiniteTimeSpan);
        await using var cancelled = cancellationToken.UnsafeRegister(_ => ended.TrySetResult(false), null);
        return await ended.Task.ConfigureAwait(false);
    }

    private void Expire(Region region, int use) => clock.CreateTimer(
        _ =>
        {
            if (region.Used == use && region.Connected is not null)
            {
                Close(region);
            }
        },
        null, IdleTimeout, Timeout.InfiniteTimeSpan);

    private void Close(Region region)
    {
        Closes++;
        region.Connected = null;
        OnClose(region.Id);
    }

    private Region Of(RegionId id)
    {
        if (!_regions.TryGetValue(id, out var region))
        {
            _regions.Add(id, region = new(id, new(seed + _regions.Count)));
            Restart(region, 0);
        }

        return region;
    }

    // Taken out first, so that nobody new is sent there, then ended with whatever is still connected, then started again.
    private void Restart(Region region, int instance)
    {
        region.Out = instance;
        After(TimeSpan.FromSeconds(2), () =>
        {
            if (region.Connected == instance)
            {
                Close(region);
            }
        });
        After(TimeSpan.FromSeconds(6), () => region.Out = -1);
        After(TimeSpan.FromSeconds(8), () => Restart(region, (instance + 1) % Instances));
    }

    private void After(TimeSpan span, Action act) => clock.CreateTimer(_ => act(), null, span, Timeout.InfiniteTimeSpan);

    private sealed class Region(RegionId id, Random random)
    {
        private readonly TimeSpan[] _pausedUntil = new TimeSpan[Instances];
        private readonly TimeSpan[] _nextPause = new TimeSpan[Instances];

        public RegionId Id => id;

        public int? Connected { get; set; }

        public int Used { get; set; }

        public int Out { get; set; } = -1;

        public (int Instance, TimeSpan Wait) Connect(TimeSpan wait)
        {
            var instance = random.Next(Instances);
            return (instance == Out ? (instance + 1) % Instances : instance, wait);
        }

        /// <summary>How long an instance takes from a time on: a few milliseconds, and the rest of a pause.</summary>
        public TimeSpan Answer(int instance, TimeSpan at, TimeSpan longest)
        {
            while (_nextPause[instance] <= at)
            {
                _pausedUntil[instance] = _nextPause[instance] + (longest * random.NextDouble());
                _nextPause[instance] += TimeSpan.FromSeconds(1 + (4 * random.NextDouble()));
            }

            var left = _pausedUntil[instance] - at;
            return TimeSpan.FromMilliseconds(1 + (4 * random.NextDouble())) + (left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }
}
