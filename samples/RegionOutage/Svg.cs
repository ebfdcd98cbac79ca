using System.Globalization;
using System.Net;
using System.Text;

namespace RegionOutage;

/// <summary>Writes a picture, shape by shape.</summary>
internal sealed class Svg(double width, double height)
{
    private readonly StringBuilder _shapes = new();

    public void Rect(double x, double y, double width, double height, string style) =>
        Add($"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(0, width):0.##}\" height=\"{height:0.##}\" {style}/>");

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        Add($"<line x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\" {style}/>");

    public void Dot(double x, double y, string style) => Add($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"2.6\" {style}/>");

    public void Path(IEnumerable<(double X, double Y)> points, string style) =>
        Add($"<path d=\"M{string.Join('L', points.Select(static point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#} {point.Y:0.#}")))}Z\" {style}/>");

    public void Text(double x, double y, string text, string style = "") =>
        Add($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" {style}>{WebUtility.HtmlEncode(text)}</text>");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="12" fill="#24292f">
        {_shapes}</svg>

        """);

    private void Add(FormattableString shape) => _shapes.Append(shape.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

/// <summary>Where times lie on a picture's width.</summary>
internal sealed record TimeAxis(TimeSpan From, TimeSpan To, double Left, double Right)
{
    public double X(TimeSpan at) => Left + ((Math.Clamp(at.TotalSeconds, From.TotalSeconds, To.TotalSeconds) - From.TotalSeconds) / (To - From).TotalSeconds * (Right - Left));

    /// <summary>Marks from a zero on, at round distances, about a dozen of them.</summary>
    public IEnumerable<TimeSpan> Marks(TimeSpan zero)
    {
        var least = (To - From).TotalSeconds / 12;
        var step = Steps().First(candidate => candidate >= least);
        for (var mark = Math.Ceiling((From - zero).TotalSeconds / step); zero.TotalSeconds + (mark * step) <= To.TotalSeconds; mark++)
        {
            yield return zero + TimeSpan.FromSeconds(mark * step);
        }
    }

    private static IEnumerable<double> Steps() => Enumerable.Range(-2, 6).SelectMany(static power => new[] { 1, 2, 5 }.Select(digit => digit * Math.Pow(10, power)));
}
