using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>Says what an intent would change in a zone. Pure.</summary>
internal sealed class ServicePlanner(string owner, CompileSettings settings)
{
    public (RouterChange Change, ServicePlan? Plan) Plan(RoutingIntent intent, HostedZone zone, LiveService live, CheckMatch checks, string? externalDns)
    {
        var found = live.Txt is null ? null : Ownership.Read(live.Txt);
        var compiled = Route53Compiler.Compile(intent, zone, settings);
        if (!compiled.Succeeded)
        {
            return (Refused(intent, live, found, compiled.Problem), null);
        }

        var (ids, missing) = checks.Find(compiled.Value.Checks, intent.Marker);
        var desired = compiled.Value.Records.Select(record => record.HealthCheckId is { } key ? record with { HealthCheckId = ids[key] } : record).ToImmutableArray();
        var content = LiveService.Print(desired);
        var problem = OwnershipRules.Check(intent, live, found, owner, content, externalDns) ?? (Adopts(intent, live, found) ? Adoption.Check(intent, live, desired, zone) : null);
        if (problem is not null)
        {
            return (Refused(intent, live, found, problem), null);
        }

        var changes = RecordDiff.Between(live.All.AsSpan(), desired.AsSpan());
        var isEmpty = found is not null && changes.IsEmpty && missing.IsEmpty && found.Content == content && (intent.Marker is null || intent.Marker.Against(found.Marker) == MarkerOrder.Same);
        var plan = new ServicePlan
        {
            Service = intent.Service,
            Hostname = live.Hostname,
            Zone = zone.Id,
            Changes = changes,
            TxtBefore = live.Txt,
            After = isEmpty || intent.Marker is null ? null : new(owner, intent.Service, intent.Marker, "", intent.Shares, [.. compiled.Value.Checks.Keys.Select(CheckMatch.Short)]),
            Desired = desired,
            Checks = missing,
            Tagged = [.. ids.Where(pair => pair.Key != pair.Value && found?.Checks.Contains(CheckMatch.Short(pair.Key)) != true).Select(static pair => pair.Value).Order(StringComparer.Ordinal)],
            Dropped = [.. (found?.Checks ?? []).SelectMany(checks.MadeFor).Except(ids.Values)],
            OnlyLooking = intent.Marker is null && !isEmpty,
        };
        return (Words(intent, live, found) with { After = RecordText.Of(desired), Losses = [.. compiled.Value.Losses.Select(static loss => loss.Text), .. Adopts(intent, live, found) ? Adoption.Losses(live, desired) : []], IsEmpty = isEmpty }, plan);
    }

    private static bool Adopts(RoutingIntent intent, LiveService live, Ownership? found) => intent.Adopt && found is null && !live.Routes.IsEmpty;

    private static RouterChange Refused(RoutingIntent intent, LiveService live, Ownership? found, Problem problem) =>
        Words(intent, live, found) with { After = live.Routes.IsEmpty ? null : RecordText.Of(live.Routes), Problem = problem };

    private static RouterChange Words(RoutingIntent intent, LiveService live, Ownership? found) => new()
    {
        Service = intent.Service,
        Before = live.Routes.IsEmpty ? null : RecordText.Of(live.Routes),
        LiveMarker = found?.Marker,
        LiveShares = found?.Shares,
    };
}
