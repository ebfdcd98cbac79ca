using System.Collections.Immutable;

namespace MultiRegion.Testing.Simulation;

/// <summary>What goes wrong in a run, and when. Written in code, or read from JSON.</summary>
/// <param name="Faults">The faults, in any order.</param>
public sealed record FaultScript(ImmutableArray<Fault> Faults)
{
    /// <summary>Nothing goes wrong.</summary>
    public static FaultScript Empty { get; } = new([]);

    /// <summary>A script of some faults.</summary>
    /// <param name="faults">The faults.</param>
    public static FaultScript Of(params ReadOnlySpan<Fault> faults) => new([.. faults]);

    /// <summary>
    /// Reads <c>{"faults":[{"kind":"region-down","at":"00:05:00","for":"00:30:00","region":"eu"}]}</c>. Names are those of
    /// <see cref="Fault"/> in camel case, kinds those of <see cref="FaultKind"/> in kebab case, times are written <c>90s</c> or <c>00:01:30</c>.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <exception cref="SimulationException">Something in it cannot be; the message lists all mistakes with their places.</exception>
    public static FaultScript Parse(string json) => FaultScriptJson.Read(json);

    /// <summary>The script as JSON that <see cref="Parse"/> reads.</summary>
    public string ToJson() => FaultScriptJson.Write(this);

    /// <summary>What is wrong with it for a topology, each with its place; empty when nothing is.</summary>
    /// <param name="topology">The topology.</param>
    public ImmutableArray<string> Check(EstateTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return [.. Faults.SelectMany((fault, at) => FaultRules.Of(fault, topology).Select(problem => $"faults[{at}]: {problem}"))];
    }
}
