namespace MultiRegion.Probing.Batch;

/// <summary>Something that is due at some time. It stands in the wheel by itself, so that setting it costs nothing.</summary>
internal abstract class WheelTimer
{
    /// <summary>Its neighbours in the wheel; null: it is not set.</summary>
    internal WheelTimer? Next { get; set; }

    internal WheelTimer? Previous { get; set; }

    internal long DueTick { get; set; }

    public bool IsSet => Next is not null;

    /// <summary>The time has come.</summary>
    public abstract void Fire();

    /// <summary>Something unforeseen happened while it fired.</summary>
    public abstract void Break(Exception exception);

    internal void Unlink()
    {
        if (Next is not null && Previous is not null)
        {
            (Previous.Next, Next.Previous) = (Next, Previous);
            (Next, Previous) = (null, null);
        }
    }

    internal void LinkBefore(WheelTimer other)
    {
        (Previous, Next) = (other.Previous, other);
        Previous!.Next = this;
        other.Previous = this;
    }
}
