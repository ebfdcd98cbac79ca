using System.Net.Sockets;
using System.Threading.Tasks.Sources;

namespace MultiRegion.Probing.Batch;

/// <summary>
/// A socket of the batch loop as a stream, for TLS. What cannot be had at once is completed by the loop: on other threads while the
/// handshake lasts, since a certificate may take long to validate, and on the loop itself from then on.
/// </summary>
internal sealed class LoopStream : Stream
{
    private readonly int _socket;
    private readonly Lock _gate = new();
    private readonly Pending _reading = new();
    private readonly Pending _writing = new();
    private Memory<byte> _wanted;
    private ReadOnlyMemory<byte> _unsent;
    private bool _isClosed;

    private LoopStream(int socket) => _socket = socket;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A stream over a socket, which stays its connection's.</summary>
    public static LoopStream Over(int socket) => new(socket);

    /// <summary>From now on whoever waits goes on where the loop completes it.</summary>
    public void StayOnLoop() => (_reading.HopsThreads, _writing.HopsThreads) = (false, false);

    /// <summary>Something has happened on the socket: goes on with what waits.</summary>
    public void Changed()
    {
        int? read, written;
        lock (_gate)
        {
            read = _reading.IsWaiting ? Receive(_wanted.Span) : null;
            written = _writing.IsWaiting ? Send() : null;
        }

        _writing.Complete(written);
        _reading.Complete(read);
    }

    /// <summary>Lets go of the socket, so that it can be closed.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        _writing.Complete(-Errno.Abandoned);
        _reading.Complete(-Errno.Abandoned);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if ((_isClosed ? -Errno.Abandoned : Receive(buffer.Span)) is { } result)
            {
                return result >= 0 ? new(result) : ValueTask.FromException<int>(Pending.Failure(result));
            }

            _wanted = buffer;
            return _reading.Wait();
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            _unsent = buffer;
            if ((_isClosed ? -Errno.Abandoned : Send()) is { } result)
            {
                return result >= 0 ? default : ValueTask.FromException(Pending.Failure(result));
            }

            return _writing.WaitForAll();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // Null: not yet.
    private int? Receive(Span<byte> buffer) => NullIfNotYet(RawSocket.Receive(_socket, buffer));

    private int? Send()
    {
        while (!_unsent.IsEmpty)
        {
            var sent = NullIfNotYet(RawSocket.Send(_socket, _unsent.Span));
            if (sent is null or < 0)
            {
                return sent;
            }

            _unsent = _unsent[sent.Value..];
        }

        return 0;
    }

    private static int? NullIfNotYet(int result) => result is -Errno.TryAgain or -Errno.Interrupted ? null : result;

    /// <summary>One side's operation that waits for the socket; used over and over.</summary>
    private sealed class Pending : IValueTaskSource<int>, IValueTaskSource
    {
        private ManualResetValueTaskSourceCore<int> _core = new() { RunContinuationsAsynchronously = true };
        private int _isWaiting;

        public bool HopsThreads
        {
            set => _core.RunContinuationsAsynchronously = value;
        }

        public bool IsWaiting => Volatile.Read(ref _isWaiting) == 1;

        public static IOException Failure(int error) => new("The connection broke.", new SocketException((int)Errno.ToSocketError(-error)));

        public ValueTask<int> Wait()
        {
            Begin();
            return new(this, _core.Version);
        }

        public ValueTask WaitForAll()
        {
            Begin();
            return new(this, _core.Version);
        }

        /// <summary>Completes it unless the result is null; whoever comes second has nothing to complete.</summary>
        public void Complete(int? result)
        {
            if (result is not { } known || Interlocked.Exchange(ref _isWaiting, 0) == 0)
            {
                return;
            }

            if (known < 0)
            {
                _core.SetException(Failure(known));
            }
            else
            {
                _core.SetResult(known);
            }
        }

        int IValueTaskSource<int>.GetResult(short token) => _core.GetResult(token);

        void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);

        private void Begin()
        {
            _core.Reset();
            Volatile.Write(ref _isWaiting, 1);
        }
    }
}
