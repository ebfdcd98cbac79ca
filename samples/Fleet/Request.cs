namespace Fleet;

/// <summary>What was asked for.</summary>
internal sealed record Request
{
    public required Verb Verb { get; init; }

    public string? KubeConfig { get; init; }

    public required string[] Contexts { get; init; }

    public required string[] Regions { get; init; }

    public required string[] Files { get; init; }

    public required string Owner { get; init; }

    public required string Namespace { get; init; }

    public int? Replicas { get; init; }

    public string? Workload { get; init; }

    public bool Adopt { get; init; }

    public bool TakeOver { get; init; }

    public bool Keep { get; init; }

    public TimeSpan Timeout { get; init; }

    public bool Json { get; init; }
}

internal enum Verb
{
    Plan,
    Apply,
    Status,
    Scale,
    Delete,
}

internal static class Verbs
{
    public static string Describe(Verb verb) => verb switch
    {
        Verb.Plan => "Says what would be written to which cluster.",
        Verb.Apply => "Plans, and writes.",
        Verb.Status => "Says how far the rollouts are, and what has drifted and by whom. Writes nothing.",
        Verb.Scale => "Sets the replicas of the manifest's workloads, in each cluster.",
        _ => "Deletes what is of the manifest and ours.",
    };
}

/// <summary>That something in the command line or the files cannot be meant; the message says what.</summary>
internal sealed class BadInputException(string message) : Exception(message);
