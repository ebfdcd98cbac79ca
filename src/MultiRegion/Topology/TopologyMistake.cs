namespace MultiRegion.Topology;

/// <summary>One thing that is wrong with a topology. Never holds the value of a header.</summary>
/// <param name="Path">Where, as a configuration path: <c>Services:shop:Deployments:1:Region</c>. Things with an id that were made in code stand under their id.</param>
/// <param name="Problem">What is wrong, in words.</param>
/// <param name="Mend">What to do about it, in words.</param>
public sealed record TopologyMistake(string Path, string Problem, string Mend)
{
    /// <summary>The mistake as one line.</summary>
    public override string ToString() => $"{(Path.Length == 0 ? "(root)" : Path)}: {Problem}; {Mend}";
}
