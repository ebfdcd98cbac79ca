using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Engine;
using MultiRegion.Health;
using MultiRegion.Topology;

namespace MultiRegion.Testing.Replay;

/// <summary>One run of the engine over a record.</summary>
internal sealed class ReplayRun(IncidentRecord record, EstateTopology candidate, ReplayOptions options)
{
    // Time for the engine to take the lead and read the planes before the first result.
    private static readonly TimeSpan LeadIn = TimeSpan.FromSeconds(1);

    // A round that asks for another at once is right; one that never stops asking would be a bug.
    private const int RoundsAtOnce = 1000;

    public async Task<IncidentReplay> RunAsync(CancellationToken cancellationToken)
    {
        RecordCheck.Throw(record, candidate, options);

        // With a caller's context, what awaits a timer would go on elsewhere and later.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var clock = new VirtualClock(record.Probes[0].At - LeadIn);
        var (planes, journal) = (new ReplayPlanes(candidate, options.Delays, clock), new InMemoryJournal());
        var probes = new RecordedProbes(clock, [.. Of(static vantage => vantage == VantageDefinition.Local.Id).Select(probe => (Offset(probe), probe))]);
        await using var engine = Build(clock, planes, journal, probes);
        var eyes = new OtherEyes(candidate, engine, clock);
        await PlayAsync(engine, clock, planes, eyes, cancellationToken).ConfigureAwait(false);

        var story = new JournalStory("the replay");
        foreach (var entry in journal.Records)
        {
            story.Tell(entry);
        }

        return new()
        {
            Happened = record.Happened,
            WouldHave = story.Events,
            Rows = ReplayRows.Of(record, story.Events),
            Phases = engine.Status.Groups.ToImmutableSortedDictionary(static group => group.Group, static group => group.Phase),
            Caveats = [.. record.Caveats, .. RecordCheck.Caveats(record, candidate), .. Caveats(probes)],
        };
    }

    private async Task PlayAsync(FailoverEngine engine, VirtualClock clock, ReplayPlanes planes, OtherEyes eyes, CancellationToken cancellationToken)
    {
        var (next, end, settled, atOnce) = (0, Offset(record.Probes[^1]), false, 0);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (; next < record.Probes.Length && Offset(record.Probes[next]) <= clock.Elapsed; next++)
            {
                eyes.See(record.Probes[next]);
                Attach(planes, record.Probes[next]);
            }

            await engine.TickAsync(cancellationToken).ConfigureAwait(false);
            if (!settled && engine.Status.Groups is { IsEmpty: false } groups && groups.All(static group => group.MoveEpoch is null && group.Regions.Any(static region => region.Verdict == Verdict.Healthy)))
            {
                planes.Settle();
                settled = true;
            }

            var wake = Shorter(Shorter(engine.NextWake(), clock.NextTimer ?? TimeSpan.MaxValue), next < record.Probes.Length ? Offset(record.Probes[next]) - clock.Elapsed : TimeSpan.MaxValue);
            atOnce = wake > TimeSpan.Zero ? 0 : atOnce + 1;
            wake = atOnce > RoundsAtOnce ? TimeSpan.FromMilliseconds(1) : wake;
            if (clock.Elapsed + wake > end && next == record.Probes.Length)
            {
                return;
            }

            clock.Advance(wake > TimeSpan.Zero ? wake : TimeSpan.Zero);
        }
    }

    private static void Attach(ReplayPlanes planes, RecordedProbe probe)
    {
        if (probe is { Service: { } service, Region: { } region, Outcome: ProbeOutcome.Success })
        {
            planes.Answers(service, region);
        }
    }

    private FailoverEngine Build(VirtualClock clock, ReplayPlanes planes, InMemoryJournal journal, RecordedProbes probes)
    {
        var builder = FailoverEngine.CreateBuilder()
            .WithTopology(candidate)
            .UseTime(clock)
            .UseJournal(journal)
            .UseLease(new InMemoryLeaseStore(clock))
            .UseOptions(options.Engine)
            .UseSource(probes);
        planes.AddTo(builder);
        foreach (var (id, policy) in options.Policies)
        {
            builder.AddPolicy(id, policy);
        }

        return builder.Build();
    }

    private IEnumerable<RecordedProbe> Of(Func<VantageId, bool> vantage) => record.Probes.Where(probe => vantage(probe.Vantage));

    private TimeSpan Offset(RecordedProbe probe) => probe.At - record.Probes[0].At + LeadIn;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static IEnumerable<string> Caveats(RecordedProbes probes)
    {
        var (cut, early) = probes.Doubtful;
        return new (int Count, string Text)[]
        {
            (probes.LeftOut, "result(s) were left out: the candidate would not have probed then"),
            (cut, "success(es) came later than the candidate's time-out: they count as failures"),
            (early, "time-out(s) were recorded before the candidate's own would have been over: whether an answer would still have come is not known, they count as failures"),
        }.Where(static caveat => caveat.Count > 0).Select(static caveat => string.Create(CultureInfo.InvariantCulture, $"{caveat.Count} {caveat.Text}"));
    }
}

/// <summary>What other vantage points saw, judged by a board of their own as they would have judged it, and reported to the engine.</summary>
internal sealed class OtherEyes(EstateTopology topology, FailoverEngine engine, VirtualClock clock)
{
    private readonly HealthBoard _board = new(topology);

    public void See(RecordedProbe probe)
    {
        if (probe.Vantage == VantageDefinition.Local.Id)
        {
            return;
        }

        var now = clock.Elapsed;
        var target = probe is { Service: { } service, Region: { } region } ? _board.Endpoint(service, region, probe.Vantage) : _board.Reference(probe.Vantage, probe.Reference - 1);
        _board.Fold([new ProbeSample(_board.Revision, target!.Value, probe.Outcome, probe.Reason, now)]);
        _board.Refresh(now);
        if (probe is { Service: { } seen, Region: { } there })
        {
            var report = _board.ReportOf(probe.Vantage, seen, there);
            engine.ReportVantage(new()
            {
                Vantage = probe.Vantage,
                Service = seen,
                Region = there,
                Verdict = report.Verdict,
                FailingFor = now - report.FirstFailureAt,
                SinceLastSuccess = now - report.LastSuccessAt,
            });
        }
    }
}
