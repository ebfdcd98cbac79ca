using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Planning;

namespace MultiRegion.Azure.Apply;

/// <summary>Carries out plans, service by service. One that fails does not hold up the others.</summary>
internal sealed class AzureApplying(ITrafficManager azure)
{
    public async ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        if (AzurePlan.Read(plan.Document) is not { } document)
        {
            return Problem.Refused("The plan is not one of a Traffic Manager router.");
        }

        if ((OnlyLooking(document) ?? (document.Services.IsEmpty ? plan.Changes.Select(static change => change.Problem).FirstOrDefault(static found => found is not null) : null)) is { } refusal)
        {
            return refusal;
        }

        var (written, problems) = (ImmutableArray.CreateBuilder<WrittenProfile>(), new List<Problem>());
        foreach (var service in document.Services)
        {
            var result = service.Writes.IsEmpty ? There(service) : await new ServiceWriter(azure, service).WriteAsync(cancellationToken).ConfigureAwait(false);
            if (result.Succeeded)
            {
                written.AddRange(result.Value);
            }
            else
            {
                problems.Add(result.Problem);
            }
        }

        return problems switch
        {
            [] => new RouterReceipt(JsonSerializer.Serialize(new AzureReceipt(written.ToImmutable()), PlanJson.Default.AzureReceipt)),
            [var only] => only,
            _ => problems[0] with { Detail = string.Join(" ", problems.Select(static problem => problem.Detail)) },
        };
    }

    private static Result<ImmutableArray<WrittenProfile>> There(ServicePlan service) => ImmutableArray.Create(new WrittenProfile(service.Root, service.Before!));

    private static Problem? OnlyLooking(AzurePlan document) =>
        document.Services.FirstOrDefault(static service => service.OnlyLooking) is { } looking
            ? Problem.Refused($"service {looking.Service}: the plan was made without a marker, only to look; plan again with one.")
            : null;
}
