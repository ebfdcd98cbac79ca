using Microsoft.Extensions.DependencyInjection;

namespace MultiRegion;

/// <summary>What <c>AddMultiRegion</c> returns: providers add their <c>Add…</c> and <c>Use…</c> methods to it.</summary>
public interface IMultiRegionBuilder
{
    /// <summary>The name of the engine: options and keyed services are registered under it.</summary>
    string Name { get; }

    /// <summary>The services.</summary>
    IServiceCollection Services { get; }
}
