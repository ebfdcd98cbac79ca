namespace MultiRegion.Kubernetes.Federation;

/// <summary>An image: <c>registry/repository:tag@digest</c>.</summary>
internal sealed record ImageText
{
    public string Registry { get; private init; } = "";

    public string Repository { get; private init; } = "";

    public string Tag { get; private init; } = "";

    public string Digest { get; private init; } = "";

    public static ImageText Parse(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var (name, digest) = at < 0 ? (image, "") : (image[..at], image[(at + 1)..]);
        var colon = name.LastIndexOf(':');
        var (path, tag) = colon < 0 || colon < name.LastIndexOf('/') ? (name, "") : (name[..colon], name[(colon + 1)..]);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var (registry, repository) = slash > 0 && IsHost(path[..slash]) ? (path[..slash], path[(slash + 1)..]) : ("", path);
        return new() { Registry = registry, Repository = repository, Tag = tag, Digest = digest };
    }

    public ImageText With(ImageChange change) => change.Part switch
    {
        ImagePart.Registry => this with { Registry = Changed(Registry, change) },
        ImagePart.Repository => this with { Repository = Changed(Repository, change) },
        _ => change.Action == ListAction.Remove ? this with { Tag = "", Digest = "" } : Versioned(Changed(Tag.Length > 0 ? Tag : Digest, change).TrimStart('@')),
    };

    public override string ToString() => $"{(Registry.Length == 0 ? "" : $"{Registry}/")}{Repository}{(Tag.Length == 0 ? "" : $":{Tag}")}{(Digest.Length == 0 ? "" : $"@{Digest}")}";

    // No tag has a colon, and every digest has one.
    private ImageText Versioned(string version) => version.Contains(':', StringComparison.Ordinal) ? this with { Tag = "", Digest = version } : this with { Tag = version, Digest = "" };

    private static string Changed(string there, ImageChange change) => change.Action switch
    {
        ListAction.Set => change.Value,
        ListAction.Append => there + change.Value,
        _ => "",
    };

    private static bool IsHost(string part) => part == "localhost" || part.Contains('.', StringComparison.Ordinal) || part.Contains(':', StringComparison.Ordinal);
}
