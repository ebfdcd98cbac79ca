namespace MultiRegion.Shared.Http;

/// <summary>One call, as often as it must be made.</summary>
/// <typeparam name="T">What it brings.</typeparam>
internal sealed record HttpCall<T>
{
    /// <summary>What is called, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>Makes the request of each attempt.</summary>
    public required Func<HttpRequestMessage> Request { get; init; }

    /// <summary>Reads the answer of an attempt.</summary>
    public required Func<HttpReply, Verdict<T>> Read { get; init; }

    /// <summary>Whether it changes something: then an answer that is lost leaves a doubt.</summary>
    public bool Writes { get; init; }

    /// <summary>Whether it must not be sent again once it may have taken effect: twice would be another thing than once.</summary>
    public bool OnlyOnce { get; init; }

    /// <summary>What the last refusal means when an earlier attempt may have taken effect; null: nobody can say.</summary>
    public Func<Problem, Result<T>?>? AfterDoubt { get; init; }

    /// <summary>Waits for the right to send; asked before each attempt.</summary>
    public Func<CancellationToken, ValueTask>? Admit { get; init; }

    /// <summary>Reads an exception that the provider's own handlers throw; null: not one of them.</summary>
    public Func<Exception, Problem?>? Explain { get; init; }
}
