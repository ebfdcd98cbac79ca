using MultiRegion.Routing;

namespace MultiRegion.Testing.Simulation;

/// <summary>All users of all services: where the routers send them, and what they get there.</summary>
internal sealed class TrafficModel
{
    private readonly SimulatedWorld _world;
    private readonly List<ServiceUsers> _services = [];
    private readonly List<TrafficSpan> _failures = [];
    private readonly Action<TrafficStretch> _note;

    public TrafficModel(SimulatedWorld world)
    {
        (_world, _note) = (world, Note);
        foreach (var service in world.Topology.Services)
        {
            _services.Add(new(service, world));
        }
    }

    public IReadOnlyList<ServiceUsers> Services => _services;

    public double Requests => _services.Sum(static users => users.Traffic.Requests);

    public double Failed => _services.Sum(static users => users.Traffic.Failed);

    public IReadOnlyList<TrafficSpan> Failures => _failures;

    /// <summary>Counts everything up to now: called before anything changes.</summary>
    public void Count()
    {
        foreach (var users in _services)
        {
            users.Traffic.Count(_world.Now, _note);
        }
    }

    /// <summary>What users got from each region since the last report.</summary>
    public IEnumerable<TrafficSample> Report()
    {
        foreach (var users in _services)
        {
            users.Traffic.CountKinks(_world.Now, _note);
            foreach (var sample in users.Report())
            {
                yield return sample;
            }
        }
    }

    /// <summary>Looks what the routers answer and how the regions serve now.</summary>
    public void Look()
    {
        Count();
        foreach (var users in _services)
        {
            users.Look();
        }
    }

    /// <summary>Connections to a region that dies break: their clients ask again like all others.</summary>
    public void Break(RegionId region)
    {
        Count();
        foreach (var users in _services)
        {
            users.Break(region);
        }
    }

    private void Note(TrafficStretch stretch)
    {
        _world.Outages.Count(stretch);
        if (stretch.Failed <= 0)
        {
            return;
        }

        if (_failures is [.., var last] && last.Until == stretch.From && stretch.Until - last.From <= TimeSpan.FromMinutes(1))
        {
            _failures[^1] = new(last.From, stretch.Until, last.Requests + stretch.Requests, last.Failed + stretch.Failed);
        }
        else
        {
            _failures.Add(new(stretch.From, stretch.Until, stretch.Requests, stretch.Failed));
        }
    }
}

/// <summary>The users of one service.</summary>
internal sealed class ServiceUsers
{
    private readonly SimulatedWorld _world;
    private readonly List<Crowd> _crowds = [];
    private readonly TrafficSum[] _reported;
    private readonly TrafficSum[] _sums;

    public ServiceUsers(ServiceDefinition definition, SimulatedWorld world)
    {
        _world = world;
        (_reported, _sums) = (new TrafficSum[definition.Deployments.Length], new TrafficSum[definition.Deployments.Length]);
        var clients = world.Settings.Clients;
        var all = clients.Groups.Sum(static group => group.Weight);
        foreach (var router in definition.Routers)
        {
            foreach (var group in clients.Groups)
            {
                _crowds.Add(Crowd.Of(definition, router, world.Settings.Of(router), clients, group.Location, group.Weight / all / definition.Routers.Length));
            }
        }

        Traffic = new(definition, clients.RequestsPerSecond, [.. _crowds.SelectMany(static crowd => crowd.Audiences)]);
    }

    public ServiceTraffic Traffic { get; }

    public ServiceDefinition Definition => Traffic.Definition;

    /// <summary>Whether a router answers any new request with a region.</summary>
    public bool IsAnswered(RegionId region)
    {
        var at = IndexOf(region);
        return _crowds.Exists(crowd => crowd.Fresh[at] > 0);
    }

    /// <summary>Whether all audiences use what is answered now, so that nothing is on its way.</summary>
    public TimeSpan? NextKink => _crowds.SelectMany(static crowd => crowd.Audiences).Min(audience => audience.KinkAfter(Traffic.Until));

    public void Look()
    {
        foreach (var crowd in _crowds)
        {
            crowd.Ask(_world, Definition);
            crowd.Heal(_world.Now, region => _world.Regions[Definition.Deployments[region].Region].IsDown);
        }

        for (var region = 0; region < Definition.Deployments.Length; region++)
        {
            Traffic.Serve(region, _world.ServiceIn(Definition, Definition.Deployments[region]));
        }
    }

