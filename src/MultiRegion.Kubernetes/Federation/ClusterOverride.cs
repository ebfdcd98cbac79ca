using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>How objects differ in some clusters.</summary>
public sealed record ClusterOverride
{
    /// <summary>In which clusters. Default: in all.</summary>
    public ClusterSelector Clusters { get; init; } = ClusterSelector.All;

    /// <summary>
    /// Which objects. Null: all objects of the workload that the change makes sense for, and none of its dependencies; otherwise those that
    /// are meant, dependencies included.
    /// </summary>
    public ObjectSelector? Objects { get; init; }

    /// <summary>The changes, in their order.</summary>
    public required ImmutableArray<Change> Changes { get; init; }
}

/// <summary>One change of an object.</summary>
public abstract record Change
{
    private protected Change()
    {
    }
}

/// <summary>A change by JSON patch (RFC 6902): all of it holds, or the distribution is refused.</summary>
public sealed record PatchChange : Change
{
    /// <summary>The operations, in their order.</summary>
    public required ImmutableArray<PatchOperation> Operations { get; init; }
}

/// <summary>An operation of a JSON patch (RFC 6902).</summary>
public sealed record PatchOperation
{
    private readonly JsonNode? _value;

    /// <summary>Which operation.</summary>
    public required PatchKind Kind { get; init; }

    /// <summary>Where: a JSON pointer (RFC 6901) such as <c>/spec/template/spec/containers/0/image</c>.</summary>
    public required string Path { get; init; }

    /// <summary>From where, for <see cref="PatchKind.Move"/> and <see cref="PatchKind.Copy"/>.</summary>
    public string? From { get; init; }

    /// <summary>The value of <see cref="PatchKind.Add"/>, <see cref="PatchKind.Replace"/> and <see cref="PatchKind.Test"/>; null: JSON's null. Each read is a copy.</summary>
    public JsonNode? Value
    {
        get => _value?.DeepClone();
        init => _value = value?.DeepClone();
    }

    /// <summary>Its kind and path, and not its value, which may be secret.</summary>
    public override string ToString() => $"{PatchRules.Name(Kind)} {Path}";
}

/// <summary>The operations of a JSON patch.</summary>
public enum PatchKind
{
    /// <summary>Adds a member or an item, or replaces a member.</summary>
    Add,

    /// <summary>Removes what is there.</summary>
    Remove,

    /// <summary>Replaces what is there.</summary>
    Replace,

    /// <summary>Moves what is there.</summary>
    Move,

    /// <summary>Copies what is there.</summary>
    Copy,

    /// <summary>Is refused unless the value is there.</summary>
    Test,
}

/// <summary>Sets how many replicas an object has (<c>spec.replicas</c>). After a division it is the last word, which the notes say.</summary>
/// <param name="Replicas">How many: 0 to 100 000.</param>
public sealed record ReplicasChange(int Replicas) : Change;

/// <summary>Changes one part of the images of a pod template, or of another field.</summary>
public sealed record ImageChange : Change
{
    /// <summary>Which part.</summary>
    public required ImagePart Part { get; init; }

    /// <summary>What is done to it. Default: it is set.</summary>
    public ListAction Action { get; init; } = ListAction.Set;

    /// <summary>What it is set to, or what is appended to it; not looked at for <see cref="ListAction.Remove"/>.</summary>
    public string Value { get; init; } = "";

    /// <summary>The container, init containers included; null: all containers.</summary>
    public string? Container { get; init; }

    /// <summary>Whether <em>all containers</em> includes init containers. Default: yes.</summary>
    public bool InitContainers { get; init; } = true;

    /// <summary>Where the image stands, as a JSON pointer, in objects that have no pod template; null: in the containers.</summary>
    public string? Path { get; init; }
}

/// <summary>The parts of an image: <c>registry/repository:tag@digest</c>.</summary>
public enum ImagePart
{
    /// <summary>The host, with its port: <c>registry.example.com:5000</c>. An image without one comes from its runtime's default.</summary>
    Registry,

    /// <summary>The path behind the registry.</summary>
    Repository,

    /// <summary>The tag, or the digest where a value is one (<c>sha256:…</c>): setting either drops the other, since a digest outranks a tag.</summary>
    Tag,
}

/// <summary>What is done to a text or to a list of texts.</summary>
public enum ListAction
{
    /// <summary>It is set.</summary>
    Set,

    /// <summary>Something is appended to it.</summary>
    Append,

    /// <summary>It, or what is named of it, is removed.</summary>
    Remove,
}

/// <summary>Changes labels or annotations of the object itself (not of its pods).</summary>
public sealed record MetadataChange : Change
{
    /// <summary>Which of them.</summary>
    public required MetadataField Field { get; init; }

    /// <summary>Those that are set; added where they are not there.</summary>
    public ImmutableSortedDictionary<string, string> Set { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Those that are set only where they are there.</summary>
    public ImmutableSortedDictionary<string, string> Replace { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Those that are removed where they are there.</summary>
    public ImmutableSortedSet<string> Remove { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
}

/// <summary>The two kinds of notes on an object.</summary>
public enum MetadataField
{
    /// <summary>Its labels.</summary>
    Labels,

    /// <summary>Its annotations.</summary>
    Annotations,
}

/// <summary>Changes environment variables of containers.</summary>
public sealed record EnvironmentChange : Change
{
    /// <summary>The container, init containers included; null: all containers, without init containers.</summary>
    public string? Container { get; init; }

    /// <summary>Those that are set: replaced where they are there, whatever they came from, and appended otherwise.</summary>
    public ImmutableSortedDictionary<string, string> Set { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Those that are removed where they are there.</summary>
    public ImmutableSortedSet<string> Remove { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
}

/// <summary>Changes the command or the arguments of a container.</summary>
public sealed record CommandChange : Change
{
    /// <summary>Which of them.</summary>
    public required CommandField Field { get; init; }

    /// <summary>The container; not an init container.</summary>
    public required string Container { get; init; }

    /// <summary>What is done.</summary>
    public required ListAction Action { get; init; }

    /// <summary>What it is set to, what is appended, or what is removed wherever it stands.</summary>
    public ImmutableArray<string> Values { get; init; } = [];
}

/// <summary>What a container runs.</summary>
public enum CommandField
{
    /// <summary>The command.</summary>
    Command,

    /// <summary>The arguments.</summary>
    Args,
}
