using System.Collections.Immutable;

namespace MultiRegion.Topology.Forms;

/// <summary>A value that may be wanted or not; <c>none</c> says not. An explicit null over a default says neither, and is a mistake.</summary>
internal sealed class OptionalForm<T>(Form<T> inner, bool takesNone) : Form<T?>
    where T : struct
{
    public override FormKind Kind => inner.Kind;

    public override ImmutableArray<Field> Fields => inner.Fields;

    public override string? Range => inner.Range;

    public override Bound<double>? Bound => inner.Bound;

    public override bool AllowsNone => takesNone;

    public override T? Read(ConfigNode node, T? current, Findings findings) =>
        takesNone && None.IsSaidBy(node) ? null : inner.Read(node, current ?? default, findings);

    public override T? ReadBlank(ConfigNode node, T? current, Findings findings)
    {
        None.ReportBlank(node, isSet: current is not null, findings);
        return current;
    }

    public override void Check(T? value, string path, Findings findings)
    {
        if (value is { } set)
        {
            inner.Check(set, path, findings);
        }
    }

    public override string? Text(T? value) => value is { } set ? inner.Text(set) : null;
}

/// <summary>A section that may be wanted or not; <c>none</c> says not.</summary>
internal sealed class OptionalSectionForm<T>(SectionForm<T> inner) : Form<T?>
    where T : class
{
    public override FormKind Kind => inner.Kind;

    public override ImmutableArray<Field> Fields => inner.Fields;

    public override bool AllowsNone => true;

    public override string? TextKey => inner.TextKey;

    public override T? Read(ConfigNode node, T? current, Findings findings) =>
        None.IsSaidBy(node) ? null : inner.Read(node, current ?? inner.Seed(), findings);

    public override T? ReadBlank(ConfigNode node, T? current, Findings findings)
    {
        None.ReportBlank(node, isSet: current is not null, findings);
        return current;
    }

    public override void Check(T? value, string path, Findings findings)
    {
        if (value is not null)
        {
            inner.Check(value, path, findings);
        }
    }
}

/// <summary>A text or other reference that is simply left out when it is not wanted.</summary>
internal sealed class MaybeForm<T>(Form<T> inner, T seed) : Form<T?>
    where T : class
{
    public override FormKind Kind => inner.Kind;

    public override ImmutableArray<Field> Fields => inner.Fields;

    public override string? TextKey => inner.TextKey;

    public override T? Read(ConfigNode node, T? current, Findings findings) => inner.Read(node, current ?? seed, findings);

    public override void Check(T? value, string path, Findings findings)
    {
        if (value is not null)
        {
            inner.Check(value, path, findings);
        }
    }

    public override string? Text(T? value) => value is null ? null : inner.Text(value);
}

internal static class None
{
    public static bool IsSaidBy(ConfigNode node) =>
        node.IsText && string.Equals(node.Value!.Trim(), Form.NoneText, StringComparison.OrdinalIgnoreCase);

    public static void ReportBlank(ConfigNode node, bool isSet, Findings findings)
    {
        if (isSet)
        {
            findings.Add(node.Path, "is null or empty, which says neither yes nor no to its default", $"write '{Form.NoneText}', or leave the key out");
        }
    }
}
