using System.Collections.Immutable;

namespace MultiRegion.Engine;

/// <summary>Tells people what cannot wait for a step of a plan: that a group is held or halted. Best effort, one at a time, beside the loop.</summary>
internal sealed class NoticeDesk(ImmutableArray<INotifier> notifiers, TimeProvider time, Action wake) : IDisposable
{
    private const int Kept = 64;
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);
    private readonly Queue<Notification> _waiting = new();
    private readonly Background<bool> _sending = new(time, wake);

    public void Tell(Notification notification)
    {
        if (notifiers.IsEmpty || _waiting.Count >= Kept)
        {
            return;
        }

        _waiting.Enqueue(notification);
    }

    /// <summary>Whether nothing waits to be told.</summary>
    public bool IsIdle => _waiting.Count == 0 && !_sending.IsRunning;

    public void Send()
    {
        _sending.TryTake(out _);
        if (!_sending.IsRunning && _waiting.TryDequeue(out var next))
        {
            _sending.Start(
                async token =>
                {
                    foreach (var notifier in notifiers)
                    {
                        await notifier.NotifyAsync(next, token).ConfigureAwait(false);
                    }

                    return true;
                },
                SendTimeout);
        }
    }

    public void Dispose() => _sending.Dispose();
}
