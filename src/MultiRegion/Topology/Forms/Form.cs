using System.Collections.Immutable;

namespace MultiRegion.Topology.Forms;

/// <summary>How one thing is written in configuration, as data: the reader reads by it, the validator checks by it, the editors' schema is compared with it.</summary>
internal abstract class Form
{
    public abstract FormKind Kind { get; }

    /// <summary>The keys of a section, or the cases of a union.</summary>
    public virtual ImmutableArray<Field> Fields => [];

    /// <summary>What a list or map holds.</summary>
    public virtual Form? Item => null;

    /// <summary>The names of a choice.</summary>
    public virtual ImmutableArray<string> Names => [];

    /// <summary>The bounds in words; null when there are none.</summary>
    public virtual string? Range => null;

    /// <summary>The bounds of a number.</summary>
    public virtual Bound<double>? Bound => null;

    /// <summary>Whether <see cref="NoneText"/> says that the thing is not wanted.</summary>
    public virtual bool AllowsNone => false;

    /// <summary>The key that a plain text stands for; null when a plain text is a mistake.</summary>
    public virtual string? TextKey => null;

    public const string NoneText = "none";
}

/// <summary>What a form takes.</summary>
internal enum FormKind
{
    Text,
    Boolean,
    Integer,
    Number,
    Ratio,
    Percent,
    Duration,
    Timestamp,
    Choice,
    Statuses,
    Section,
    Union,
    List,
    Map,
    Keyed,
    Weighted,
}

/// <summary>A key as the schema sees it.</summary>
internal sealed record Field(string Name, Form Form, bool Required, string? Default);

/// <summary>The form of a type of values.</summary>
internal abstract class Form<T> : Form
{
    /// <summary>Reads what is written onto the value that holds so far; what cannot be read is reported, and that value stays.</summary>
    public abstract T Read(ConfigNode node, T current, Findings findings);

    /// <summary>Reads a key under which nothing is written: what holds so far stays.</summary>
    public virtual T ReadBlank(ConfigNode node, T current, Findings findings) => current;

    /// <summary>Reports what no topology may hold, written or made in code.</summary>
    public virtual void Check(T value, string path, Findings findings)
    {
    }

    /// <summary>The value as it would be written; null when there is no short way.</summary>
    public virtual string? Text(T value) => null;
}
