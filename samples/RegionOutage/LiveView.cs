using System.Globalization;
using MultiRegion;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RegionOutage;

/// <summary>The table that a person at a terminal watches.</summary>
internal static class LiveView
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    public static Task WatchAsync(IAnsiConsole console, Outage outage, Func<string> news, Task ended) =>
        console.Live(Render(outage, news())).StartAsync(async live =>
        {
            do
            {
                live.UpdateTarget(Render(outage, news()));
                await Task.WhenAny(ended, Task.Delay(Every));
            }
            while (!ended.IsCompleted);
        });

    private static Table Render(Outage outage, string news)
    {
        var (shop, tally) = (outage.Feed.Shop, outage.Tally);
        var table = new Table().Expand().AddColumns("region", "process", "verdict", "state", "share", "answers", "requests", "failed");
        foreach (var region in Estate.Regions)
        {
            table.AddRow(Row(outage, region, shop));
        }

        var failing = tally.FailedInWindow > 0 ? new Style(Color.Red) : null;
        table.Title = new($"{outage.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s   {shop?.Phase.ToString() ?? "starting"}");
        table.Caption = new($"{tally.Requests} requests, {tally.Failed} failed; now {Success(tally)} succeed   {Markup.Escape(news)}", failing);
        return table;
    }

    private static IRenderable[] Row(Outage outage, RegionId region, GroupStatus? shop)
    {
        var (status, up) = (shop?.Regions.FirstOrDefault(status => status.Region == region), outage.IsUp(region));
        var window = outage.Tally.Window.FirstOrDefault(sample => sample.Region == region);
        var fraction = outage.Routes?.Views.LastOrDefault()?.Fractions.FirstOrDefault(fraction => fraction.Region == region).Percent ?? 0;
        var bars = (int)Math.Round(fraction / 5);
        return
        [
            new Text(region.Value),
            up ? new Markup("[green]up[/]") : new Markup("[red]dead[/]"),
            new Text(status?.Verdict.ToString() ?? "-", new Style(status?.Verdict == Verdict.Healthy ? Color.Green : Color.Red)),
            new Text(status?.State.ToString() ?? "-"),
            new Text(status?.Share.ToString() ?? "-"),
            new Markup($"{new string('█', bars)}[grey]{new string('░', 20 - bars)}[/]"),
            new Text(window?.Requests.ToString(CultureInfo.InvariantCulture) ?? "0"),
            new Text(window?.Errors.ToString(CultureInfo.InvariantCulture) ?? "0", window?.Errors > 0 ? new Style(Color.Red) : null),
        ];
    }

    private static string Success(Tally tally) =>
        tally.InWindow == 0 ? "-" : ((double)(tally.InWindow - tally.FailedInWindow) / tally.InWindow).ToString("P0", CultureInfo.InvariantCulture);
}
