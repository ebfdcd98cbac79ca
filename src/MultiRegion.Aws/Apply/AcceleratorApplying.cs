using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;

namespace MultiRegion.Aws.Apply;

/// <summary>
/// Carries out plans for an accelerator: reads the tag and the groups again, writes the tag, then the groups, then reads the tag back. Global Accelerator has no
/// compare-and-set: a writer who was paused between reading and writing can still land there.
/// </summary>
internal sealed class AcceleratorApplying(IGlobalAccelerator accelerators, AcceleratorReader reader, TimeProvider time)
{
    private const string NotOurs = "The plan is not one of a Global Accelerator router.";

    public async ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        if (AcceleratorPlan.Read(plan.Document) is not { } document)
        {
            return Problem.Refused(NotOurs);
        }

        if ((OnlyLooking(document) ?? (document.Services.IsEmpty ? plan.Changes.Select(static change => change.Problem).FirstOrDefault(static found => found is not null) : null)) is { } refusal)
        {
            return refusal;
        }

        List<Problem> problems = [];
        foreach (var service in document.Services.Where(static service => service.After is not null))
        {
            if (await WriteAsync(document.Accelerator, service, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                problems.Add(problem with { Detail = problem.Detail.StartsWith("service ", StringComparison.Ordinal) ? problem.Detail : $"service {service.Service}: {problem.Detail}" });
            }
        }

        return problems switch
        {
            [] => Receipt(document),
            [var only] => only,
            _ => problems[0] with { Detail = string.Join(" ", problems.Select(static problem => problem.Detail)) },
        };
    }

    private static Problem? OnlyLooking(AcceleratorPlan document) =>
        document.Services.FirstOrDefault(static service => service.OnlyLooking) is { } looking
            ? Problem.Refused($"service {looking.Service}: the plan was made without a marker, only to look; plan again with one.")
            : null;

    private async ValueTask<Problem?> WriteAsync(string accelerator, ListenerPlan plan, CancellationToken cancellationToken)
    {
        var (after, stale) = (plan.After!, await StaleAsync(plan, cancellationToken).ConfigureAwait(false));
        if (stale is not null)
        {
            return stale;
        }

        var tagged = await accelerators.TagAsync(accelerator, after.Tags(), cancellationToken).ConfigureAwait(false);
        if (!tagged.Succeeded)
        {
            return tagged.Problem;
        }

        var listener = await ListenerAsync(accelerator, plan, cancellationToken).ConfigureAwait(false);
        if (!listener.Succeeded)
        {
            return listener.Problem;
        }

        foreach (var step in plan.Steps)
        {
            var done = step.Update is { } update
                ? await accelerators.UpdateGroupAsync(step.Desired.Arn!, update, cancellationToken).ConfigureAwait(false)
                : await accelerators.CreateGroupAsync(listener.Value, step.Desired, Token(after, step.Desired.Region), cancellationToken).ConfigureAwait(false);
            if (!done.Succeeded)
            {
                return done.Problem;
            }
        }

        var tags = await reader.TagsAsync(cancellationToken).ConfigureAwait(false);
        return !tags.Succeeded ? tags.Problem
            : AcceleratorTag.Read(tags.Value, plan.Service) is { } back && back != after ? Superseded(plan, back)
            : null;
    }

    /// <summary>Why the plan may not be carried out any more; null when it may.</summary>
    private async ValueTask<Problem?> StaleAsync(ListenerPlan plan, CancellationToken cancellationToken)
    {
        var tags = await reader.TagsAsync(cancellationToken).ConfigureAwait(false);
        var listeners = tags.Succeeded ? await reader.ListenersAsync(cancellationToken).ConfigureAwait(false) : tags.Problem;
        var live = listeners.Succeeded ? await reader.ReadAsync(listeners.Value, plan.Desired, cancellationToken).ConfigureAwait(false) : listeners.Problem;
        if (!live.Succeeded)
        {
            return live.Problem;
        }

        var tag = AcceleratorTag.Read(tags.Value!, plan.Service);
        return tag == plan.After ? null
            : tag != plan.Before ? Superseded(plan, tag)
            : live.Value.Print() != plan.Seen ? Problem.Conflict($"service {plan.Service}: its listener has changed since the plan was made; plan again.")
            : null;
    }

    private static Problem Superseded(ListenerPlan plan, AcceleratorTag? found) => plan.After!.Marker.Against(found?.Marker) == MarkerOrder.Older
        ? Problem.Fenced($"service {plan.Service}: {plan.After.Marker} was superseded by {found!.Marker}.")
        : Problem.Conflict($"service {plan.Service}: its tag has changed since the plan was made{(found is null ? "" : $", by {found.Marker}")}; plan again.");

    private async ValueTask<Result<string>> ListenerAsync(string accelerator, ListenerPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Live is { Arn: { } arn } && plan.Live.IsLike(plan.Desired))
        {
            return arn;
        }

        var written = plan.Live is { Arn: { } existing }
            ? await accelerators.UpdateListenerAsync(plan.Desired with { Arn = existing }, cancellationToken).ConfigureAwait(false)
            : await accelerators.CreateListenerAsync(accelerator, plan.Desired, Token(plan.After!, "listener"), cancellationToken).ConfigureAwait(false);
        return written.Succeeded ? written.Value.Arn! : written.Problem;
    }

    private static string Token(AcceleratorTag tag, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{AcceleratorTag.KeyOf(tag.Service)}-{tag.Marker.Epoch}.{tag.Marker.Sequence}-{what}");

    private RouterReceipt Receipt(AcceleratorPlan document) => new(JsonSerializer.Serialize(
        new AcceleratorReceipt(
            document.Accelerator, "checked", time.GetUtcNow(), [.. document.Services.Select(static service => new WrittenListener(service.Service, service.Desired, service.After ?? service.Before))]),
        AcceleratorJson.Default.AcceleratorReceipt));
}
