using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MultiRegion.Engine;

/// <summary>Hands events to any number of readers. A reader that falls behind loses the oldest; the engine never waits for one.</summary>
internal sealed class EventStream
{
    private const int Capacity = 4096;
    private readonly Lock _gate = new();
    private readonly List<Channel<EngineEvent>> _readers = [];
    private bool _ended;

    public void Publish(EngineEvent happened)
    {
        lock (_gate)
        {
            foreach (var reader in _readers)
            {
                reader.Writer.TryWrite(happened);
            }
        }
    }

    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            _readers.ForEach(static reader => reader.Writer.TryComplete());
        }
    }

    /// <summary>Registers at the call, not at the first move: an event between the two is not lost.</summary>
    public IAsyncEnumerable<EngineEvent> Read()
    {
        var channel = Channel.CreateBounded<EngineEvent>(new BoundedChannelOptions(Capacity)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
            AllowSynchronousContinuations = false,
        });
        lock (_gate)
        {
            _readers.Add(channel);
            if (_ended)
            {
                channel.Writer.TryComplete();
            }
        }

        return ReadAsync(channel, CancellationToken.None);
    }

    private async IAsyncEnumerable<EngineEvent> ReadAsync(Channel<EngineEvent> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }
        finally
        {
            lock (_gate)
            {
                _readers.Remove(channel);
            }
        }
    }
}
