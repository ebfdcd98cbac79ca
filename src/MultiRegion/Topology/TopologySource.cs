using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace MultiRegion.Topology;

/// <summary>
/// Holds the topology that is valid now. When its configuration is reloaded, a valid and different topology becomes the next
/// revision; one with mistakes leaves the current one in place and shows its mistakes. Nobody is called back: whoever wants
/// to know looks at <see cref="Version"/>. Safe to use from several threads.
/// </summary>
public sealed class TopologySource : IDisposable
{
    private readonly Lock _reading = new();
    private IDisposable? _reloads;
    private volatile Snapshot _snapshot;

    private TopologySource(EstateTopology topology) => _snapshot = new(topology, [], 0);

    /// <summary>The topology that is valid now.</summary>
    public EstateTopology Current => _snapshot.Topology;

    /// <summary>What was wrong with the configuration when it was last reloaded; empty when nothing was.</summary>
    public ImmutableArray<TopologyMistake> LastMistakes => _snapshot.Mistakes;

    /// <summary>Rises with every change of <see cref="Current"/> or <see cref="LastMistakes"/>; 0 at the start.</summary>
    public long Version => _snapshot.Version;

    /// <summary>Reads the topology from configuration and follows its reloads.</summary>
    /// <param name="configuration">The section that holds <c>Regions</c>, <c>Services</c> and the rest.</param>
    /// <exception cref="TopologyException">The topology has mistakes; the exception carries all of them.</exception>
    public static TopologySource FromConfiguration(IConfiguration configuration)
    {
        var source = new TopologySource(TopologyReader.Read(configuration).OrThrow());
        source._reloads = ChangeToken.OnChange(configuration.GetReloadToken, () => source.Reload(configuration));

        // A reload between the reading above and the registration would otherwise go unseen.
        source.Reload(configuration);
        return source;
    }

    /// <summary>Holds a topology made in code.</summary>
    /// <param name="topology">The topology.</param>
    /// <exception cref="TopologyException">The topology has mistakes; the exception carries all of them.</exception>
    public static TopologySource Of(EstateTopology topology)
    {
        var mistakes = TopologyValidator.Check(topology);
        return mistakes.IsEmpty ? new(topology) : throw new TopologyException(mistakes);
    }

    /// <summary>Stops following the configuration; the current topology stays.</summary>
    public void Dispose() => _reloads?.Dispose();

    private void Reload(IConfiguration configuration)
    {
        lock (_reading)
        {
            var reading = TopologyReader.Read(configuration);
            if (!reading.Succeeded)
            {
                Show(reading.Mistakes);
            }
            else if (IsSame(reading.Topology, Current))
            {
                Show([]);
            }
            else
            {
                Publish(reading.Topology with { Revision = Current.Revision + 1 }, []);
            }
        }
    }

    private void Show(ImmutableArray<TopologyMistake> mistakes)
    {
        if (!mistakes.SequenceEqual(LastMistakes))
        {
            Publish(Current, mistakes);
        }
    }

    private void Publish(EstateTopology topology, ImmutableArray<TopologyMistake> mistakes) => _snapshot = new(topology, mistakes, Version + 1);

    private static bool IsSame(EstateTopology left, EstateTopology right) => TopologyJson.Fingerprint(left) == TopologyJson.Fingerprint(right);

    private sealed record Snapshot(EstateTopology Topology, ImmutableArray<TopologyMistake> Mistakes, long Version);
}
