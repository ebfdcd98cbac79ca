using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Planning;

namespace MultiRegion.Cloudflare.Apply;

/// <summary>Carries out plans, service by service. One that fails does not hold up the others.</summary>
internal sealed class CloudflareApplying(ICloudflare cloudflare)
{
    public async ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        if (CloudflarePlan.Read(plan.Document) is not { } document)
        {
            return Problem.Refused("The plan is not one of a Cloudflare router.");
        }

        if ((OnlyLooking(document) ?? (document.Services.IsEmpty ? plan.Changes.Select(static change => change.Problem).FirstOrDefault(static found => found is not null) : null)) is { } refusal)
        {
            return refusal;
        }

        var (written, problems) = (ImmutableArray.CreateBuilder<WrittenBalancer>(), new List<Problem>());
        foreach (var service in document.Services)
        {
            var result = service.After is null ? There(service) : await new ServiceWriter(cloudflare, service).WriteAsync(cancellationToken).ConfigureAwait(false);
            if (result.Succeeded)
            {
                written.Add(result.Value);
            }
            else
            {
                problems.Add(result.Problem);
            }
        }

        return problems switch
        {
            [] => new RouterReceipt(JsonSerializer.Serialize(new CloudflareReceipt(written.ToImmutable()), PlanJson.Default.CloudflareReceipt)),
            [var only] => only,
            _ => problems[0] with { Detail = string.Join(" ", problems.Select(static problem => problem.Detail)) },
        };
    }

    private static Result<WrittenBalancer> There(ServicePlan service) => new WrittenBalancer(service.Zone, service.BalancerId!, service.Description ?? "");

    private static Problem? OnlyLooking(CloudflarePlan document) =>
        document.Services.FirstOrDefault(static service => service.OnlyLooking) is { } looking
            ? Problem.Refused($"service {looking.Service}: the plan was made without a marker, only to look; plan again with one.")
            : null;
}
