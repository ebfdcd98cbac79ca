using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MultiRegion.Machine;
using MultiRegion.Testing.Replay;
using MultiRegion.Testing.Simulation;

namespace MultiRegion.Testing.WhatIf;

/// <summary>What happened in an outage, in order.</summary>
/// <param name="Outage">The outage.</param>
/// <param name="Entries">What happened, from the failure of the region on.</param>
public sealed record OutageTimeline(ObservedOutage Outage, ImmutableArray<TimelineEntry> Entries)
{
    /// <summary>The outage as text, a line each entry.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Outage.Seen.Group}: {Outage.Seen.Fault.Kind} in {Outage.Seen.Region}, {Outage.Seen.At.TotalDays:0.00} days into the run with seed {Outage.Seed}\n");
        foreach (var entry in Entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{$"+{entry.After.TotalSeconds:0.000} s",14}  {entry.Where,-10}  {entry.What}\n");
        }

        return text.ToString();
    }

    internal static OutageTimeline Of(SimulationInput input, ObservedOutage outage)
    {
        var seen = outage.Seen;
        var until = seen.ReturnedAt ?? seen.RecoveredAt ?? outage.RunLength;
        var length = until + TimeSpan.FromSeconds(1) < outage.RunLength ? until + TimeSpan.FromSeconds(1) : outage.RunLength;

        // What is drawn does not depend on the length, so the run can end with the outage.
        var run = Simulator.Run(input with { Seed = outage.Seed, Length = length, KeepsTrace = true });
        var entries = Marks(seen).Concat(Told(run.Trace)).Where(entry => entry.At >= seen.At && entry.At <= until).OrderBy(static entry => entry.At);
        return new(outage, [.. entries.Select(entry => new TimelineEntry(entry.At - seen.At, entry.Where, entry.What))]);
    }

    private static IEnumerable<(TimeSpan At, string Where, string What)> Marks(SimulatedOutage seen) => new (TimeSpan? At, string What)[]
    {
        (seen.RepairedAt, $"{seen.Region} is well again"),
        (seen.SwitchedAt, $"no router answers with {seen.Region} any more"),
        (seen.RecoveredAt, "users have recovered"),
        (seen.ReturnedAt, "everything is as in normal times"),
    }.Where(static mark => mark.At is not null).Select(static mark => (mark.At!.Value, "users", mark.What));

    private static IEnumerable<(TimeSpan At, string Where, string What)> Told(SimulationTrace trace)
    {
        var (story, told) = (new JournalStory("the run"), 0);
        foreach (var (at, where, what, payload) in trace.Entries)
        {
            if (payload.IsEmpty)
            {
                yield return (at, where, what);
                continue;
            }

            story.Tell(EstateJson.Read(payload.Span));
            for (; told < story.Count; told++)
            {
                yield return (at, "engine", story[told].Text);
            }
        }
    }
}

/// <summary>Something that happened in an outage.</summary>
/// <param name="After">How long after its beginning.</param>
/// <param name="Where">Where: the engine, a router, users, or what went wrong.</param>
/// <param name="What">What it was, for people.</param>
public readonly record struct TimelineEntry(TimeSpan After, string Where, string What);
