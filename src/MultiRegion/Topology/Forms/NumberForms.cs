using System.Globalization;
using System.Numerics;

namespace MultiRegion.Topology.Forms;

/// <summary>Whole numbers.</summary>
internal sealed class IntegerForm<T>(Bound<T> bound) : BoundedForm<T>(bound)
    where T : struct, IBinaryInteger<T>, IComparable<T>
{
    public override FormKind Kind => FormKind.Integer;

    public override Bound<double>? Bound =>
        new(double.CreateSaturating(Limits!.Min), double.CreateSaturating(Limits.Max)) { Endless = Limits.Endless };

    protected override string Expected => "a whole number";

    protected override string Show(T value) => value.ToString(null, CultureInfo.InvariantCulture);

    protected override string? Parse(string text, out T value) =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) ? null : $"write a whole number of {Range}";
}

/// <summary>Numbers, written invariantly; as a ratio also in percent (<c>0.05</c> is <c>5%</c>), as a percentage with or without the sign.</summary>
internal sealed class NumberForm(FormKind kind, Bound<double> bound) : BoundedForm<double>(bound)
{
    public override FormKind Kind => kind;

    public override Bound<double>? Bound => Limits;

    protected override string Expected => kind switch
    {
        FormKind.Ratio => "a ratio such as '0.05' or '5%'",
        FormKind.Percent => "a percentage such as '30' or '30%'",
        _ => "a number such as '2.5'",
    };

    protected override string Show(double value) => value.ToString(CultureInfo.InvariantCulture);

    protected override string? Parse(string text, out double value)
    {
        var inPercent = kind is FormKind.Ratio or FormKind.Percent && text.EndsWith('%');
        var digits = inPercent ? text[..^1].TrimEnd() : text;
        var isNumber = double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        value = inPercent && kind == FormKind.Ratio ? value / 100 : value;
        return isNumber ? null : $"write a number of {Range} with '.' before decimals";
    }
}
