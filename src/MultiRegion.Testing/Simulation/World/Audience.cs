namespace MultiRegion.Testing.Simulation;

/// <summary>
/// Clients of one router who keep an answer for the same time. Each asks again when its answer is too old, and their answers are of
/// all ages alike: so what they use is the mean of the answers over that time, which is linear between two changes.
/// </summary>
internal sealed class Audience(double weight, TimeSpan keeps, double[] first)
{
    private readonly List<Answers> _history = [new(TimeSpan.MinValue, first, new double[first.Length])];

    public double Weight { get; set; } = weight;

    /// <summary>What is answered now.</summary>
    public double[] Current => _history[^1].Fractions;

    /// <summary>Other answers hold from now on.</summary>
    public void Change(TimeSpan now, double[] fractions)
    {
        if (fractions.AsSpan().SequenceEqual(Current))
        {
            return;
        }

        var last = _history[^1];
        _history.Add(new(now, fractions, last.SumUntil(now)));
        while (_history.Count > 2 && _history[1].From <= now - keeps)
        {
            _history.RemoveAt(0);
        }
    }

    /// <summary>All of them have asked again just now.</summary>
    public void Renew()
    {
        var last = _history[^1];
        _history.Clear();
        _history.Add(new(TimeSpan.MinValue, last.Fractions, new double[last.Fractions.Length]));
    }

    /// <summary>The next time after one at which the line has a kink; null when it has none.</summary>
    public TimeSpan? KinkAfter(TimeSpan time)
    {
        if (keeps == TimeSpan.Zero)
        {
            return null;
        }

        for (var at = 1; at < _history.Count; at++)
        {
            if (_history[at].From + keeps > time)
            {
                return _history[at].From + keeps;
            }
        }

        return null;
    }

    /// <summary>Adds what they use at a time to fractions by region.</summary>
    public void AddTo(double[] fractions, TimeSpan at)
    {
        if (_history.Count == 1 || keeps == TimeSpan.Zero || _history[^1].From <= at - keeps)
        {
            for (var region = 0; region < fractions.Length; region++)
            {
                fractions[region] += Weight * Current[region];
            }

            return;
        }

        for (var region = 0; region < fractions.Length; region++)
        {
            fractions[region] += Weight * (Sum(region, at) - Sum(region, at - keeps)) / keeps.TotalSeconds;
        }
    }

    private double Sum(int region, TimeSpan until)
    {
        for (var at = _history.Count - 1; at > 0; at--)
        {
            if (_history[at].From <= until)
            {
                return _history[at].Sum[region] + (_history[at].Fractions[region] * (until - _history[at].From).TotalSeconds);
            }
        }

        // Before the first change the answers were the same for as long as anybody kept one.
        return _history[0].Fractions[region] * (until - _history[1].From).TotalSeconds + _history[1].Sum[region];
    }

    private readonly record struct Answers(TimeSpan From, double[] Fractions, double[] Sum)
    {
        public double[] SumUntil(TimeSpan now)
        {
            var sum = new double[Fractions.Length];
            for (var region = 0; region < sum.Length; region++)
            {
                sum[region] = From == TimeSpan.MinValue ? 0 : Sum[region] + (Fractions[region] * (now - From).TotalSeconds);
            }

            return sum;
        }
    }
}
