using System.Collections.Immutable;

namespace MultiRegion.Testing;

/// <summary>A notifier that keeps what it was told.</summary>
public sealed class InMemoryNotifier : INotifier
{
    private readonly Faults _faults = new();
    private ImmutableArray<Notification> _sent = [];

    /// <summary>What was sent, oldest first.</summary>
    public ImmutableArray<Notification> Sent => _sent;

    /// <summary>Makes the next notifications fail.</summary>
    /// <param name="problem">What they bring.</param>
    /// <param name="times">How many; at least 1.</param>
    public void FailNext(Problem problem, int times = 1) => _faults.FailNext(problem, times);

    /// <inheritdoc />
    public ValueTask<Result<Notification>> NotifyAsync(Notification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        cancellationToken.ThrowIfCancellationRequested();
        if (_faults.Take() is { } problem)
        {
            return ValueTask.FromResult<Result<Notification>>(problem);
        }

        ImmutableInterlocked.Update(ref _sent, static (sent, one) => sent.Add(one), notification);
        return ValueTask.FromResult<Result<Notification>>(notification);
    }
}
