using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MultiRegion.Coordination;
using MultiRegion.Engine;
using MultiRegion.Execution;
using MultiRegion.Journal;
using MultiRegion.Policies;
using MultiRegion.Probing;
using MultiRegion.Topology;

namespace MultiRegion;

/// <summary>Puts an engine together without dependency injection; <c>AddMultiRegion</c> uses it too.</summary>
public sealed class FailoverEngineBuilder
{
    private readonly Dictionary<RouterId, IGlobalRouter> _routers = [];
    private readonly Dictionary<FleetId, IClusterFleet> _fleets = [];
    private readonly Dictionary<ReplicaSetId, IDataReplica> _replicas = [];
    private readonly Dictionary<string, IBackupVault> _vaults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ICustomStep> _customSteps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IHealthProbe> _probes = new(StringComparer.Ordinal);
    private readonly Dictionary<PolicyId, IFailoverPolicy> _policies = [];
    private readonly List<INotifier> _notifiers = [];
    private readonly List<IDisposable> _owned = [];
    private Func<TopologySource>? _topology;
    private IConfiguration? _configuration;
    private TimeProvider _time = TimeProvider.System;
    private ILoggerFactory _loggers = NullLoggerFactory.Instance;
    private EngineOptions? _options;
    private IFailoverJournal? _journal;
    private string? _folder;
    private ILeaseStore? _lease;
    private IOperatorInbox? _inbox;
    private EngineSeams _seams = EngineSeams.None;
    private IProbeSource? _source;

    internal FailoverEngineBuilder()
    {
    }

    /// <summary>What is to be kept alive: made in code. Its mistakes are reported by <see cref="Build"/>, all at once.</summary>
    /// <param name="topology">The topology.</param>
    public FailoverEngineBuilder WithTopology(EstateTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return From(() => Owned(TopologySource.Of(topology)), null);
    }

    /// <summary>What is to be kept alive: from a source that may change.</summary>
    /// <param name="topology">The source; it stays the caller's.</param>
    public FailoverEngineBuilder WithTopology(TopologySource topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return From(() => topology, null);
    }

    /// <summary>
    /// What is to be kept alive: from configuration, whose reloads are followed. The settings of the engine come from its
    /// <c>Engine</c> section, unless <see cref="UseOptions"/> gives others.
    /// </summary>
    /// <param name="configuration">The section that holds <c>Regions</c>, <c>Services</c> and the rest.</param>
    public FailoverEngineBuilder WithConfiguration(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return From(() => Owned(TopologySource.FromConfiguration(configuration)), configuration);
    }

    /// <summary>Adds a router under the id that services use.</summary>
    /// <param name="id">The id.</param>
    /// <param name="router">The router; it stays the caller's.</param>
    public FailoverEngineBuilder AddRouter(RouterId id, IGlobalRouter router) => Add(_routers, id, router);

    /// <summary>Adds a fleet under the id that clusters use.</summary>
    /// <param name="id">The id.</param>
    /// <param name="fleet">The fleet; it stays the caller's.</param>
    public FailoverEngineBuilder AddFleet(FleetId id, IClusterFleet fleet) => Add(_fleets, id, fleet);

    /// <summary>Adds a data set under the id that services use.</summary>
    /// <param name="id">The id.</param>
    /// <param name="replica">The data set; it stays the caller's.</param>
    public FailoverEngineBuilder AddReplicaSet(ReplicaSetId id, IDataReplica replica) => Add(_replicas, id, replica);

    /// <summary>Adds a vault under the name that services use.</summary>
    /// <param name="name">The name.</param>
    /// <param name="vault">The vault; it stays the caller's.</param>
    public FailoverEngineBuilder AddVault(string name, IBackupVault vault) => Add(_vaults, name, vault);

    /// <summary>Adds a probe under the name that a <see cref="NamedProbeDefinition"/> uses.</summary>
    /// <param name="name">The name.</param>
    /// <param name="probe">The probe; it stays the caller's.</param>
    public FailoverEngineBuilder AddProbe(string name, IHealthProbe probe) => Add(_probes, name, probe);

    /// <summary>Adds a policy under the id that services use. The package's own ids cannot be taken.</summary>
    /// <param name="id">The id.</param>
    /// <param name="policy">The policy; pure, and used by the loop alone.</param>
    public FailoverEngineBuilder AddPolicy(PolicyId id, IFailoverPolicy policy) => Add(_policies, id, policy);

    /// <summary>Adds a step of the application's own under the name that services use.</summary>
    /// <param name="name">The name.</param>
    /// <param name="step">The step.</param>
    public FailoverEngineBuilder AddStep(string name, ICustomStep step) => Add(_customSteps, name, step);

    /// <summary>Adds somebody who tells people; every one of them is told everything.</summary>
    /// <param name="notifier">The notifier.</param>
    public FailoverEngineBuilder AddNotifier(INotifier notifier)
    {
        ArgumentNullException.ThrowIfNull(notifier);
        _notifiers.Add(notifier);
        return this;
    }

    /// <summary>
    /// Keeps the journal, the inbox and the observations in a folder, locked against other processes, with a lease inside
    /// this process: the embedded default.
    /// </summary>
    /// <param name="folder">The folder; it is made when it is not there.</param>
    public FailoverEngineBuilder UseFolder(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = folder;
        return this;
    }

    /// <summary>Uses another journal.</summary>
    /// <param name="journal">The journal; it stays the caller's.</param>
    public FailoverEngineBuilder UseJournal(IFailoverJournal journal)
    {
        _journal = journal;
        return this;
    }

