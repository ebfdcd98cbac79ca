using System.Globalization;
using MultiRegion;

namespace RegionOutage;

/// <summary>The lanes of the picture that span the whole run.</summary>
internal sealed class TimelineLanes(Svg svg, Observations seen, TimeAxis axis, string[] colours)
{
    // A turn of all clients: the bars of a steady rate are then alike.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private const double LetterWidth = 7;

    public void Phases(double top, double height)
    {
        Label("phase", top + 16);
        foreach (var (from, to, phase) in PhaseSpans())
        {
            var (x, width) = (axis.X(from), axis.X(to) - axis.X(from));
            var (back, ink) = ColourOf(phase);
            svg.Rect(x, top, width, height, $"fill=\"{back}\"");
            if (width > (phase.ToString().Length * LetterWidth) + 6)
            {
                svg.Text(x + (width / 2), top + 16, phase.ToString(), $"text-anchor=\"middle\" fill=\"{ink}\"");
            }
        }
    }

    /// <summary>Where the router sends clients, stacked.</summary>
    public void Answers(double top, double height)
    {
        Label("answers", top + 42);
        Label("by region", top + 57);
        foreach (var percent in new[] { 0, 50, 100 })
        {
            svg.Text(axis.Left - 10, Y(percent) + (percent == 100 ? 10 : percent == 0 ? 0 : 4), $"{percent} %", "text-anchor=\"end\" fill=\"#8c959f\" font-size=\"11\"");
        }

        for (var region = 0; region < Estate.Regions.Length; region++)
        {
            svg.Path(Outline(region, Y), $"fill=\"{colours[region]}\" fill-opacity=\"0.85\"");
        }

        foreach (var (from, to, view) in Spans())
        {
            Names(from, to, view, Y);
        }

        double Y(double percent) => top + height - (percent / 100 * height);
    }

    /// <summary>What clients got: the height is their rate, red is what failed.</summary>
    public void Requests(double top, double height)
    {
        Label("requests", top + 14);
        var width = Turn * Math.Ceiling((axis.To - axis.From) / (Turn * 176));
        var thick = axis.X(axis.From + width) - axis.Left - 1;
        var counts = seen.Attempts.GroupBy(attempt => (int)((attempt.Decided - axis.From) / width))
            .Select(static bucket => (Index: bucket.Key, All: bucket.Count(), Failed: bucket.Count(static attempt => !attempt.Succeeded))).ToList();
        var most = counts.Max(static bucket => bucket.All);
        foreach (var (index, all, failed) in counts)
        {
            var (x, bar, red) = (axis.X(axis.From + (index * width)), height * all / most, height * failed / most);
            var wide = Math.Min(thick, axis.Right - x);
            svg.Rect(x, top + height - bar, wide, bar - red, "fill=\"#2da44e\" fill-opacity=\"0.75\"");
            if (failed > 0)
            {
                svg.Rect(x, top + height - red, wide, red, "fill=\"#cf222e\"");
            }
        }

        svg.Text(axis.Left - 10, top + 29, string.Create(CultureInfo.InvariantCulture, $"{seen.Settings.RequestsPerSecond}/s"), "text-anchor=\"end\" fill=\"#8c959f\" font-size=\"11\"");
    }

    /// <summary>Which processes lived.</summary>
    public void Processes(double top, double row)
    {
        for (var region = 0; region < Estate.Regions.Length; region++)
        {
            var dies = Estate.Regions[region] == Estate.Doomed;
            Life(Estate.Regions[region].Value, top + (region * (row + 4)), row, colours[region], dies ? seen.Killed : null, dies ? seen.Restarted : null);
        }

        var second = seen.Events.Where(happened => happened.Kind == EngineEventKind.Leadership && seen.At(happened) > seen.ControllerKilled)
            .Select(happened => (TimeSpan?)seen.At(happened)).FirstOrDefault();
        Life("controller", top + (3 * (row + 4)), row, "#57606a", seen.ControllerKilled, second);
        if (seen.ControllerKilled is { } killed)
        {
            svg.Text(axis.X(killed) + 5, top + (3 * (row + 4)) + row - 2, "killed", "fill=\"#cf222e\" font-size=\"11\"");
        }
    }

