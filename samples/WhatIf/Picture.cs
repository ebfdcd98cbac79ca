using System.Globalization;
using MultiRegion.Testing.WhatIf;
using RegionOutage;

namespace WhatIf;

/// <summary>The distributions of recovery times: for each variant, which part of its outages had been recovered from after which time.</summary>
internal static class Picture
{
    private const double Left = 170;
    private const double Right = 930;
    private const double Row = 74;
    private static readonly string[] Colours = ["#0969da", "#1a7f37", "#bf8700", "#cf222e", "#8250df", "#57606a"];

    public static string Of(SimulationReport report)
    {
        var shown = report.Variants.Where(static variant => variant.Recovery is not null).ToList();
        var svg = new Svg(980, 70 + (Row * shown.Count) + 30);
        svg.Text(20, 28, "Until users had recovered", "font-size=\"16\" font-weight=\"600\"");
        svg.Text(20, 46, FormattableString.Invariant($"{report.SimulatedYears:0} simulated years; the part of outages that was over after a time; line: p50 and p99, red: the bound"), "fill=\"#57606a\"");
        if (shown.Count == 0)
        {
            return svg.ToString();
        }

        var (least, most) = (shown.Min(static variant => variant.Recovery!.Quantile(0.001).Value), shown.Max(static variant => Math.Max(variant.Recovery!.Max.TotalMilliseconds, variant.Bound?.TotalMilliseconds ?? 0)));
        var axis = new LogAxis(Math.Max(100, least) / 1.5, most * 1.3);
        for (var index = 0; index < shown.Count; index++)
        {
            Draw(svg, shown[index], axis, 70 + (Row * index), Colours[index % Colours.Length]);
        }

        foreach (var (at, name) in axis.Marks())
        {
            svg.Line(axis.X(at), 60, axis.X(at), 70 + (Row * shown.Count), "stroke=\"#d0d7de\" stroke-dasharray=\"2 4\"");
            svg.Text(axis.X(at), 70 + (Row * shown.Count) + 18, name, "text-anchor=\"middle\" fill=\"#57606a\"");
        }

        return svg.ToString();
    }

    private static void Draw(Svg svg, VariantReport variant, LogAxis axis, double top, string colour)
    {
        var (times, bottom) = (variant.Recovery!, top + Row - 14);
        svg.Text(20, bottom - 20, variant.Name, "font-weight=\"600\"");
        svg.Text(20, bottom - 5, FormattableString.Invariant($"{times.Count} outages"), "fill=\"#57606a\"");
        svg.Path([(Left, bottom), .. Curve(times, axis, top, bottom), (Right, bottom)], $"fill=\"{colour}\" fill-opacity=\"0.18\" stroke=\"{colour}\" stroke-width=\"1.2\"");
        foreach (var part in new[] { 0.5, 0.99 })
        {
            var at = axis.X(times.Quantile(part).Value);
            svg.Line(at, top + 2, at, bottom, $"stroke=\"{colour}\" stroke-width=\"2\"");
        }

        if (variant.Bound is { } bound)
        {
            svg.Line(axis.X(bound.TotalMilliseconds), top - 2, axis.X(bound.TotalMilliseconds), bottom + 4, "stroke=\"#cf222e\" stroke-width=\"2\"");
        }
    }

    private static IEnumerable<(double X, double Y)> Curve(Distribution times, LogAxis axis, double top, double bottom)
    {
        for (var step = 1; step <= 200; step++)
        {
            var part = step / 200.0;
            yield return (axis.X(times.Quantile(part).Value), bottom - (part * (bottom - top - 6)));
        }

        yield return (Right, top + 6);
    }

    /// <summary>Where times lie, in ms, on a logarithmic axis.</summary>
    private sealed record LogAxis(double From, double To)
    {
        private static readonly (double At, string Name)[] Round =
        [
            (100, "0.1 s"), (300, "0.3 s"), (1e3, "1 s"), (3e3, "3 s"), (1e4, "10 s"), (3e4, "30 s"), (6e4, "1 min"), (18e4, "3 min"), (6e5, "10 min"), (18e5, "30 min"),
            (36e5, "1 h"), (108e5, "3 h"), (432e5, "12 h"), (864e5, "1 d"), (6048e5, "1 week"),
        ];

        public double X(double at) => Left + (Math.Log(Math.Clamp(at, From, To) / From) / Math.Log(To / From) * (Right - Left));

        public IEnumerable<(double At, string Name)> Marks() => Round.Where(mark => mark.At > From && mark.At < To);
    }
}
