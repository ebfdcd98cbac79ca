using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MultiRegion;
using MultiRegion.Journal;
using MultiRegion.Routing;

namespace RegionOutage;

/// <summary>One run: three regions, a controller and clients; a region dies, and comes back.</summary>
internal sealed class Outage(Settings settings, bool killController, double phase, RunFolder folder, Action<string> say) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly SharedClock _clock = SharedClock.Start();
    private readonly int[] _ports = FreePorts.Find(Estate.Regions.Length);
    private readonly Dictionary<RegionId, ChildProcess> _regions = [];
    private readonly List<ChildProcess> _controllers = [];
    private TimeSpan? _controllerKilled;
    private string? _killedAtStep;

    public ControllerFeed Feed { get; } = new();

    public RouteHistory? Routes { get; private set; }

    public Tally Tally { get; private set; } = Tally.Empty;

    public TimeSpan Elapsed => _clock.Now;

    public bool IsUp(RegionId region)
    {
        lock (_regions)
        {
            return _regions.TryGetValue(region, out var process) && !process.HasEnded;
        }
    }

    public async Task<Observations> RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Router);
        var service = Estate.Service(settings, _ports);
        using var watch = new RouterWatch(folder, service, _clock);
        await BeginAsync(cancellationToken);

        var follower = new EmbeddedRouteFollower(new() { StatePath = folder.Routes }, _clock);
        using var clients = new ClientTraffic(follower, service, settings, _clock, folder.ClientLog);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Routes = new(follower, _clock);
        var began = _clock.Now;
        var traffic = Task.WhenAll(clients.RunAsync(stop.Token), Routes.RunAsync(stop.Token), ReportAsync(clients, stop.Token));

        await Task.Delay(settings.Calm + (settings.Probing.Interval * phase), cancellationToken);
        var killed = await KillAsync(cancellationToken);
        if (killController)
        {
            await KillControllerAsync(watch, killed, cancellationToken);
        }

        await UntilAsync("the failover's end", () => Feed.Shop is { Phase: GroupPhase.FailedOver }, cancellationToken);
        var dead = settings.Outage - (_clock.Now - killed);
        await Task.Delay(dead > TimeSpan.Zero ? dead : TimeSpan.Zero, cancellationToken);
        var restarted = await StartAsync(Estate.Doomed, cancellationToken);
        await UntilAsync("the failback's end", () => Feed.Shop is { Phase: GroupPhase.Steady, MoveEpoch: null }, cancellationToken);
        say("back to normal");

        await Task.Delay(settings.Calm / 2, cancellationToken);
        var (final, ended) = (Feed.Shop!, _clock.Now);
        await stop.CancelAsync();
        await traffic;
        await EndAsync();
        return new()
        {
            Settings = settings,
            Clock = _clock,
            TrafficBegan = began,
            Killed = killed,
            Restarted = restarted,
            TrafficEnded = ended,
            Events = Feed.Events.RemoveAll(happened => _clock.Since(happened.At) > ended),
            Writes = watch.Writes,
            SawEveryWrite = !watch.IsBlind,
            Routes = Routes.Views,
            Final = final,
            ControllerPids = [.. _controllers.Select(static controller => controller.Id)],
            KilledAtStep = _killedAtStep,
            ControllerKilled = _controllerKilled,
            Attempts = LogReader.Attempts(folder),
            Served = LogReader.Served(folder),
            JournalEntries = await FileJournal.ReadFolderAsync(folder.Journal, cancellationToken).CountAsync(cancellationToken),
        };
    }

    public ValueTask DisposeAsync() => EndAsync();

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Estate.Regions.Select(region => StartAsync(region, cancellationToken)));
        StartController(killController ? settings.KillWindow : TimeSpan.Zero);
        await UntilAsync("a calm start", () => Feed.Shop is { Phase: GroupPhase.Steady, MoveEpoch: null } shop
            && shop.Regions.All(static region => region.Verdict == Verdict.Healthy) && File.Exists(folder.Routes), cancellationToken);
        say($"all regions are healthy, {settings.RequestsPerSecond} requests/s begin");
    }

    private async Task<TimeSpan> StartAsync(RegionId region, CancellationToken cancellationToken)
    {
        var (at, listening) = (_clock.Now, new TaskCompletionSource());
        var log = folder.AccessLog(region.Value);
        var port = _ports[Array.IndexOf(Estate.Regions, region)].ToString(CultureInfo.InvariantCulture);
        var process = ChildProcess.Start(
            region.Value,
            ["region", "--name", region.Value, "--port", port, "--log", log, "--clock", _clock.ToString()],
            folder.ErrorLog(region.Value),
            _ => listening.TrySetResult());
        lock (_regions)
        {
            _regions[region] = process;
        }

        await UntilAsync($"{region} to listen", () => listening.Task.IsCompleted, cancellationToken);
        say($"{region} is up, process {process.Id}");
        return at;
    }

    private void StartController(TimeSpan confirmAfter)
    {
        var name = $"controller-{_controllers.Count + 1}";
        var controller = ChildProcess.Start(
            name,
            [
                "controller", "--name", name, "--dir", folder.Path, "--ports", string.Join(',', _ports), "--clock", _clock.ToString(),
                "--confirm-after", confirmAfter.TotalMilliseconds.ToString(CultureInfo.InvariantCulture), .. settings.IsFast ? ["--fast"] : Array.Empty<string>(), .. settings.IsPlain ? ["--plain"] : Array.Empty<string>(),
            ],
            folder.ErrorLog(name),
            Feed.Take);
        _controllers.Add(controller);
        say($"{name} is up, process {controller.Id}");
    }

    private async Task<TimeSpan> KillAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var at = _clock.Now;
        await _regions[Estate.Doomed].KillAsync();
        say($"{Estate.Doomed} was killed");
        return at;
    }

    /// <summary>Kills the controller when its shift is written and not yet confirmed: the worst place, for whoever repeats writes.</summary>
    private async Task KillControllerAsync(RouterWatch watch, TimeSpan killed, CancellationToken cancellationToken)
    {
        StepSnapshot? running = null;
        await UntilAsync("the failover's shift", () => (running = RunningShift(watch, killed)) is not null, cancellationToken);
        var epoch = Feed.Shop!.MoveEpoch;
        _controllerKilled = _clock.Now;
        await _controllers[^1].KillAsync();
        _killedAtStep = string.Create(CultureInfo.InvariantCulture, $"{epoch}.{running!.Sequence} {running.Words}");
        if (Feed.Events.Any(happened => happened.Kind == EngineEventKind.StepEnded && happened.Epoch == epoch))
        {
            throw new OutageException($"{_controllers[^1].Name} had ended the step before it was killed.");
        }

        say($"{_controllers[^1].Name} was killed at step {_killedAtStep}");
        Feed.Forget();
        StartController(TimeSpan.Zero);
    }

    private StepSnapshot? RunningShift(RouterWatch watch, TimeSpan killed) => watch.Writes.LastOrDefault() is { } write && write.At > killed
        ? Feed.Shop?.Steps.FirstOrDefault(step => Feed.Shop.MoveEpoch == write.Marker.Epoch && step.Sequence == write.Marker.Sequence && step.State == "Running")
        : null;

    private async Task ReportAsync(ClientTraffic clients, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(settings.ReportEvery, _clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var window = new List<Attempt>();
            while (clients.Attempts.TryDequeue(out var attempt))
            {
                window.Add(attempt);
            }

            Tally = Tally.Add(window);
            foreach (var sample in Tally.Window)
            {
                _controllers[^1].Say(JsonSerializer.Serialize(sample, Wire.Json));
            }
        }
    }

    private async Task UntilAsync(string what, Func<bool> isSo, CancellationToken cancellationToken)
    {
        while (!isSo())
        {
            if (cancellationToken.IsCancellationRequested || Fallen() is not null)
            {
                throw new OutageException($"Waited for {what}; {Fallen() ?? "it did not come in time"}. Last seen:\n{Feed.Status?.ToText() ?? "nothing"}");
            }

            await Task.Delay(Look, _clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string? Fallen()
    {
        lock (_regions)
        {
            return _regions.Values.Concat(_controllers).Where(static process => process is { HasEnded: true, WasKilled: false })
                .Select(process => $"{process.Name} has ended by itself: {File.ReadAllText(folder.ErrorLog(process.Name)).Trim()}").FirstOrDefault();
        }
    }

    // The controller goes first: it must not see the regions go.
    private async ValueTask EndAsync()
    {
        foreach (var process in _controllers)
        {
            await process.DisposeAsync();
        }

        await Task.WhenAll(_regions.Values.Select(static process => process.DisposeAsync().AsTask()));
    }
}
