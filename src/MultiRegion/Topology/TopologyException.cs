using System.Collections.Immutable;

namespace MultiRegion.Topology;

/// <summary>A topology that nothing can be started with. The message lists every mistake with its place and the way to mend it.</summary>
public sealed class TopologyException : Exception
{
    /// <summary>Makes the exception without mistakes.</summary>
    public TopologyException()
        : this([])
    {
    }

    /// <summary>Makes the exception with a message of its own.</summary>
    /// <param name="message">The message.</param>
    public TopologyException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with a message of its own.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">What caused it.</param>
    public TopologyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception from mistakes.</summary>
    /// <param name="mistakes">All of them.</param>
    public TopologyException(ImmutableArray<TopologyMistake> mistakes)
        : base(Text(mistakes)) => Mistakes = mistakes;

    /// <summary>All mistakes.</summary>
    public ImmutableArray<TopologyMistake> Mistakes { get; } = [];

    private static string Text(ImmutableArray<TopologyMistake> mistakes) =>
        $"The topology has {mistakes.Length} mistake{(mistakes.Length == 1 ? "" : "s")}:{string.Concat(mistakes.Select(static mistake => $"\n- {mistake}"))}";
}
