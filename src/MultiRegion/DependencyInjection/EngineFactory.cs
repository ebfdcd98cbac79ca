using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MultiRegion.Topology;

namespace MultiRegion.DependencyInjection;

/// <summary>Where an engine keeps its journal, as it was registered.</summary>
internal sealed record EngineFolder(string Path);

/// <summary>Puts an engine together from what was registered under its name.</summary>
internal static class EngineFactory
{
    public static FailoverEngine Create(IServiceProvider services, string name)
    {
        var builder = FailoverEngine.CreateBuilder()
            .UseOptions(services.GetRequiredService<IOptionsMonitor<EngineOptions>>().Get(name))
            .UseTime(services.GetRequiredService<TimeProvider>())
            .UseLogging(services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance)
            .WithTopology(services.GetKeyedService<TopologySource>(name) ?? throw Missing(name, "topology", "AddMultiRegion(configuration) or UseTopology"));
        AddParts(builder, services, name);
        Settle(builder, services, name);
        return builder.Build();
    }

    private static void AddParts(FailoverEngineBuilder builder, IServiceProvider services, string name)
    {
        Each<IGlobalRouter>(services, name, (id, router) => builder.AddRouter(id, router));
        Each<IClusterFleet>(services, name, (id, fleet) => builder.AddFleet(id, fleet));
        Each<IDataReplica>(services, name, (id, replica) => builder.AddReplicaSet(id, replica));
        Each<IBackupVault>(services, name, (id, vault) => builder.AddVault(id, vault));
        Each<IHealthProbe>(services, name, (id, probe) => builder.AddProbe(id, probe));
        Each<IFailoverPolicy>(services, name, (id, policy) => builder.AddPolicy(id, policy));
        Each<ICustomStep>(services, name, (id, step) => builder.AddStep(id, step));
        foreach (var notifier in services.GetKeyedServices<INotifier>(name))
        {
            builder.AddNotifier(notifier);
        }
    }

    private static void Settle(FailoverEngineBuilder builder, IServiceProvider services, string name)
    {
        var (folder, journal) = (services.GetKeyedService<EngineFolder>(name), services.GetKeyedService<IFailoverJournal>(name));
        if (folder is null && journal is null)
        {
            throw Missing(name, "journal", "UseFolder or UseJournal");
        }

        _ = folder is null ? builder : builder.UseFolder(folder.Path);
        _ = journal is null ? builder : builder.UseJournal(journal);
        _ = services.GetKeyedService<ILeaseStore>(name) is { } lease ? builder.UseLease(lease) : builder;
        _ = services.GetKeyedService<IOperatorInbox>(name) is { } inbox ? builder.UseInbox(inbox) : builder;
    }

    private static void Each<TPart>(IServiceProvider services, string name, Action<string, TPart> add)
        where TPart : class
    {
        foreach (var part in services.GetKeyedServices<EnginePart<TPart>>(name))
        {
            add(part.Id, services.GetRequiredKeyedService<TPart>(part.Key));
        }
    }

    private static InvalidOperationException Missing(string name, string what, string call) =>
        new($"The engine{(name.Length == 0 ? "" : $" '{name}'")} needs a {what}: call {call} where it is registered.");
}
