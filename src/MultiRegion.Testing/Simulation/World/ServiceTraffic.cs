namespace MultiRegion.Testing.Simulation;

/// <summary>What becomes of requests that reach a region.</summary>
/// <param name="Fails">The part that fails whatever the load.</param>
/// <param name="Room">The part of the service's whole load that it can take.</param>
/// <param name="SlowFactor">How many times as long an answer takes.</param>
internal readonly record struct RegionService(double Fails, double Room, double SlowFactor);

/// <summary>
/// The users of one service as a flow: which part goes where is linear between two kinks, and so is what fails there, so that both
/// are summed up exactly, however long the time between two looks is.
/// </summary>
internal sealed class ServiceTraffic
{
    private readonly double _rate;
    private readonly TrafficSum[] _sums;
    private readonly RegionService[] _regions;
    private readonly double[] _before;
    private readonly double[] _after;
    private TimeSpan _until;

    public ServiceTraffic(ServiceDefinition definition, double rate, Audience[] audiences)
    {
        (Definition, _rate, Audiences) = (definition, rate, audiences);
        var count = definition.Deployments.Length;
        (_sums, _regions, _before, _after) = (new TrafficSum[count], new RegionService[count], new double[count], new double[count]);
    }

    public ServiceDefinition Definition { get; }

    public Audience[] Audiences { get; }

    public TimeSpan Until => _until;

    public double Requests { get; private set; }

    public double Failed { get; private set; }

    /// <summary>What has gone to each region up to a time before which no kink is uncounted. Looking counts nothing: sums are the same however often one looks.</summary>
    public void SumsAt(TimeSpan now, TrafficSum[] sums)
    {
        _sums.CopyTo(sums, 0);
        Add(now, sums);
    }

    public RegionService Now(int region) => _regions[region];

    /// <summary>From now on a region serves like this. What was before has been counted.</summary>
    public bool Serve(int region, RegionService service)
    {
        var changed = _regions[region] != service;
        _regions[region] = service;
        return changed;
    }

    /// <summary>The part of requests that go to each region at a time.</summary>
    public double[] FractionsAt(TimeSpan at)
    {
        var fractions = new double[_before.Length];
        Look(fractions, at);
        return fractions;
    }

    /// <summary>The largest part of requests that goes to a region within a span, all else staying as it is.</summary>
    public double PeakOf(int region, TimeSpan from, TimeSpan until)
    {
        var peak = Math.Max(FractionsAt(from)[region], FractionsAt(until)[region]);
        foreach (var audience in Audiences)
        {
            for (var kink = audience.KinkAfter(from); kink < until; kink = audience.KinkAfter(kink.Value))
            {
                peak = Math.Max(peak, FractionsAt(kink.Value)[region]);
            }
        }

        return peak;
    }

    /// <summary>The part of requests that fail at a time.</summary>
    public double FailingAt(TimeSpan at)
    {
        Look(_after, at);
        return Failing(_after);
    }

    /// <summary>Counts everything up to a time; reports every stretch between two kinks.</summary>
    public void Count(TimeSpan now, Action<TrafficStretch> report)
    {
        CountKinks(now, report);
        if (_until < now)
        {
            report(CountStretch(now));
        }
    }

    /// <summary>Counts everything up to the last kink before a time.</summary>
    public void CountKinks(TimeSpan now, Action<TrafficStretch> report)
    {
        while (NextKink is { } kink && kink <= now)
        {
            report(CountStretch(kink));
        }
    }

    private TimeSpan? NextKink
    {
        get
        {
            TimeSpan? next = null;
            foreach (var audience in Audiences)
            {
                next = audience.KinkAfter(_until) is { } kink && !(kink >= next) ? kink : next;
            }

            return next;
        }
    }

    private (double All, double Failed) Add(TimeSpan until, TrafficSum[] sums)
    {
        Look(_before, _until);
        Look(_after, until);
        var (seconds, all, failed) = ((until - _until).TotalSeconds, 0.0, 0.0);
        for (var region = 0; region < sums.Length; region++)
        {
            var requests = _rate * seconds * (_before[region] + _after[region]) / 2;
            var bad = _rate * seconds * MeanFailing(_regions[region], _before[region], _after[region]);
            sums[region].Add(requests, bad, _regions[region].Fails < 1 ? _regions[region].SlowFactor : null);
            (all, failed) = (all + requests, failed + bad);
        }

        return (all, failed);
    }

    private TrafficStretch CountStretch(TimeSpan until)
    {
        var (all, failed) = Add(until, _sums);
        var stretch = new TrafficStretch(this, _until, until, all, failed, Failing(_before), Failing(_after));
        (Requests, Failed, _until) = (Requests + stretch.Requests, Failed + failed, until);
        return stretch;
    }

    private void Look(double[] fractions, TimeSpan at)
    {
        Array.Clear(fractions);
        foreach (var audience in Audiences)
        {
            audience.AddTo(fractions, at);
        }
    }

    private double Failing(double[] fractions)
    {
        var failing = 0.0;
        for (var region = 0; region < fractions.Length; region++)
        {
            failing += MeanFailing(_regions[region], fractions[region], fractions[region]);
        }

        return failing;
    }

    // What the region fails anyhow, and what is more than it has room for.
    private static double MeanFailing(RegionService region, double from, double to) =>
        (region.Fails * (from + to) / 2) + MeanAboveZero((from * (1 - region.Fails)) - region.Room, (to * (1 - region.Fails)) - region.Room);

    private static double MeanAboveZero(double from, double to) => (from > 0, to > 0) switch
    {
        (false, false) => 0,
        (true, true) => (from + to) / 2,
        (true, false) => from * from / (2 * (from - to)),
        _ => to * to / (2 * (to - from)),
    };
}

/// <summary>What went to one region.</summary>
internal struct TrafficSum
{
    public double Requests { get; private set; }

    public double Failed { get; private set; }

    /// <summary>The answered requests, each weighed with how many times as long it took.</summary>
    public double Slowness { get; private set; }

    public void Add(double requests, double failed, double? slowFactor) =>
        (Requests, Failed, Slowness) = (Requests + requests, Failed + failed, Slowness + (requests * (slowFactor ?? 0)));
}

/// <summary>A stretch of time in which everything was linear.</summary>
internal readonly record struct TrafficStretch(
    ServiceTraffic Service, TimeSpan From, TimeSpan Until, double Requests, double Failed, double FailingBefore, double FailingAfter);
