namespace MultiRegion;

/// <summary>A step of the application's own inside a move, registered under a name that the service's settings mention.</summary>
public interface ICustomStep
{
    /// <summary>Runs the step. Must be idempotent under (epoch, sequence): after a crash it runs again.</summary>
    /// <param name="context">Where it stands in the move.</param>
    /// <param name="cancellationToken">Cancelled when the step's time-out is over or the move has changed.</param>
    /// <returns>What it did, in words, or why it could not.</returns>
    ValueTask<Result<string>> RunAsync(CustomStepContext context, CancellationToken cancellationToken);
}

/// <summary>Where a custom step stands in its move.</summary>
public sealed record CustomStepContext
{
    /// <summary>The move group.</summary>
    public required MoveGroupId Group { get; init; }

    /// <summary>The marker of the step: its (epoch, sequence) is the key of its idempotence.</summary>
    public required Marker Marker { get; init; }

    /// <summary>The region that the move leaves; null when it leaves none.</summary>
    public RegionId? From { get; init; }

    /// <summary>The region that it goes to; null when it goes to none.</summary>
    public RegionId? To { get; init; }

    /// <summary>Why the move is made.</summary>
    public required MoveCause Cause { get; init; }
}
