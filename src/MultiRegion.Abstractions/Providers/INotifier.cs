namespace MultiRegion;

/// <summary>Tells people. A notifier that fails is logged and never holds up a move.</summary>
public interface INotifier
{
    /// <summary>Sends a notification.</summary>
    /// <param name="notification">What happened.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    ValueTask<Result<Notification>> NotifyAsync(Notification notification, CancellationToken cancellationToken);
}

/// <summary>Something that people should know.</summary>
public sealed record Notification
{
    /// <summary>The move group that it is about.</summary>
    public required MoveGroupId Group { get; init; }

    /// <summary>The epoch of the move; 0 when there is none.</summary>
    public required long Epoch { get; init; }

    /// <summary>How urgent it is.</summary>
    public required NotificationSeverity Severity { get; init; }

    /// <summary>What happened and why, in words.</summary>
    public required string Text { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>How urgent a notification is.</summary>
public enum NotificationSeverity
{
    /// <summary>Good to know.</summary>
    Information,

    /// <summary>Look at it today.</summary>
    Warning,

    /// <summary>Somebody has to act now.</summary>
    ActionNeeded,
}
