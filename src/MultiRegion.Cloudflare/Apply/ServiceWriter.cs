using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Planning;

namespace MultiRegion.Cloudflare.Apply;

/// <summary>
/// Writes one service: monitors, pools, the balancer, pools that are left to their sessions, and then deletes what nobody wants any more, in the order
/// of references, so that every cut leaves a balancer whose pools are there. The API has no condition: the marker is read before the pools, again just before the balancer, and after.
/// </summary>
internal sealed class ServiceWriter(ICloudflare cloudflare, ServicePlan plan)
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public async ValueTask<Result<WrittenBalancer>> WriteAsync(CancellationToken cancellationToken)
    {
        var before = await LookAsync(cancellationToken).ConfigureAwait(false);
        if (!before.Succeeded || before.Value.Done is not null)
        {
            return before.Succeeded ? await WriteLastAsync(before.Value.Done!, cancellationToken).ConfigureAwait(false) : before.Problem;
        }

        var made = await WriteMonitorsAsync(cancellationToken).ConfigureAwait(false) ?? await WritePoolsAsync(drains: false, cancellationToken).ConfigureAwait(false);
        if (made is not null)
        {
            return made;
        }

        if (plan.NewMonitors.Count > 0 || plan.Pools.Any(static write => !write.Drains))
        {
            before = await LookAsync(cancellationToken).ConfigureAwait(false);
            if (!before.Succeeded || before.Value.Done is not null)
            {
                return before.Succeeded ? before.Value.Done! : before.Problem;
            }
        }

        var written = await WriteBalancerAsync(cancellationToken).ConfigureAwait(false);
        return written.Succeeded ? await WriteLastAsync(written.Value, cancellationToken).ConfigureAwait(false) : written;
    }

    /// <summary>What comes after the balancer, also when an earlier attempt ended with it.</summary>
    private async ValueTask<Result<WrittenBalancer>> WriteLastAsync(WrittenBalancer written, CancellationToken cancellationToken) =>
        (await WritePoolsAsync(drains: true, cancellationToken).ConfigureAwait(false) ?? await DeleteUnusedAsync(cancellationToken).ConfigureAwait(false)) is { } left ? left : written;

    /// <summary>Whether what is there is what the plan saw, or already what it wants.</summary>
    private async ValueTask<Result<Look>> LookAsync(CancellationToken cancellationToken)
    {
        var live = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (!live.Succeeded)
        {
            return live.Problem;
        }

        var there = live.Value.Balancer;
        return (there is null ? null : Prints.Whole(there)) == plan.Before ? new Look(null) : Changed(there);
    }

    private Result<Look> Changed(LoadBalancer? there)
    {
        var (ours, found) = (plan.After!.Marker, Ownership.Read(there?.Description));
        return (found is null ? MarkerOrder.Newer : ours.Against(found.Marker)) switch
        {
            MarkerOrder.Older => OwnershipRules.Superseded(plan.Service, ours, found!.Marker),
            MarkerOrder.Conflicting => OwnershipRules.Conflicting(plan.Service, ours, found!.Marker),
            MarkerOrder.Same when found!.Content == Prints.Content(there!) => new Look(new(plan.Zone, there!.Id!, there.Description!)),
            _ => Problem.Conflict($"service {plan.Service}: the load balancer {plan.Hostname} has changed since the plan was made; plan again."),
        };
    }

    private async ValueTask<Result<Found>> FindAsync(CancellationToken cancellationToken)
    {
        if (plan.BalancerId is { } id)
        {
            var one = await cloudflare.GetBalancerAsync(plan.Zone, id, cancellationToken).ConfigureAwait(false);
            return one.Succeeded ? new Found(one.Value) : one.Problem.Kind == ProblemKind.NotFound ? new Found(null) : one.Problem;
        }

        var all = await cloudflare.ListBalancersAsync(plan.Zone, cancellationToken).ConfigureAwait(false);
        return all.Succeeded ? new Found(all.Value.FirstOrDefault(balancer => string.Equals(balancer.Name, plan.Hostname, StringComparison.OrdinalIgnoreCase))) : all.Problem;
    }

    private async ValueTask<Problem?> WriteMonitorsAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, monitor) in plan.NewMonitors)
        {
            var made = await cloudflare.CreateMonitorAsync(plan.Account, Bodies.Of(plan, monitor), cancellationToken).ConfigureAwait(false);
            if (!made.Succeeded)
            {
                return Named(made.Problem);
            }

            _ids[key] = made.Value.Id!;
        }

        return null;
    }

    private async ValueTask<Problem?> WritePoolsAsync(bool drains, CancellationToken cancellationToken)
    {
        foreach (var write in plan.Pools.Where(write => write.Drains == drains))
        {
            var resolved = write with { Pool = write.Pool with { Monitor = write.Pool.Monitor is { } key ? IdOf(key) : null } };
            var body = Bodies.Of(plan, resolved);
            var made = write.Id is { } id
                ? await cloudflare.PatchPoolAsync(plan.Account, id, body, cancellationToken).ConfigureAwait(false)
                : await cloudflare.CreatePoolAsync(plan.Account, body, cancellationToken).ConfigureAwait(false);
            if (made.Succeeded && resolved.Later is { } later)
            {
                made = await cloudflare.PatchPoolAsync(plan.Account, made.Value.Id!, Bodies.Of(plan, later), cancellationToken).ConfigureAwait(false);
            }

            if (!made.Succeeded)
            {
                return Named(made.Problem);
            }

            _ids[Keys.OfPool(write.Pool.Name!)] = made.Value.Id!;
        }

        return null;
    }

    private async ValueTask<Result<WrittenBalancer>> WriteBalancerAsync(CancellationToken cancellationToken)
    {
        var resolved = plan with { Balancer = Keys.Map(plan.Balancer, IdOf) };
        var (body, description) = (Bodies.Of(resolved), Bodies.Description(resolved, resolved.Balancer));
        var written = plan.BalancerId is { } id
            ? await cloudflare.PatchBalancerAsync(plan.Zone, id, body, cancellationToken).ConfigureAwait(false)
            : await cloudflare.CreateBalancerAsync(plan.Zone, body, cancellationToken).ConfigureAwait(false);
        if (!written.Succeeded)
        {
            return Named(written.Problem);
        }

        var back = await cloudflare.GetBalancerAsync(plan.Zone, written.Value.Id!, cancellationToken).ConfigureAwait(false);
        return !back.Succeeded ? Named(back.Problem)
            : back.Value.Description == description && Prints.Content(back.Value) == Prints.Content(resolved.Balancer) ? new WrittenBalancer(plan.Zone, back.Value.Id!, description)
            : Other(back.Value);
    }

    /// <summary>What was read back is not what was written: another writer came in between, or Cloudflare made something else of it.</summary>
    private Problem Other(LoadBalancer back) => Ownership.Read(back.Description) is { } found && plan.After!.Marker.Against(found.Marker) == MarkerOrder.Older
        ? OwnershipRules.Superseded(plan.Service, plan.After.Marker, found.Marker)
        : Problem.Conflict($"service {plan.Service}: what was read back of the load balancer {plan.Hostname} is not what was written; plan again.");

    // A pool or monitor that somebody began to use is not ours to delete; the next plan tries again.
    private async ValueTask<Problem?> DeleteUnusedAsync(CancellationToken cancellationToken)
    {
        foreach (var pool in plan.UnusedPools)
        {
            var gone = await cloudflare.DeletePoolAsync(plan.Account, pool, cancellationToken).ConfigureAwait(false);
            if (gone is { Succeeded: false, Problem.Kind: not (ProblemKind.NotFound or ProblemKind.Refused or ProblemKind.Conflict) })
            {
                return Named(gone.Problem);
            }
        }

        foreach (var monitor in plan.UnusedMonitors)
        {
            var gone = await cloudflare.DeleteMonitorAsync(plan.Account, monitor, cancellationToken).ConfigureAwait(false);
            if (gone is { Succeeded: false, Problem.Kind: not (ProblemKind.NotFound or ProblemKind.Refused or ProblemKind.Conflict) })
            {
                return Named(gone.Problem);
            }
        }

        return null;
    }

    private string IdOf(string key) => _ids.GetValueOrDefault(key, key);

    private Problem Named(Problem problem) => problem with { Detail = $"service {plan.Service}: {problem.Detail}" };

    /// <param name="Done">What is there already when there is nothing to do.</param>
    private sealed record Look(WrittenBalancer? Done);

    private sealed record Found(LoadBalancer? Balancer);
}
