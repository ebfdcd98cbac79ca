using System.Collections.Immutable;

namespace MultiRegion.Testing.Simulation;

/// <summary>A simulation that cannot be: the message lists every mistake with its place.</summary>
public sealed class SimulationException : Exception
{
    /// <summary>Makes the exception without mistakes.</summary>
    public SimulationException()
    {
    }

    /// <summary>Makes the exception with a message of its own.</summary>
    /// <param name="message">The message.</param>
    public SimulationException(string message)
        : base(message) => Mistakes = [message];

    /// <summary>Makes the exception with a message of its own.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">What caused it.</param>
    public SimulationException(string message, Exception innerException)
        : base(message, innerException) => Mistakes = [message];

    internal SimulationException(ImmutableArray<string> mistakes)
        : base(string.Join('\n', mistakes)) => Mistakes = mistakes;

    /// <summary>All mistakes, each with its place.</summary>
    public ImmutableArray<string> Mistakes { get; } = [];

    internal static void ThrowIfAny(IEnumerable<string> mistakes)
    {
        ImmutableArray<string> all = [.. mistakes];
        if (!all.IsEmpty)
        {
            throw new SimulationException(all);
        }
    }
}
