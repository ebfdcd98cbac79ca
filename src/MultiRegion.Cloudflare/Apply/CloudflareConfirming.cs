using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Planning;

namespace MultiRegion.Cloudflare.Apply;

/// <summary>Says whether what was written is there. Cloudflare does not say when all its data centres have it.</summary>
internal sealed class CloudflareConfirming(ICloudflare cloudflare)
{
    public async ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken)
    {
        if (PlanJson.Read(receipt.Document, PlanJson.Default.CloudflareReceipt) is not { Balancers.IsDefault: false } document)
        {
            return Problem.Refused("The receipt is not one of a Cloudflare router.");
        }

        foreach (var written in document.Balancers)
        {
            var live = await cloudflare.GetBalancerAsync(written.Zone, written.Id, cancellationToken).ConfigureAwait(false);
            if (live is { Succeeded: false, Problem.Kind: not ProblemKind.NotFound })
            {
                return live.Problem;
            }

            if (live.Value is not { } there || (there.Description ?? "") != written.Description || Ownership.Read(there.Description)?.Content != Prints.Content(there))
            {
                return Confirmation.Lost;
            }
        }

        return Confirmation.InEffect;
    }
}
