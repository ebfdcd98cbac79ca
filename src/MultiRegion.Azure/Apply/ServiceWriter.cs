using System.Collections.Immutable;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Planning;

namespace MultiRegion.Azure.Apply;

/// <summary>
/// Writes one service: each changed profile once, children before parents, the root last, and then deletes what nobody wants any more, so that every cut leaves profiles whose children
/// are there. The API has no condition: the root's mark is read before anything is written, each profile's just before it is, and what was written is read back.
/// </summary>
internal sealed class ServiceWriter(ITrafficManager azure, ServicePlan plan)
{
    public async ValueTask<Result<ImmutableArray<WrittenProfile>>> WriteAsync(CancellationToken cancellationToken)
    {
        var written = ImmutableArray.CreateBuilder<WrittenProfile>(plan.Writes.Length);
        if (plan.Writes.Length > 1 && await LookAsync(plan.Writes[^1], cancellationToken).ConfigureAwait(false) is { Succeeded: false, Problem: var changed })
        {
            return changed;
        }

        foreach (var write in plan.Writes)
        {
            var done = await WriteAsync(write, cancellationToken).ConfigureAwait(false);
            if (!done.Succeeded)
            {
                return done.Problem;
            }

            written.Add(done.Value);
        }

        return await DeleteUnusedAsync(cancellationToken).ConfigureAwait(false) is { } left ? left : written.MoveToImmutable();
    }

    private async ValueTask<Result<WrittenProfile>> WriteAsync(ProfileWrite write, CancellationToken cancellationToken)
    {
        var look = await LookAsync(write, cancellationToken).ConfigureAwait(false);
        if (!look.Succeeded)
        {
            return look.Problem;
        }

        var wanted = new WrittenProfile(write.Profile.Name!, Prints.Whole(write.Profile));
        if (look.Value.IsDone)
        {
            return wanted;
        }

        var put = await azure.PutProfileAsync(write.Profile.Name!, Bodies.Of(write.Profile), cancellationToken).ConfigureAwait(false);
        if (!put.Succeeded)
        {
            return Named(put.Problem);
        }

        var back = await azure.GetProfileAsync(write.Profile.Name!, cancellationToken).ConfigureAwait(false);
        return !back.Succeeded ? Named(back.Problem) : Prints.Whole(back.Value) == wanted.Whole ? wanted : Other(back.Value);
    }

    /// <summary>Whether what is there is what the plan saw, or already what it wants.</summary>
    private async ValueTask<Result<Look>> LookAsync(ProfileWrite write, CancellationToken cancellationToken)
    {
        var live = await azure.GetProfileAsync(write.Profile.Name!, cancellationToken).ConfigureAwait(false);
        if (live is { Succeeded: false, Problem: { } problem })
        {
            return problem.Kind != ProblemKind.NotFound ? Named(problem) : write.Before is null ? new Look(IsDone: false) : Changed(write, null);
        }

        return Prints.Whole(live.Value!) == write.Before ? new Look(IsDone: false) : Changed(write, live.Value);
    }

    private Result<Look> Changed(ProfileWrite write, Profile? there)
    {
        var found = Ownership.Read(there);
        return (found is null ? MarkerOrder.Newer : plan.Marker!.Against(found.Marker)) switch
        {
            MarkerOrder.Older => OwnershipRules.Superseded(plan.Service, plan.Marker!, found!.Marker),
            MarkerOrder.Conflicting => OwnershipRules.Conflicting(plan.Service, plan.Marker!, found!.Marker),
            MarkerOrder.Same when Prints.Whole(there!) == Prints.Whole(write.Profile) => new Look(IsDone: true),
            _ => Problem.Conflict($"service {plan.Service}: the profile {write.Profile.Name} has changed since the plan was made; plan again."),
        };
    }

    /// <summary>What was read back is not what was written: another writer came in between, or Azure made something else of it.</summary>
    private Problem Other(Profile back) => Ownership.Read(back) is { } found && plan.Marker!.Against(found.Marker) == MarkerOrder.Older
        ? OwnershipRules.Superseded(plan.Service, plan.Marker, found.Marker)
        : Problem.Conflict($"service {plan.Service}: what was read back of the profile {back.Name} is not what was written; plan again.");

    // One that somebody began to use or edited is not ours to delete; the next plan looks again.
    private async ValueTask<Problem?> DeleteUnusedAsync(CancellationToken cancellationToken)
    {
        foreach (var unused in plan.Unused)
        {
            var live = await azure.GetProfileAsync(unused.Name, cancellationToken).ConfigureAwait(false);
            var gone = !live.Succeeded ? live.Problem
                : Prints.Whole(live.Value) == unused.Before ? (await azure.DeleteProfileAsync(unused.Name, cancellationToken).ConfigureAwait(false)).Problem
                : null;
            if (gone is not (null or { Kind: ProblemKind.NotFound or ProblemKind.Refused or ProblemKind.Conflict }))
            {
                return Named(gone);
            }
        }

        return null;
    }

    private Problem Named(Problem problem) => problem with { Detail = $"service {plan.Service}: {problem.Detail}" };

    /// <param name="IsDone">Whether there is nothing to do.</param>
    private sealed record Look(bool IsDone);
}
