using System.Collections.Immutable;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;

namespace MultiRegion.Aws.Apply;

/// <summary>Says how far an accepted change has come.</summary>
internal sealed class Route53Confirming(IRoute53 route53, ZoneReader zones)
{
    public async ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken)
    {
        if (PlanJson.Read(receipt.Document, PlanJson.Default.Route53Receipt) is not { Batches.IsDefault: false, Services.IsDefault: false } document)
        {
            return Problem.Refused("The receipt is not one of a Route 53 router.");
        }

        foreach (var batch in document.Batches)
        {
            var change = await route53.GetChangeAsync(batch.Change, cancellationToken).ConfigureAwait(false);
            if (change is { Succeeded: true, Value.InSync: false })
            {
                return Confirmation.Pending;
            }

            // Route 53 forgets changes after a while: what is there says the rest.
            if (change is { Succeeded: false, Problem.Kind: not ProblemKind.NotFound })
            {
                return change.Problem;
            }
        }

        return await StillThereAsync(document.Services, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Result<Confirmation>> StillThereAsync(ImmutableArray<WrittenService> services, CancellationToken cancellationToken)
    {
        foreach (var group in services.GroupBy(static service => service.Zone))
        {
            ImmutableArray<string> hostnames = [.. group.Select(static service => service.Hostname)];
            var zone = await zones.ZoneOfAsync(hostnames[0], cancellationToken).ConfigureAwait(false);
            if (!zone.Succeeded)
            {
                return zone.Problem;
            }

            var records = await zones.ReadAsync(zone.Value, hostnames, cancellationToken).ConfigureAwait(false);
            if (!records.Succeeded)
            {
                return records.Problem;
            }

            var live = LiveServices.In(records.Value, hostnames);
            if (group.Any(service => !IsThere(live[service.Hostname], service)))
            {
                return Confirmation.Lost;
            }
        }

        return Confirmation.InEffect;
    }

    private static bool IsThere(LiveService live, WrittenService written) =>
        (live.Txt is { Values: [var value] } ? value : null) == written.Txt
        && (live.Txt is null || Ownership.Read(live.Txt)?.Content == LiveService.Print(live.Routes));
}
