using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Planning;

namespace MultiRegion.Azure.Apply;

/// <summary>Says whether what was written is there. Azure does not say when all its name servers have it.</summary>
internal sealed class AzureConfirming(ITrafficManager azure)
{
    public async ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken)
    {
        if (PlanJson.Read(receipt.Document, PlanJson.Default.AzureReceipt) is not { Profiles.IsDefault: false } document)
        {
            return Problem.Refused("The receipt is not one of a Traffic Manager router.");
        }

        foreach (var written in document.Profiles)
        {
            var live = await azure.GetProfileAsync(written.Name, cancellationToken).ConfigureAwait(false);
            if (live is { Succeeded: false, Problem.Kind: not ProblemKind.NotFound })
            {
                return live.Problem;
            }

            if (live.Value is not { } there || Prints.Whole(there) != written.Whole)
            {
                return Confirmation.Lost;
            }
        }

        return Confirmation.InEffect;
    }
}