    private void Life(string name, double top, double height, string colour, TimeSpan? killed, TimeSpan? again)
    {
        svg.Text(axis.Left - 10, top + height - 2, name, "text-anchor=\"end\" fill=\"#57606a\" font-size=\"11\"");
        svg.Rect(axis.Left, top, axis.X(killed ?? axis.To) - axis.Left, height, $"rx=\"2\" fill=\"{colour}\" fill-opacity=\"0.85\"");
        if (again is { } at)
        {
            svg.Rect(axis.X(at), top, axis.Right - axis.X(at), height, $"rx=\"2\" fill=\"{colour}\" fill-opacity=\"0.85\"");
        }
    }

    private void Label(string words, double y) => svg.Text(24, y, words, "fill=\"#57606a\"");

    private IEnumerable<(TimeSpan From, TimeSpan To, GroupPhase Phase)> PhaseSpans()
    {
        var (from, phase) = (axis.From, GroupPhase.Steady);
        foreach (var happened in seen.Events.Where(happened => happened.Phase is not null && happened.Phase != GroupPhase.Halted))
        {
            if (happened.Phase != phase && seen.At(happened) > axis.From)
            {
                yield return (from, seen.At(happened), phase);
                (from, phase) = (seen.At(happened), happened.Phase!.Value);
            }
        }

        yield return (from, axis.To, phase);
    }

    private IEnumerable<(TimeSpan From, TimeSpan To, RouteView View)> Spans() =>
        seen.Routes.Select((view, index) => (index == 0 ? axis.From : view.At, index + 1 < seen.Routes.Count ? seen.Routes[index + 1].At : axis.To, view));

    private IEnumerable<(double X, double Y)> Outline(int region, Func<double, double> y)
    {
        var below = Spans().SelectMany(span => new[] { span.From, span.To }.Select(at => (axis.X(at), y(Sum(span.View, region)))));
        var above = Spans().SelectMany(span => new[] { span.From, span.To }.Select(at => (axis.X(at), y(Sum(span.View, region + 1)))));
        return below.Concat(above.Reverse());
    }

    private void Names(TimeSpan from, TimeSpan to, RouteView view, Func<double, double> y)
    {
        for (var region = 0; region < Estate.Regions.Length; region++)
        {
            var (share, width, middle) = (Of(view, region), axis.X(to) - axis.X(from), (axis.X(from) + axis.X(to)) / 2);
            var number = string.Create(CultureInfo.InvariantCulture, $"{share:0} %");
            var full = $"{Estate.Regions[region]} {number}";
            if (share >= 8 && width > (number.Length * LetterWidth) + 4)
            {
                var words = width > (full.Length * LetterWidth) + 8 ? full : number;
                svg.Text(middle, y(Sum(view, region) + (share / 2)) + 4, words, "text-anchor=\"middle\" fill=\"#ffffff\" font-weight=\"600\"");
            }
        }
    }

    private static double Sum(RouteView view, int regions) => Enumerable.Range(0, regions).Sum(region => Of(view, region));

    private static double Of(RouteView view, int region) => view.Fractions.FirstOrDefault(fraction => fraction.Region == Estate.Regions[region]).Percent;

    private static (string Back, string Ink) ColourOf(GroupPhase phase) => phase switch
    {
        GroupPhase.Steady => ("#dafbe1", "#1a7f37"),
        GroupPhase.FailingOver => ("#ff8182", "#82071e"),
        GroupPhase.FailedOver => ("#ffebe9", "#a40e26"),
        GroupPhase.Recovering => ("#fff8c5", "#7d4e00"),
        GroupPhase.FailingBack => ("#ddf4ff", "#0550ae"),
        _ => ("#eaeef2", "#57606a"),
    };
}
