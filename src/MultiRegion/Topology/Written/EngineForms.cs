using MultiRegion.Topology.Forms;

namespace MultiRegion.Topology.Written;

/// <summary>How the settings of the engine itself are written.</summary>
internal static class EngineForms
{
    public static readonly SectionForm<EngineOptions> Engine = new(static () => new(), static () =>
    [
        Set("LoopInterval", Scalars.Duration(Bounds.Loop), static it => it.LoopInterval, static (it, value) => it.LoopInterval = value),
        Set("LeaseDuration", Scalars.Time, static it => it.LeaseDuration, static (it, value) => it.LeaseDuration = value),
        Set("LeaseRetry", Scalars.Time, static it => it.LeaseRetry, static (it, value) => it.LeaseRetry = value),
        Set("WriteTimeout", Scalars.Time, static it => it.WriteTimeout, static (it, value) => it.WriteTimeout = value),
        Set("ReadinessInterval", Scalars.Time, static it => it.ReadinessInterval, static (it, value) => it.ReadinessInterval = value),
        Set("InboxInterval", Scalars.Time, static it => it.InboxInterval, static (it, value) => it.InboxInterval = value),
        Set("CompactAfter", Scalars.Integer(Bounds.CompactAfter), static it => it.CompactAfter, static (it, value) => it.CompactAfter = value),
        Set("ProbesPerHost", Scalars.Integer(Bounds.ProbesPerHost), static it => it.ProbesPerHost, static (it, value) => it.ProbesPerHost = value),
        Set("BatchProbes", Scalars.Flag, static it => it.BatchProbes, static (it, value) => it.BatchProbes = value),
        Set("Seed", Scalars.Optional(Scalars.Integer(Bounds.Seed)), static it => it.Seed, static (it, value) => it.Seed = value),
        Set("Controller", Scalars.OptionalId<ControllerId>(), static it => it.Controller, static (it, value) => it.Controller = value),
    ]);

    // Options are not a record: the section is read onto an object that belongs to the reader alone.
    private static Key<EngineOptions> Set<T>(string name, Form<T> form, Func<EngineOptions, T> get, Action<EngineOptions, T> set) =>
        Key<EngineOptions>.Of(name, form, get, (it, value) =>
        {
            set(it, value);
            return it;
        });
}