    /// <summary>Uses another lease store. Default: one inside this process.</summary>
    /// <param name="lease">The store; it stays the caller's.</param>
    public FailoverEngineBuilder UseLease(ILeaseStore lease)
    {
        _lease = lease;
        return this;
    }

    /// <summary>Uses another inbox for operators' commands from outside the process.</summary>
    /// <param name="inbox">The inbox; it stays the caller's.</param>
    public FailoverEngineBuilder UseInbox(IOperatorInbox inbox)
    {
        _inbox = inbox;
        return this;
    }

    /// <summary>Uses other clocks. Default: the system's.</summary>
    /// <param name="time">Both clocks, monotonic and UTC.</param>
    public FailoverEngineBuilder UseTime(TimeProvider time)
    {
        _time = time;
        return this;
    }

    /// <summary>Uses a logger factory. Default: nothing is logged.</summary>
    /// <param name="loggers">The factory; it stays the caller's.</param>
    public FailoverEngineBuilder UseLogging(ILoggerFactory loggers)
    {
        _loggers = loggers;
        return this;
    }

    /// <summary>Uses other settings of the engine itself.</summary>
    /// <param name="options">The settings.</param>
    public FailoverEngineBuilder UseOptions(EngineOptions options)
    {
        _options = options;
        return this;
    }

    internal FailoverEngineBuilder UseSeams(EngineSeams seams)
    {
        _seams = seams;
        return this;
    }

    /// <summary>Checks everything and puts the engine together. Nothing is started yet.</summary>
    /// <exception cref="TopologyException">The topology has mistakes; the message lists all of them, each with its place and how to mend it.</exception>
    /// <exception cref="JournalException">The folder cannot be used; the message says why and what to do.</exception>
    /// <exception cref="InvalidOperationException">Something is missing, or settings of the engine are wrong: the message has all of them.</exception>
    public FailoverEngine Build()
    {
        var options = _options ?? (_configuration is null ? new() : TopologyReader.ReadEngine(_configuration, new()));
        var wrong = EngineOptionsCheck.Find(options);
        if (!wrong.IsEmpty)
        {
            throw new InvalidOperationException(string.Join('\n', wrong));
        }

        try
        {
            return Assemble(options, (_topology ?? throw new InvalidOperationException("The engine needs a topology: call WithTopology or WithConfiguration.")).Invoke());
        }
        catch
        {
            _owned.ForEach(static owned => owned.Dispose());
            _owned.Clear();
            throw;
        }
    }

    internal FailoverEngineBuilder UseSource(IProbeSource source)
    {
        _source = source;
        return this;
    }

    private FailoverEngine Assemble(EngineOptions options, TopologySource topology)
    {
        var (policies, planes) = (PolicySet.Of(_policies), RegisteredPlanes());
        RegistrationCheck.Throw(topology.Current, planes, policies, _probes.Keys);
        var (journal, inbox, observations) = Home();
        var probes = Owned(new ProbeContext(_time) { Named = _probes.ToImmutableDictionary() });
        if (options.BatchProbes)
        {
            probes.UseBatches();
        }

        return new FailoverEngine(new EngineParts
        {
            Options = options,
            Controller = options.Controller ?? DefaultController(),
            Time = _time,
            Topology = topology,
            Planes = planes with { Routers = planes.Routers.ToImmutableDictionary(static pair => pair.Key, pair => (IGlobalRouter)new LiveHeaders(pair.Value, topology)) },
            Journal = journal,
            Lease = _lease ?? new InProcessLeaseStore(_time),
            Inbox = inbox,
            Probes = probes,
            Source = _source,
            Policies = policies,
            Logger = _loggers.CreateLogger("MultiRegion"),
            Observations = observations is null ? null : new ObservationWriter(observations, _time),
            Seams = _seams,
            Owned = [.. _owned.AsEnumerable().Reverse()],
        });
    }

    private FailoverEngineBuilder From(Func<TopologySource> topology, IConfiguration? configuration)
    {
        (_topology, _configuration) = (topology, configuration);
        return this;
    }

    private T Owned<T>(T made)
        where T : IDisposable
    {
        _owned.Add(made);
        return made;
    }

    private FailoverEngineBuilder Add<TKey, TValue>(Dictionary<TKey, TValue> to, TKey key, TValue value)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(value);
        return to.TryAdd(key, value) ? this : throw new InvalidOperationException($"'{key}' is registered already.");
    }

    private Planes RegisteredPlanes() => new()
    {
        Routers = _routers.ToImmutableDictionary(),
        Fleets = _fleets.ToImmutableDictionary(),
        Replicas = _replicas.ToImmutableDictionary(),
        Vaults = _vaults.ToImmutableDictionary(),
        CustomSteps = _customSteps.ToImmutableDictionary(),
        Notifiers = [.. _notifiers],
    };

    private (IFailoverJournal Journal, IOperatorInbox? Inbox, ObservationLog? Observations) Home()
    {
        if (_folder is null)
        {
            return (_journal ?? throw new InvalidOperationException("The engine needs a journal: call UseFolder or UseJournal."), _inbox, null);
        }

        var journal = _journal ?? Owned(FileJournal.Open(_folder));
        var observations = Owned(new ObservationLog(_folder));
        return (journal, _inbox ?? new FileInbox(Path.Join(_folder, FileInbox.FolderName)), observations);
    }

    private ControllerId DefaultController()
    {
        var name = new string([.. Environment.MachineName.Select(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' ? character : '-')]);
        return string.Create(CultureInfo.InvariantCulture, $"{name}:{Environment.ProcessId}:{_time.GetUtcNow():yyyyMMddTHHmmssfff}");
    }
}
