namespace RouterConsole;

/// <summary>What was asked for.</summary>
internal sealed record Request
{
    public required Verb Verb { get; init; }

    public required string Provider { get; init; }

    public string? Endpoint { get; init; }

    public required string Topology { get; init; }

    public required string Service { get; init; }

    public required string Shares { get; init; }

    public required string[] Drain { get; init; }

    /// <summary>Whether the regions that are drained are left by plan, so that sessions there may end by themselves.</summary>
    public bool Planned { get; init; }

    /// <summary>A file with a load balancer that takes the place of the topology's tree.</summary>
    public string? Import { get; init; }

    /// <summary>A file with the pools of that load balancer.</summary>
    public string? Pools { get; init; }

    public required string Client { get; init; }

    public required string[] Sick { get; init; }

    public long? Epoch { get; init; }

    public string? State { get; init; }

    public bool AsCommands { get; init; }

    public bool Json { get; init; }
}

internal enum Verb
{
    Plan,
    Apply,
    Adopt,
    Read,
    Resolve,
}

internal static class Verbs
{
    public static string Describe(Verb verb) => verb switch
    {
        Verb.Plan => "Says what would change.",
        Verb.Apply => "Plans, writes, and waits until it is in effect.",
        Verb.Adopt => "Like apply, and takes over what is not marked as ours.",
        Verb.Read => "Says what is there.",
        _ => "Says how a client is answered by what is there.",
    };
}

/// <summary>That something in the command line or the file cannot be meant; the message says what.</summary>
internal sealed class BadInputException(string message) : Exception(message);
