namespace MultiRegion.Kubernetes.Config;

/// <summary>How much YAML is read, and how its keys are.</summary>
internal sealed record YamlLimits
{
    /// <summary>Of a kubeconfig: one small document that says everything in full.</summary>
    public static readonly YamlLimits Configuration = new()
    {
        LongestText = 4 * 1024 * 1024,
        Deepest = 64,
        MostValues = 200_000,
        Key = static key => key.Text,
    };

    /// <summary>In characters.</summary>
    public required int LongestText { get; init; }

    /// <summary>In levels.</summary>
    public required int Deepest { get; init; }

    /// <summary>With aliases written out.</summary>
    public required int MostValues { get; init; }

    /// <summary>Whether <c>&lt;&lt;</c> brings the members of another map.</summary>
    public bool MergeKeys { get; init; }

    /// <summary>What a key is called.</summary>
    public required Func<YamlValue, Result<string>> Key { get; init; }
}
