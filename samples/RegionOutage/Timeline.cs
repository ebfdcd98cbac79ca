using System.Globalization;
using MultiRegion;

namespace RegionOutage;

/// <summary>The picture of a run: the whole on one axis, and the moment of the death, request by request, on another.</summary>
internal sealed class Timeline
{
    private const double Width = 1200;
    private const double Height = 730;
    private const double Left = 118;
    private const double Right = 1176;
    private const double LanesTop = 142;
    private const double LanesBottom = 520;
    private const double ZoomTop = 592;
    private const double ZoomBottom = 690;
    private const double Row = 17;

    private static readonly string[] Colours = ["#4269d0", "#efb118", "#3ca951"];

    private readonly Svg _svg = new(Width, Height);
    private readonly Observations _seen;
    private readonly Findings _found;
    private readonly TimeAxis _axis;

    private Timeline(RunResult run)
    {
        (_seen, _found) = (run.Seen, run.Found);
        _axis = new(_seen.TrafficBegan, _seen.TrafficEnded, Left, Right);
        _svg.Rect(0.5, 0.5, Width - 1, Height - 1, "rx=\"10\" fill=\"#ffffff\" stroke=\"#d0d7de\"");
        Title(run);
        Marks();
        var lanes = new TimelineLanes(_svg, _seen, _axis, Colours);
        lanes.Phases(LanesTop, 24);
        lanes.Answers(LanesTop + 32, 180);
        lanes.Requests(LanesTop + 230, 66);
        lanes.Processes(LanesTop + 312, 12);
        Axis(_axis, LanesTop, LanesBottom);
        Zoom();
    }

    public static string Draw(RunResult run) => new Timeline(run)._svg.ToString();

    private void Title(RunResult run)
    {
        var allowed = _seen.Settings.AllowedDetection.TotalMilliseconds;
        _svg.Text(24, 36, "A region dies, and comes back by steps", "font-size=\"20\" font-weight=\"600\"");
        _svg.Text(24, 58, string.Create(CultureInfo.InvariantCulture,
            $"{Estate.Doomed} killed: detected after {run.DetectionMs:0} ms ({allowed:0} ms allowed), clients elsewhere after {run.SwitchMs:0} ms, {Failures()}"),
            "fill=\"#57606a\"");
    }

    private string Failures() => string.Create(CultureInfo.InvariantCulture,
        $"{_found.Failed.Count()} of {_seen.Attempts.Count} requests failed, {_found.ByDeadRegion.Count} sent to the dead region after the switch");

    private void Marks()
    {
        var up = _seen.Events.FirstOrDefault(happened =>
            happened is { Kind: EngineEventKind.VerdictChanged, Reason.Code: ReasonCode.RegionHealthy } && _seen.At(happened) > _seen.Restarted);
        Mark(_seen.Killed, 0, $"{Estate.Doomed} killed", "#cf222e");
        Mark(_found.Detected, 1, $"detected {After(_found.Detected)}", "#cf222e");
        Mark(_found.Switched, 2, $"clients switched {After(_found.Switched)}", "#cf222e");
        Mark(_seen.Restarted, 0, $"{Estate.Doomed} started again", "#0969da");
        if (up is not null)
        {
            Mark(_seen.At(up), 1, "healthy again", "#0969da");
        }

        Mark(_found.Failback, 2, "failback begins", "#0969da");
        if (_seen.Writes.LastOrDefault() is { } last)
        {
            Mark(last.At, 0, "all as before", "#1a7f37");
        }

        if (_seen.ControllerKilled is { } killed)
        {
            _svg.Line(_axis.X(killed), LanesTop + 312, _axis.X(killed), LanesBottom, "stroke=\"#cf222e\"");
        }
    }

    private void Mark(TimeSpan at, int row, string words, string colour)
    {
        var (x, y) = (_axis.X(at), 92 + (row * Row));
        _svg.Line(x, y - 10, x, LanesBottom, $"stroke=\"{colour}\" stroke-width=\"1\" stroke-opacity=\"0.55\"");
        var atEnd = x > Right - 120;
        _svg.Text(atEnd ? x - 5 : x + 5, y, words, $"fill=\"{colour}\"{(atEnd ? " text-anchor=\"end\"" : "")}");
    }

    private void Axis(TimeAxis axis, double top, double bottom)
    {
        foreach (var mark in axis.Marks(_seen.Killed))
        {
            _svg.Line(axis.X(mark), bottom, axis.X(mark), bottom + 4, "stroke=\"#57606a\"");
            var words = string.Create(CultureInfo.InvariantCulture, $"{(mark - _seen.Killed).TotalSeconds:0.###} s");
            _svg.Text(axis.X(mark), bottom + 18, words, "text-anchor=\"middle\" fill=\"#57606a\"");
        }

        _svg.Line(axis.Left, bottom, axis.Right, bottom, "stroke=\"#57606a\"");
    }

    private void Zoom()
    {
        var (allowed, row) = (_seen.Settings.AllowedDetection, (ZoomBottom - ZoomTop) / Estate.Regions.Length);
        var span = TimeSpan.FromTicks(Math.Max(allowed.Ticks, _found.SinceKill(_found.Recovered).Ticks) * 5 / 4);
        var axis = new TimeAxis(_seen.Killed - (span / 4), _seen.Killed + span, Left, Right);
        _svg.Text(24, ZoomTop - 20, "The moment of the death, request by request", "font-weight=\"600\"");
        _svg.Rect(axis.X(_seen.Killed), ZoomTop, axis.X(_seen.Killed + allowed) - axis.X(_seen.Killed), ZoomBottom - ZoomTop, "fill=\"#f6f8fa\"");
        _svg.Text(axis.X(_seen.Killed + allowed) + 6, ZoomTop + 12, "detection allowed until here", "fill=\"#57606a\" font-size=\"11\"");
        for (var i = 0; i < Estate.Regions.Length; i++)
        {
            var y = ZoomTop + ((i + 0.5) * row);
            _svg.Text(Left - 10, y + 4, Estate.Regions[i].Value, $"text-anchor=\"end\" fill=\"{Colours[i]}\" font-weight=\"600\"");
            _svg.Line(Left, y, Right, y, "stroke=\"#eaeef2\"");
        }

        foreach (var attempt in _seen.Attempts.Where(attempt => attempt.Decided >= axis.From && attempt.Decided <= axis.To))
        {
            var y = ZoomTop + ((Array.IndexOf(Estate.Regions, attempt.Region) + 0.5) * row);
            _svg.Dot(axis.X(attempt.Decided), y, attempt.Succeeded ? "fill=\"#2da44e\"" : "fill=\"#cf222e\"");
        }

        ZoomMark(axis, _seen.Killed, "killed");
        ZoomMark(axis, _found.Detected, "detected");
        ZoomMark(axis, _found.Switched, "switched", raised: _found.Switched - _found.Detected < span / 12);
        Axis(axis, ZoomTop, ZoomBottom);
    }

    private void ZoomMark(TimeAxis axis, TimeSpan at, string words, bool raised = false)
    {
        var x = axis.X(at);
        _svg.Line(x, ZoomTop - 12, x, ZoomBottom, "stroke=\"#cf222e\" stroke-opacity=\"0.7\"");
        _svg.Text(x + 4, raised ? ZoomTop - 16 : ZoomTop - 4, words, "fill=\"#cf222e\" font-size=\"11\"");
    }

    private string After(TimeSpan at) => string.Create(CultureInfo.InvariantCulture, $"+{_found.SinceKill(at).TotalSeconds:0.00} s");
}
