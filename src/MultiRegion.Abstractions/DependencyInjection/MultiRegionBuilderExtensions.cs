using System.Diagnostics.CodeAnalysis;
using MultiRegion;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers the parts of an engine. What a factory or the container makes is the container's: it is made once, at the start, and disposed of
/// at the end. Each part is also a keyed service of its kind: see <see cref="KeyOf"/>.
/// </summary>
public static class MultiRegionBuilderExtensions
{
    /// <summary>The key of the keyed service that a part is: its id, behind the engine's name and <c>/</c> when the engine has one.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id or name of the part.</param>
    public static string KeyOf(this IMultiRegionBuilder builder, string id)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Name.Length == 0 ? id : $"{builder.Name}/{id}";
    }

    /// <summary>Adds a router under the id that services use. None twice.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder AddRouter(this IMultiRegionBuilder builder, RouterId id, Func<IServiceProvider, IGlobalRouter> factory) =>
        Add(builder, id.Value, factory);

    /// <summary>Adds a router that the container makes, under the id that services use. None twice.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id.</param>
    public static IMultiRegionBuilder AddRouter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder, RouterId id)
        where T : class, IGlobalRouter => Add<IGlobalRouter, T>(builder, id.Value);

    /// <summary>Adds a fleet under the id that clusters use. None twice.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder AddFleet(this IMultiRegionBuilder builder, FleetId id, Func<IServiceProvider, IClusterFleet> factory) =>
        Add(builder, id.Value, factory);

    /// <summary>Adds a fleet that the container makes, under the id that clusters use. None twice.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id.</param>
    public static IMultiRegionBuilder AddFleet<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder, FleetId id)
        where T : class, IClusterFleet => Add<IClusterFleet, T>(builder, id.Value);

    /// <summary>Adds a data set under the id that services use. None twice.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder AddReplicaSet(this IMultiRegionBuilder builder, ReplicaSetId id, Func<IServiceProvider, IDataReplica> factory) =>
        Add(builder, id.Value, factory);

    /// <summary>Adds a data set that the container makes, under the id that services use. None twice.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id.</param>
    public static IMultiRegionBuilder AddReplicaSet<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder, ReplicaSetId id)
        where T : class, IDataReplica => Add<IDataReplica, T>(builder, id.Value);

    /// <summary>Adds a vault under the name that services use. None twice.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder AddVault(this IMultiRegionBuilder builder, string name, Func<IServiceProvider, IBackupVault> factory) =>
        Add(builder, name, factory);

    /// <summary>Adds a vault that the container makes, under the name that services use. None twice.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    public static IMultiRegionBuilder AddVault<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder, string name)
        where T : class, IBackupVault => Add<IBackupVault, T>(builder, name);

    /// <summary>Adds a probe under the name that named probes use. None twice.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder AddProbe(this IMultiRegionBuilder builder, string name, Func<IServiceProvider, IHealthProbe> factory) =>
        Add(builder, name, factory);

    /// <summary>Adds a probe that the container makes, under the name that named probes use. None twice.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    public static IMultiRegionBuilder AddProbe<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder, string name)
        where T : class, IHealthProbe => Add<IHealthProbe, T>(builder, name);

    /// <summary>Adds a policy under the id that services use. None twice.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder AddPolicy(this IMultiRegionBuilder builder, PolicyId id, Func<IServiceProvider, IFailoverPolicy> factory) =>
        Add(builder, id.Value, factory);

    /// <summary>Adds a policy that the container makes, under the id that services use. None twice.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    /// <param name="id">The id.</param>
    public static IMultiRegionBuilder AddPolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder, PolicyId id)
        where T : class, IFailoverPolicy => Add<IFailoverPolicy, T>(builder, id.Value);

    /// <summary>Adds a step of the application's own under the name that services use. None twice.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder AddStep(this IMultiRegionBuilder builder, string name, Func<IServiceProvider, ICustomStep> factory) =>
        Add(builder, name, factory);

    /// <summary>Adds a step of the application's own that the container makes, under the name that services use. None twice.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    /// <param name="name">The name.</param>
    public static IMultiRegionBuilder AddStep<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder, string name)
        where T : class, ICustomStep => Add<ICustomStep, T>(builder, name);

    /// <summary>Adds somebody who tells people; every one of them is told everything.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder AddNotifier(this IMultiRegionBuilder builder, Func<IServiceProvider, INotifier> factory) => Use(builder, factory);

    /// <summary>Adds somebody who tells people, made by the container; every one of them is told everything.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    public static IMultiRegionBuilder AddNotifier<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder)
        where T : class, INotifier => Use<INotifier, T>(builder);

    /// <summary>Uses a journal instead of the one in the folder. The last call counts.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder UseJournal(this IMultiRegionBuilder builder, Func<IServiceProvider, IFailoverJournal> factory) => Use(builder, factory);

    /// <summary>Uses a journal that the container makes, instead of the one in the folder. The last call counts.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    public static IMultiRegionBuilder UseJournal<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder)
        where T : class, IFailoverJournal => Use<IFailoverJournal, T>(builder);

    /// <summary>Uses a lease store instead of one inside this process. The last call counts.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder UseLease(this IMultiRegionBuilder builder, Func<IServiceProvider, ILeaseStore> factory) => Use(builder, factory);

    /// <summary>Uses a lease store that the container makes, instead of one inside this process. The last call counts.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    public static IMultiRegionBuilder UseLease<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder)
        where T : class, ILeaseStore => Use<ILeaseStore, T>(builder);

    /// <summary>Uses an inbox for operators' commands instead of the one in the folder. The last call counts.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="factory">Makes it.</param>
    public static IMultiRegionBuilder UseInbox(this IMultiRegionBuilder builder, Func<IServiceProvider, IOperatorInbox> factory) => Use(builder, factory);

    /// <summary>Uses an inbox for operators' commands that the container makes, instead of the one in the folder. The last call counts.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="builder">The engine.</param>
    public static IMultiRegionBuilder UseInbox<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IMultiRegionBuilder builder)
        where T : class, IOperatorInbox => Use<IOperatorInbox, T>(builder);

    private static IMultiRegionBuilder Add<TPart>(IMultiRegionBuilder builder, string id, Func<IServiceProvider, TPart> factory)
        where TPart : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        var key = Announce<TPart>(builder, id);
        builder.Services.AddKeyedSingleton(key, (services, _) => factory(services));
        return builder;
    }

    private static IMultiRegionBuilder Add<TPart, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(IMultiRegionBuilder builder, string id)
        where TPart : class
        where T : class, TPart
    {
        var key = Announce<TPart>(builder, id);
        builder.Services.AddKeyedSingleton<TPart, T>(key);
        return builder;
    }

    private static string Announce<TPart>(IMultiRegionBuilder builder, string id)
        where TPart : class
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var key = builder.KeyOf(id);
        builder.Services.AddKeyedSingleton(builder.Name, new EnginePart<TPart>(id, key));
        return key;
    }

    private static IMultiRegionBuilder Use<TPart>(IMultiRegionBuilder builder, Func<IServiceProvider, TPart> factory)
        where TPart : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(factory);
        builder.Services.AddKeyedSingleton(builder.Name, (services, _) => factory(services));
        return builder;
    }

    private static IMultiRegionBuilder Use<TPart, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(IMultiRegionBuilder builder)
        where TPart : class
        where T : class, TPart
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddKeyedSingleton<TPart, T>(builder.Name);
        return builder;
    }
}
