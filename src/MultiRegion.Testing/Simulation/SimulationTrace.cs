using System.Globalization;
using System.Text;

namespace MultiRegion.Testing.Simulation;

/// <summary>What happened in a run, in order: faults, journal entries with their payload, and what the world did.</summary>
public sealed class SimulationTrace
{
    private readonly List<Line> _lines = [];

    internal SimulationTrace()
    {
    }

    /// <summary>No lines.</summary>
    public static SimulationTrace Empty { get; } = new();

    /// <summary>How many lines it has.</summary>
    public int Count => _lines.Count;

    /// <summary>The lines, each with its time, where it happened and what.</summary>
    public IEnumerable<string> Lines => _lines.Select(static line => line.ToString());

    /// <summary>The lines as they were added; a journal entry's with its payload.</summary>
    internal IEnumerable<(TimeSpan At, string Where, string What, ReadOnlyMemory<byte> Payload)> Entries =>
        _lines.Select(static line => (line.At, line.Where, line.What, line.Payload));

    /// <summary>All lines as one text; equal for equal runs.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var line in _lines)
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    internal void Add(TimeSpan at, string where, string what) => _lines.Add(new(at, where, what, default));

    internal void Add(TimeSpan at, string where, string what, ReadOnlyMemory<byte> payload) => _lines.Add(new(at, where, what, payload));

    private readonly record struct Line(TimeSpan At, string Where, string What, ReadOnlyMemory<byte> Payload)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:c} {Where}: {What}{(Payload.IsEmpty ? "" : " ")}{Encoding.UTF8.GetString(Payload.Span)}");
    }
}
