namespace MultiRegion.Topology.Forms;

/// <summary>The forms that are the same everywhere.</summary>
internal static class Scalars
{
    public static readonly TextForm Text = new();

    public static readonly MaybeForm<string> OptionalText = new(Text, "");

    public static readonly BooleanForm Flag = new();

    public static readonly DurationForm Time = new(Bounds.Time);

    public static readonly DurationForm TimeOrZero = new(Bounds.TimeOrZero);

    public static readonly IntegerForm<int> Count = new(Bounds.Count);

    public static readonly IdForm<RegionId> Region = new();

    public static readonly ListForm<string> Texts = new(static () => Text, static () => "");

    public static DurationForm Duration(Bound<TimeSpan> bound) => new(bound);

    public static IntegerForm<int> Integer(Bound<int> bound) => new(bound);

    public static NumberForm Number(Bound<double> bound) => new(FormKind.Number, bound);

    public static NumberForm Ratio(Bound<double> bound) => new(FormKind.Ratio, bound);

    public static NumberForm Percent(Bound<double> bound) => new(FormKind.Percent, bound);

    public static OptionalForm<T> Optional<T>(BoundedForm<T> inner)
        where T : struct, IComparable<T> => new(inner, takesNone: true);

    /// <summary>An id that may be left out; <c>none</c> is an id like any other.</summary>
    public static OptionalForm<TId> OptionalId<TId>()
        where TId : struct, IStringId<TId> => new(new IdForm<TId>(), takesNone: false);
}
