using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;

namespace MultiRegion.Aws.Apply;

/// <summary>Says how far an accepted change of an accelerator has come.</summary>
internal sealed class AcceleratorConfirming(IGlobalAccelerator accelerators, AcceleratorReader reader)
{
    public async ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken)
    {
        if (AcceleratorJson.Read(receipt.Document, AcceleratorJson.Default.AcceleratorReceipt) is not { Accelerator: not null, Services.IsDefault: false } document)
        {
            return Problem.Refused("The receipt is not one of a Global Accelerator router.");
        }

        var accelerator = await accelerators.DescribeAsync(document.Accelerator, cancellationToken).ConfigureAwait(false);
        return !accelerator.Succeeded ? accelerator.Problem
            : !accelerator.Value.Deployed ? Confirmation.Pending
            : await StillThereAsync(document, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Result<Confirmation>> StillThereAsync(AcceleratorReceipt document, CancellationToken cancellationToken)
    {
        var tags = await reader.TagsAsync(cancellationToken).ConfigureAwait(false);
        var listeners = tags.Succeeded ? await reader.ListenersAsync(cancellationToken).ConfigureAwait(false) : tags.Problem;
        if (!listeners.Succeeded)
        {
            return listeners.Problem;
        }

        foreach (var service in document.Services)
        {
            var live = await reader.ReadAsync(listeners.Value, service.Listener, cancellationToken).ConfigureAwait(false);
            if (!live.Succeeded)
            {
                return live.Problem;
            }

            if (AcceleratorTag.Read(tags.Value!, service.Service) != service.Tag || (service.Tag is { } tag && live.Value.Print() != tag.Content))
            {
                return Confirmation.Lost;
            }
        }

        return Confirmation.InEffect;
    }
}
