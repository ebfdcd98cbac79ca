namespace MultiRegion.Topology.Forms;

/// <summary>A key of a section: its name, its form, and where the value lives in the record.</summary>
internal abstract class Key<TOwner>
{
    public abstract string Name { get; }

    public abstract Form Form { get; }

    /// <summary>Whether the section must have it, whatever is inherited.</summary>
    public bool IsRequired { get; protected init; }

    /// <summary>Whether it must be written, given what holds so far.</summary>
    public virtual bool IsMissing(TOwner owner) => IsRequired;

    public abstract TOwner Read(ConfigNode node, TOwner owner, Findings findings);

    public abstract void Check(TOwner owner, string path, Findings findings);

    public abstract string? Default(TOwner owner);

    /// <summary>Layers of configuration can give a key both a value and keys below it; one of them would be lost in silence.</summary>
    protected static ConfigNode Single(ConfigNode node, Findings findings)
    {
        if (string.IsNullOrEmpty(node.Value) || node.Children.IsEmpty)
        {
            return node;
        }

        findings.Add(node.Path, "has both a value and keys below it", "take one of them out");
        return node with { Value = null };
    }

    public static Key<TOwner> Of<T>(string name, Form<T> form, Func<TOwner, T> get, Func<TOwner, T, TOwner> set) => new Key<TOwner, T>(name, form, get, set);

    public static Key<TOwner> Required<T>(string name, Form<T> form, Func<TOwner, T> get, Func<TOwner, T, TOwner> set) =>
        new Key<TOwner, T>(name, form, get, set) { IsRequired = true };

    /// <summary>A key that must be written unless a value was inherited.</summary>
    public static Key<TOwner> RequiredUnlessInherited<T>(
        string name, Form<T> form, Func<TOwner, T> get, Func<TOwner, T, TOwner> set, Func<TOwner, bool> isMissing) =>
        new Key<TOwner, T>(name, form, get, set) { Missing = isMissing };
}

internal sealed class Key<TOwner, T>(string name, Form<T> form, Func<TOwner, T> get, Func<TOwner, T, TOwner> set) : Key<TOwner>
{
    public override string Name => name;

    public override Form Form => form;

    public new bool IsRequired
    {
        get => base.IsRequired;
        init => base.IsRequired = value;
    }

    public Func<TOwner, bool>? Missing { get; init; }

    public override bool IsMissing(TOwner owner) => Missing?.Invoke(owner) ?? IsRequired;

    public override TOwner Read(ConfigNode node, TOwner owner, Findings findings) =>
        set(owner, node.IsBlank ? form.ReadBlank(node, get(owner), findings) : form.Read(Single(node, findings), get(owner), findings));

    public override void Check(TOwner owner, string path, Findings findings) => form.Check(get(owner), Findings.Join(path, name), findings);

    public override string? Default(TOwner owner) => IsRequired || form.Text(get(owner)) is not { Length: > 0 } text ? null : text;
}
