namespace MultiRegion.Kubernetes.Wire;

/// <summary>How something is written.</summary>
internal sealed record WriteOptions
{
    /// <summary>Who writes, 1 to 128 printable characters.</summary>
    public string FieldManager { get; init; } = "multiregion";

    /// <summary>Whether nothing is kept.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether unknown and duplicate fields are refused, instead of dropped.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>Takes fields over from other managers; only when applying.</summary>
    public bool Force { get; init; }

    public string Query(bool applies) => KubeQuery.Of(
        ("fieldManager", Manager()), ("dryRun", DryRun ? "All" : null), ("fieldValidation", Strict ? "Strict" : null), ("force", applies && Force ? "true" : null));

    private string Manager() => FieldManager.Length is >= 1 and <= 128 && FieldManager.All(static letter => letter is >= ' ' and < '\x7f')
        ? FieldManager : throw new ArgumentException("A field manager has 1 to 128 printable characters.");
}

/// <summary>Which objects are listed or watched.</summary>
internal sealed record ListOptions
{
    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    /// <summary>How many a page holds; 0: all in one.</summary>
    public int PageSize { get; init; } = 500;
}

/// <summary>What happens to what a deleted object owns.</summary>
internal enum Propagation
{
    Background,
    Foreground,
    Orphan,
}

/// <summary>How something is deleted.</summary>
internal sealed record DeleteOptions
{
    public Propagation Propagation { get; init; } = Propagation.Background;

    /// <summary>Only the object with this uid; null: whichever bears the name.</summary>
    public string? Uid { get; init; }

    /// <summary>Only in this version; null: in any.</summary>
    public string? ResourceVersion { get; init; }

    public bool DryRun { get; init; }
}

internal enum PatchKind
{
    Merge,
    Json,
    Strategic,
}

internal static class KubeQuery
{
    /// <summary>The parts that are set, with their question mark.</summary>
    public static string Of(params ReadOnlySpan<(string Key, string? Value)> parts)
    {
        List<string> set = [];
        foreach (var (key, value) in parts)
        {
            if (value is not null)
            {
                set.Add($"{key}={Uri.EscapeDataString(value)}");
            }
        }

        return set.Count == 0 ? "" : $"?{string.Join('&', set)}";
    }
}
