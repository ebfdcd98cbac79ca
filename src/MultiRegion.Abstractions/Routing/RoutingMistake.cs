namespace MultiRegion.Routing;

/// <summary>Something in a routing tree that cannot be meant.</summary>
/// <param name="Path">Where: the path of the node or value.</param>
/// <param name="Problem">What is wrong, with the value found.</param>
/// <param name="Mend">What to write instead.</param>
public sealed record RoutingMistake(string Path, string Problem, string Mend)
{
    /// <inheritdoc />
    public override string ToString() => $"{Path}: {Problem}; {Mend}";
}
