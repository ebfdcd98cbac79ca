namespace MultiRegion.Topology.Forms;

/// <summary>The form of a single value.</summary>
internal abstract class ScalarForm<T> : Form<T>
    where T : notnull
{
    /// <summary>What is expected, with an example: <c>a duration such as '5s'</c>.</summary>
    protected abstract string Expected { get; }

    /// <summary>Whether blanks around the value say nothing.</summary>
    protected virtual bool Trims => true;

    public override T Read(ConfigNode node, T current, Findings findings)
    {
        if (!node.Children.IsEmpty)
        {
            findings.Add(node.Path, "is a section or a list", $"write {Expected}");
            return current;
        }

        if (Parse(Trims ? node.Value!.Trim() : node.Value!, out var value) is not { } mend)
        {
            return value;
        }

        findings.Add(node.Path, $"'{node.Value}' is not {Expected}", mend);
        return Unread(current);
    }

    /// <summary>What stands for a text that could not be read.</summary>
    protected virtual T Unread(T current) => current;

    /// <summary>Reads a text; null when that went well, and otherwise how to mend it.</summary>
    protected abstract string? Parse(string text, out T value);
}

/// <summary>The form of a single value between two bounds.</summary>
internal abstract class BoundedForm<T>(Bound<T>? bound) : ScalarForm<T>
    where T : struct, IComparable<T>
{
    /// <summary>The bounds themselves.</summary>
    protected Bound<T>? Limits => bound;

    public sealed override string? Range => bound?.Text(Show);

    public override void Check(T value, string path, Findings findings)
    {
        if (bound is not null && !bound.Holds(value))
        {
            findings.Add(path, $"{Show(value)} is out of range", $"write a value of {Range}");
        }
    }

    public override string? Text(T value) => Show(value);

    protected abstract string Show(T value);
}
