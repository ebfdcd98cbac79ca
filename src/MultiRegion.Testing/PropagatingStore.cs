using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Testing;

/// <summary>A document in memory that clients see only some time after it was written.</summary>
internal sealed class PropagatingStore(TimeProvider time) : MemoryStore
{
    private readonly List<Version> _versions = [new(time.GetTimestamp(), TimeSpan.Zero, EmbeddedDocument.Empty, RouteTable.Empty)];
    private ImmutableArray<RouterWrite> _log = [];
    private bool _byHand;

    public TimeSpan Propagation { get; set; }

    public ImmutableArray<RouterWrite> Log
    {
        get
        {
            lock (Gate)
            {
                return _log;
            }
        }
    }

    public Version Visible
    {
        get
        {
            lock (Gate)
            {
                _versions.RemoveRange(0, LastInEffect());
                return _versions[0];
            }
        }
    }

    /// <summary>How long it is until clients see another version; null when they see the last one.</summary>
    public TimeSpan? NextChange
    {
        get
        {
            lock (Gate)
            {
                var (visible, next) = (Visible, default(TimeSpan?));
                foreach (var version in _versions)
                {
                    var left = version.Delay - time.GetElapsedTime(version.Written);
                    next = version != visible && left > TimeSpan.Zero && !(next < left) ? left : next;
                }

                return next;
            }
        }
    }

    public void PutByHand(Func<EmbeddedDocument, EmbeddedDocument> change)
    {
        lock (Gate)
        {
            _byHand = true;
            try
            {
                Put(change(Read().Value!));
            }
            finally
            {
                _byHand = false;
            }
        }
    }

    protected override void OnChanged(EmbeddedDocument document, RouteTable table)
    {
        var before = _versions[^1].Document;
        _versions.Add(new(time.GetTimestamp(), Propagation, document, table));
        if (!_byHand)
        {
            _log = [.. _log, .. document.Services
                .Where(pair => !ReferenceEquals(before.Find(pair.Key), pair.Value))
                .Select(static pair => new RouterWrite(pair.Value.Marker!, pair.Key, pair.Value.Content.Shares))];
        }
    }

    private int LastInEffect()
    {
        var last = _versions.Count - 1;
        while (last > 0 && time.GetElapsedTime(_versions[last].Written) < _versions[last].Delay)
        {
            last--;
        }

        return last;
    }

    public sealed class Version(long written, TimeSpan delay, EmbeddedDocument document, RouteTable table)
    {
        public long Written => written;

        public TimeSpan Delay => delay;

        public EmbeddedDocument Document => document;

        public RouteTable Table => table;
    }
}
