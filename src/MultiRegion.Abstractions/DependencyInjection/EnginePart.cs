namespace MultiRegion;

/// <summary>
/// That an engine has a part of a kind, as it was registered. The records are keyed services under the engine's name; the engine collects
/// them when it is put together.
/// </summary>
/// <typeparam name="TPart">The kind, for example <see cref="IGlobalRouter"/>.</typeparam>
/// <param name="Id">The id or name that the topology uses.</param>
/// <param name="Key">The key of the service that the part itself is.</param>
public sealed record EnginePart<TPart>(string Id, string Key)
    where TPart : class;
