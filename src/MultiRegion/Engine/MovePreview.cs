using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MultiRegion.Execution;
using MultiRegion.Planning;
using MultiRegion.Topology;

namespace MultiRegion;

/// <summary>What a move would do, found out without touching anything.</summary>
public sealed record MovePreview
{
    /// <summary>Why it would not begin; null when it would.</summary>
    public string? Refusal { get; init; }

    /// <summary>What would begin.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The steps in order, in words. Those with the same stage run side by side.</summary>
    public ImmutableArray<PreviewStep> Steps { get; init; } = [];

    /// <summary>What each router would change at its last shift of the move.</summary>
    public ImmutableArray<PreviewChange> Changes { get; init; } = [];

    internal static MovePreview Refused(string why) => new() { Refusal = why };

    /// <summary>The preview in words.</summary>
    public override string ToString()
    {
        if (Refusal is not null)
        {
            return $"refused: {Refusal}";
        }

        var text = new StringBuilder(Summary).Append('\n');
        foreach (var step in Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {step.Stage,2}. {step.Words}\n");
        }

        foreach (var change in Changes)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {change.Router}/{change.Service}\n    before: {change.Before ?? "nothing"}\n    after:  {change.After ?? "nothing"}\n");
            text.Append(change.Refusal is null ? "" : $"    refused: {change.Refusal}\n");
            foreach (var loss in change.Losses)
            {
                text.Append("    lost: ").Append(loss).Append('\n');
            }
        }

        return text.ToString();
    }
}

/// <summary>A step that a move would take.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Stage">Steps of one stage run side by side.</param>
/// <param name="Words">What it does.</param>
public sealed record PreviewStep(int Sequence, int Stage, string Words);

/// <summary>What a router would change for a service.</summary>
public sealed record PreviewChange
{
    /// <summary>The router.</summary>
    public required RouterId Router { get; init; }

    /// <summary>The service.</summary>
    public required ServiceId Service { get; init; }

    /// <summary>What is there; null when nothing is.</summary>
    public string? Before { get; init; }

    /// <summary>What would be there.</summary>
    public string? After { get; init; }

    /// <summary>What the provider expresses less exactly.</summary>
    public ImmutableArray<string> Losses { get; init; } = [];

    /// <summary>Why the router would refuse; null when it would not.</summary>
    public string? Refusal { get; init; }
}

internal static class Previews
{
    public static async ValueTask<MovePreview> OfAsync(
        Planes planes, GroupDefinition group, ImmutableArray<MoveStep> steps, string summary, CancellationToken cancellationToken)
    {
        var changes = ImmutableArray.CreateBuilder<PreviewChange>();
        foreach (var shift in steps.OfType<ShiftStep>().GroupBy(static step => step.Router).Select(static shifts => shifts.Last()))
        {
            var intents = RouterSteps.Intents(group, shift.Router, shift.Shares, marker: null, adopt: false).ToList();
            var planned = planes.Routers.TryGetValue(shift.Router, out var router)
                ? await PlanAsync(router, intents, cancellationToken).ConfigureAwait(false)
                : Problem.Refused($"no router '{shift.Router}' is registered");
            changes.AddRange(planned.Succeeded
                ? planned.Value.Changes.Select(change => Of(shift.Router, change))
                : intents.Select(intent => new PreviewChange { Router = shift.Router, Service = intent.Service, Refusal = planned.Problem.Detail }));
        }

        return new()
        {
            Summary = summary,
            Steps = [.. steps.Select(static step => new PreviewStep(step.Sequence, step.Stage, step.Words))],
            Changes = changes.ToImmutable(),
        };
    }

    // The text of a foreign exception may hold a secret; its type does not.
    private static async ValueTask<Result<RouterPlan>> PlanAsync(IGlobalRouter router, IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
    {
        try
        {
            return await router.PlanAsync(intents, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            return Problem.Failed($"the router threw {error.GetType().Name}", retryable: true);
        }
    }

    private static PreviewChange Of(RouterId router, RouterChange change) => new()
    {
        Router = router,
        Service = change.Service,
        Before = change.Before,
        After = change.After,
        Losses = change.Losses,
        Refusal = change.Problem?.Detail,
    };
}
