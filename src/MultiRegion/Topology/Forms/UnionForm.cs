using System.Collections.Immutable;

namespace MultiRegion.Topology.Forms;

/// <summary>A section with exactly one key, which says what kind of thing it is: <c>{ "Http": { ... } }</c>.</summary>
/// <param name="unread">Stands for what could not be read; nothing more is said about it.</param>
/// <param name="cases">The kinds, asked for when first needed, so that forms can hold each other.</param>
internal sealed class UnionForm<T>(T unread, Func<ImmutableArray<Case<T>>> cases) : Form<T>
    where T : class
{
    private readonly Lazy<ImmutableArray<Case<T>>> _cases = new(cases);

    public override FormKind Kind => FormKind.Union;

    public override ImmutableArray<Field> Fields => [.. _cases.Value.Select(static kind => new Field(kind.Name, kind.Form, false, null))];

    public override T Read(ConfigNode node, T current, Findings findings)
    {
        var names = _cases.Value.Select(static kind => kind.Name).ToArray();
        foreach (var child in node.Children.Where(child => !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            findings.Add(child.Path, "is not a key that is known here", NearName.Mend(child.Key, names));
        }

        var found = OneOf.Find(node, names, findings);
        var value = found is null ? null : _cases.Value.First(kind => kind.Name == found).Read(node.Child(found)!, current, findings);
        return value ?? unread;
    }

    public override void Check(T value, string path, Findings findings)
    {
        if (value is null)
        {
            findings.Add(path, "is missing", "set it");
        }
        else if (!ReferenceEquals(value, unread))
        {
            _cases.Value.First(kind => kind.Fits(value)).Check(value, path, findings);
        }
    }
}

/// <summary>A kind of a union.</summary>
internal abstract class Case<T>
{
    public abstract string Name { get; }

    public abstract Form Form { get; }

    public abstract bool Fits(T value);

    public abstract T Read(ConfigNode node, T current, Findings findings);

    public abstract void Check(T value, string path, Findings findings);

    public static Case<T> Of<TCase>(string name, SectionForm<TCase> form)
        where TCase : class, T =>
        new Case<T, TCase>(name, form);
}

internal sealed class Case<T, TCase>(string name, SectionForm<TCase> form) : Case<T>
    where TCase : class, T
{
    public override string Name => name;

    public override Form Form => form;

    public override bool Fits(T value) => value is TCase;

    /// <summary>What was inherited counts when it is of the same kind.</summary>
    public override T Read(ConfigNode node, T current, Findings findings) => form.Read(node, current as TCase ?? form.Seed(), findings);

    public override void Check(T value, string path, Findings findings) => form.Check((TCase)(object)value!, Findings.Join(path, name), findings);
}
