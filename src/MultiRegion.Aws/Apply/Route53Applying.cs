using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Planning;

namespace MultiRegion.Aws.Apply;

/// <summary>Carries out plans.</summary>
internal sealed class Route53Applying(IRoute53 route53, string owner)
{
    private const string NotOurs = "The plan is not one of a Route 53 router.";

    public async ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        if (Route53Plan.Read(plan.Document) is not { } document)
        {
            return Problem.Refused(NotOurs);
        }

        if ((OnlyLooking(document) ?? (document.Services.IsEmpty ? plan.Changes.Select(static change => change.Problem).FirstOrDefault(static found => found is not null) : null)) is { } refusal)
        {
            return refusal;
        }

        var checks = await CreateChecksAsync(document, cancellationToken).ConfigureAwait(false);
        return checks.Succeeded ? await WriteAsync(document, checks.Value, cancellationToken).ConfigureAwait(false) : checks.Problem;
    }

    private static Problem? OnlyLooking(Route53Plan document) =>
        document.Services.FirstOrDefault(static service => service.OnlyLooking) is { } looking
            ? Problem.Refused($"service {looking.Service}: the plan was made without a marker, only to look; plan again with one.")
            : null;

    private async ValueTask<Result<RouterReceipt>> WriteAsync(Route53Plan document, ImmutableDictionary<string, string> ids, CancellationToken cancellationToken)
    {
        ImmutableArray<PreparedService> prepared = [.. document.Services.Where(static service => service.After is not null).Select(service => Batches.Prepare(service, ids))];
        if (prepared.FirstOrDefault(static service => !Batches.Fits(service.Core)) is { } large)
        {
            return Problem.Refused($"service {large.Plan.Service}: its records at {large.Plan.Hostname} do not fit into one batch of Route 53, so that they cannot be switched at once; use a smaller tree.");
        }

        var writer = new BatchWriter(route53);
        foreach (var batch in Batches.Pack(prepared))
        {
            await writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        if (writer.Problems.Count > 0)
        {
            return writer.Problems is [var only] ? only : writer.Problems[0] with { Detail = string.Join(" ", writer.Problems.Select(static problem => problem.Detail)) };
        }

        var tidied = await DeleteUnusedAsync(document, cancellationToken).ConfigureAwait(false) ?? await ReleaseAsync(document, cancellationToken).ConfigureAwait(false);
        return tidied is { } problem ? problem : Receipt(document, prepared, writer.Accepted);
    }

    private static RouterReceipt Receipt(Route53Plan document, ImmutableArray<PreparedService> prepared, ImmutableArray<AcceptedBatch> accepted)
    {
        var written = prepared.ToDictionary(static service => service.Plan.Hostname, static service => service.Txt.Values[0], StringComparer.Ordinal);
        var services = document.Services.Select(service =>
            new WrittenService(service.Hostname, service.Zone, written.GetValueOrDefault(service.Hostname) ?? (service.TxtBefore is { Values: [var value] } ? value : null)));
        return new(JsonSerializer.Serialize(new Route53Receipt(accepted, [.. services]), PlanJson.Default.Route53Receipt));
    }

    private async ValueTask<Result<ImmutableDictionary<string, string>>> CreateChecksAsync(Route53Plan document, CancellationToken cancellationToken)
    {
        var ids = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var service in document.Services.Where(static service => service.After is not null))
        {
            var tagged = service.Tagged.ToBuilder();
            foreach (var check in service.Checks)
            {
                if (!ids.TryGetValue(check.Key, out var id))
                {
                    var config = check.Config with { Children = [.. check.Config.Children.Select(child => ids.GetValueOrDefault(child, child))] };
                    var created = await route53.CreateHealthCheckAsync(check.Reference, config, cancellationToken).ConfigureAwait(false);
                    if (!created.Succeeded)
                    {
                        return created.Problem;
                    }

                    ids[check.Key] = id = created.Value.Id;
                }

                tagged.Add(id);
            }

            foreach (var used in tagged)
            {
                var done = await route53.TagHealthCheckAsync(used, CheckTags.Of(owner, service.Service), cancellationToken).ConfigureAwait(false);
                if (!done.Succeeded && done.Problem.Retryable)
                {
                    return done.Problem;
                }
            }
        }

        return ids.ToImmutable();
    }

    private async ValueTask<Problem?> DeleteUnusedAsync(Route53Plan document, CancellationToken cancellationToken)
    {
        foreach (var unused in document.Unused)
        {
            var deleted = await route53.DeleteHealthCheckAsync(unused, cancellationToken).ConfigureAwait(false);
            if (deleted is { Succeeded: false, Problem.Kind: not ProblemKind.NotFound })
            {
                return deleted.Problem;
            }
        }

        return null;
    }

    // Whoever drops a check last deletes it: that shows by the tags that are left.
    private async ValueTask<Problem?> ReleaseAsync(Route53Plan document, CancellationToken cancellationToken)
    {
        foreach (var (id, service) in document.Released)
        {
            var done = await route53.UntagHealthCheckAsync(id, [CheckTags.Key(service)], cancellationToken).ConfigureAwait(false);
            if (done is { Succeeded: false, Problem.Kind: not ProblemKind.NotFound })
            {
                return done.Problem;
            }
        }

        return null;
    }
}