    public void Break(RegionId region)
    {
        var at = IndexOf(region);
        if (at >= 0)
        {
            _crowds.ForEach(crowd => crowd.Break(at));
        }
    }

    /// <summary>What users got from each region since the last report.</summary>
    public IEnumerable<TrafficSample> Report()
    {
        Traffic.SumsAt(_world.Now, _sums);
        for (var region = 0; region < _reported.Length; region++)
        {
            var (sum, before) = (_sums[region], _reported[region]);
            var (requests, failed) = (Whole(sum.Requests, before.Requests), Whole(sum.Failed, before.Failed));
            var slowness = sum.Requests > before.Requests ? (sum.Slowness - before.Slowness) / (sum.Requests - before.Requests) : 0;
            _reported[region] = sum;
            yield return new()
            {
                Service = Definition.Id,
                Region = Definition.Deployments[region].Region,
                Requests = requests,
                Errors = Math.Min(failed, requests),
                MeanLatency = requests > failed && slowness > 0 ? _world.Settings.Clients.Latency * Math.Round(slowness, 3) : null,
            };
        }
    }

    // Whole requests, none of them lost between two reports; what is left of rounding counts as nothing.
    private static long Whole(double now, double before) => (long)Math.Floor(now + 1e-6) - (long)Math.Floor(before + 1e-6);

    private int IndexOf(RegionId region)
    {
        for (var at = 0; at < Definition.Deployments.Length; at++)
        {
            if (Definition.Deployments[at].Region == region)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Clients of one router in one place.</summary>
    private sealed class Crowd(RouterId router, ClientLocation location, Audience prompt, Audience late, Audience sticky)
    {
        private double _broken;
        private int _brokenTo;

        public Audience[] Audiences { get; } = [prompt, late, sticky];

        public double[] Fresh => prompt.Current;

        public static Crowd Of(ServiceDefinition service, RouterId router, RouterModel model, ClientModel clients, ClientLocation location, double weight)
        {
            var nobody = new double[service.Deployments.Length];
            var ttl = model.AnswersAreCached ? service.RoutingTree().Ttl ?? model.Ttl : TimeSpan.Zero;
            var overstay = model.AnswersAreCached ? clients.OverstayShare : 0;
            var rest = weight * (1 - clients.StickyShare);
            return new(
                router,
                location,
                new Audience(rest * (1 - overstay), ttl, nobody),
                new Audience(rest * overstay, ttl > clients.OverstayFor ? ttl : clients.OverstayFor, nobody),
                new Audience(weight * clients.StickyShare, clients.ConnectionLife, nobody));
        }

        public void Ask(SimulatedWorld world, ServiceDefinition service)
        {
            var answers = world.Routers[router];
            if (!answers.Knows(service.Id))
            {
                return;
            }

            var first = Array.TrueForAll(Fresh, static fraction => fraction == 0);
            var resolved = answers.Resolve(service.Id, location, region => world.RouterSees(router, region));
            var fractions = new double[service.Deployments.Length];
            for (var at = 0; at < fractions.Length; at++)
            {
                fractions[at] = resolved[service.Deployments[at].Region] / 100;
            }

            fractions = world.Seams.Answers(fractions);
            foreach (var audience in Audiences)
            {
                audience.Change(world.Now, fractions);
                if (first)
                {
                    audience.Renew();
                }
            }
        }

        /// <summary>When nobody uses an old answer any more, connections are long-lived again.</summary>
        public void Heal(TimeSpan now, Func<int, bool> isDown)
        {
            // Who asks again and is answered with the dead region still has no connection to stay on.
            if (_broken > 0 && !(Fresh[_brokenTo] > 0 && isDown(_brokenTo)) && Array.TrueForAll(Audiences, audience => audience.KinkAfter(now) is null))
            {
                (prompt.Weight, sticky.Weight, _broken) = (prompt.Weight - _broken, _broken, 0);
                sticky.Renew();
            }
        }

        // Their connections are gone; until things are calm again they ask like everybody else.
        public void Break(int region)
        {
            if (sticky.Weight > 0 && sticky.Current[region] > 0)
            {
                (_broken, _brokenTo) = (sticky.Weight, region);
                (prompt.Weight, sticky.Weight) = (prompt.Weight + _broken, 0);
            }
        }
    }
}
