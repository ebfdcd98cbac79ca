namespace MultiRegion.Probing;

/// <summary>Lets so many pass at once; the others wait in the order in which they came.</summary>
internal sealed class Turnstile(int free)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _free = free;

    public Task EnterAsync()
    {
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    public void Leave()
    {
        TaskCompletionSource? next;
        lock (_gate)
        {
            _free += _waiting.TryDequeue(out next) ? 0 : 1;
        }

        next?.SetResult();
    }
}
