using System.Collections.Immutable;
using System.Xml.Linq;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Wire;

/// <summary>Route 53's API of 2013-04-01. Safe for many callers at once.</summary>
internal sealed class Route53Client : IRoute53, IDisposable
{
    private const int TagsAtOnce = 10;

    private readonly AwsConnection _connection;
    private readonly ZoneWriters _writers = new();
    private readonly string _partition;

    private Route53Client(AwsEndpoint endpoint, AwsClientSettings settings, string partition)
    {
        _connection = new(endpoint, AwsProtocol.Xml("route53"), RequestBudget.Route53(settings.Time, settings.RequestBurst ?? 5, settings.RequestsPerSecond ?? 5), settings);
        _partition = partition;
    }

    /// <returns>A refusal when the region is unknown or the endpoint's settings contradict each other.</returns>
    public static Result<Route53Client> Create(AwsClientSettings settings)
    {
        var endpoint = AwsEndpoint.Route53(settings);
        return endpoint.Succeeded ? new Route53Client(endpoint.Value, settings, AwsPartition.Of(settings.Region).Value!.Name) : endpoint.Problem;
    }

    public void Dispose() => _connection.Dispose();

    public ValueTask<Result<HostedZone>> GetZoneAsync(string id, CancellationToken cancellationToken) => ReadAsync(
        "GetHostedZone", Zone(id), $"/hostedzone/{Segment(id)}", "GetHostedZoneResponse", static root => Route53Reader.Zone(root.Needed("HostedZone")), cancellationToken);

    public async ValueTask<Result<ImmutableArray<HostedZone>>> FindZonesAsync(string name, CancellationToken cancellationToken)
    {
        var wanted = DnsNames.Read(name);
        var zones = await Paging.AllAsync("route53:ListHostedZonesByName", marker => ZonePageAsync(wanted, marker, cancellationToken)).ConfigureAwait(false);
        return zones.Succeeded ? zones.Value.RemoveAll(zone => zone.Name != wanted) : zones;
    }

    public async ValueTask<Result<ImmutableArray<ResourceRecordSet>>> ListRecordsAsync(string zone, string? from, bool onlyBelow, CancellationToken cancellationToken)
    {
        var only = onlyBelow && from is not null ? DnsNames.Read(from) : null;
        var first = from is null ? null : $"?name={Escape(DnsNames.Read(from))}";
        var records = await Paging.AllAsync("route53:ListResourceRecordSets", marker => RecordPageAsync(zone, marker ?? first, only, cancellationToken)).ConfigureAwait(false);
        return records.Succeeded && only is not null ? records.Value.RemoveAll(record => !DnsName.IsWithin(record.Name, only)) : records;
    }

    public ValueTask<Result<ChangeInfo>> ChangeAsync(string zone, ImmutableArray<RecordChange> changes, string comment, CancellationToken cancellationToken) =>
        _writers.AloneAsync(Route53Reader.Id(zone), () => WriteAsync(
            "ChangeResourceRecordSets", Zone(zone), HttpMethod.Post, $"/hostedzone/{Segment(zone)}/rrset", () => Route53Writer.Batch(changes, comment),
            body => Route53Reader.Change(XmlReading.Root(body, "ChangeResourceRecordSetsResponse").Needed("ChangeInfo")), null, cancellationToken), cancellationToken);

    public ValueTask<Result<ChangeInfo>> GetChangeAsync(string id, CancellationToken cancellationToken) => ReadAsync(
        "GetChange", $"arn:{_partition}:route53:::change/*", $"/change/{Segment(id)}", "GetChangeResponse", static root => Route53Reader.Change(root.Needed("ChangeInfo")), cancellationToken);

    public ValueTask<Result<ImmutableArray<HealthCheck>>> ListHealthChecksAsync(CancellationToken cancellationToken) =>
        Paging.AllAsync("route53:ListHealthChecks", marker => CheckPageAsync(marker, cancellationToken));

    public ValueTask<Result<HealthCheck>> CreateHealthCheckAsync(string reference, HealthCheckConfig config, CancellationToken cancellationToken) => WriteAsync(
        "CreateHealthCheck", "*", HttpMethod.Post, "/healthcheck", () => Route53Writer.NewCheck(reference, config), Check("CreateHealthCheckResponse"), null, cancellationToken);

    /// <summary>A check that is not there after an attempt whose answer was lost has been deleted by it.</summary>
    public ValueTask<Result<bool>> DeleteHealthCheckAsync(string id, CancellationToken cancellationToken) => WriteAsync(
        "DeleteHealthCheck", HealthCheckArn(id), HttpMethod.Delete, $"/healthcheck/{Segment(id)}", null, static _ => true,
        static problem => problem.Kind == ProblemKind.NotFound ? true : null, cancellationToken);

    public ValueTask<Result<ImmutableArray<HealthObservation>>> GetHealthCheckStatusAsync(string id, CancellationToken cancellationToken) => ReadAsync(
        "GetHealthCheckStatus", HealthCheckArn(id), $"/healthcheck/{Segment(id)}/status", "GetHealthCheckStatusResponse",
        static root => root.All("HealthCheckObservations", "HealthCheckObservation").Select(Route53Reader.Observation).ToImmutableArray(), cancellationToken);

    public async ValueTask<Result<ImmutableDictionary<string, ImmutableDictionary<string, string>>>> ListHealthCheckTagsAsync(
        ImmutableArray<string> ids, CancellationToken cancellationToken)
    {
        var tags = ImmutableDictionary.CreateBuilder<string, ImmutableDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var some in ids.Distinct(StringComparer.Ordinal).Chunk(TagsAtOnce))
        {
            var page = await TagPageAsync(some, cancellationToken).ConfigureAwait(false);
            if (page.Value is not { } sets)
            {
                return page.Problem!;
            }

            tags.AddRange(sets);
        }

        return tags.ToImmutable();
    }

    public async ValueTask<Result<bool>> TagHealthCheckAsync(string id, ImmutableDictionary<string, string> set, CancellationToken cancellationToken)
    {
        foreach (var some in set.OrderBy(static tag => tag.Key, StringComparer.Ordinal).Chunk(TagsAtOnce))
        {
            var done = await ChangeTagsAsync(id, () => Route53Writer.Tags(some), cancellationToken).ConfigureAwait(false);
            if (!done.Succeeded)
            {
                return done;
            }
        }

        return true;
    }

    public ValueTask<Result<bool>> UntagHealthCheckAsync(string id, ImmutableArray<string> keys, CancellationToken cancellationToken) =>
        ChangeTagsAsync(id, () => Route53Writer.TagRemoval(keys), cancellationToken);

    private ValueTask<Result<bool>> ChangeTagsAsync(string id, Func<byte[]> body, CancellationToken cancellationToken) =>
        WriteAsync("ChangeTagsForResource", HealthCheckArn(id), HttpMethod.Post, $"/tags/healthcheck/{Segment(id)}", body, static _ => true, null, cancellationToken);

    private ValueTask<Result<Page<HostedZone>>> ZonePageAsync(string wanted, string? marker, CancellationToken cancellationToken) => ReadAsync(
        "ListHostedZonesByName", "*", $"/hostedzonesbyname{marker ?? $"?dnsname={Escape(wanted)}"}", "ListHostedZonesByNameResponse", root => ZonePage(root, wanted), cancellationToken);

    /// <summary>Zones come in the order of their names: another name ends the search.</summary>
    private static Page<HostedZone> ZonePage(XElement root, string wanted)
    {
        ImmutableArray<HostedZone> zones = [.. root.All("HostedZones", "HostedZone").Select(Route53Reader.Zone)];
        var more = root.Flag("IsTruncated") == true && zones.All(zone => zone.Name == wanted);
        return new(zones, more ? $"?dnsname={Escape(root.NeededText("NextDNSName"))}&hostedzoneid={Escape(Route53Reader.Id(root.Text("NextHostedZoneId") ?? ""))}" : null);
    }

    private ValueTask<Result<Page<ResourceRecordSet>>> RecordPageAsync(string zone, string? query, string? only, CancellationToken cancellationToken) => ReadAsync(
        "ListResourceRecordSets", Zone(zone), $"/hostedzone/{Segment(zone)}/rrset{query}", "ListResourceRecordSetsResponse", root => RecordPage(root, only), cancellationToken);

    private static Page<ResourceRecordSet> RecordPage(XElement root, string? only)
    {
        ImmutableArray<ResourceRecordSet> records = [.. root.All("ResourceRecordSets", "ResourceRecordSet").Select(Route53Reader.Record)];
        var more = root.Flag("IsTruncated") == true && (only is null || DnsName.IsWithin(DnsNames.Read(root.NeededText("NextRecordName")), only));
        return new(records, more ? NextRecord(root) : null);
    }

    /// <summary>The marker is sent as it came, escapes and all.</summary>
    private static string NextRecord(XElement root) =>
        $"?name={Escape(root.NeededText("NextRecordName"))}&type={Escape(root.NeededText("NextRecordType"))}{(root.Text("NextRecordIdentifier") is { } id ? $"&identifier={Escape(id)}" : "")}";

    private ValueTask<Result<Page<HealthCheck>>> CheckPageAsync(string? marker, CancellationToken cancellationToken) => ReadAsync(
        "ListHealthChecks", "*", $"/healthcheck{(marker is null ? "" : $"?marker={Escape(marker)}")}", "ListHealthChecksResponse",
        static root => new Page<HealthCheck>([.. root.All("HealthChecks", "HealthCheck").Select(Route53Reader.Check)], root.Flag("IsTruncated") == true ? root.NeededText("NextMarker") : null),
        cancellationToken);

    private ValueTask<Result<ImmutableDictionary<string, ImmutableDictionary<string, string>>>> TagPageAsync(string[] ids, CancellationToken cancellationToken) =>
        _connection.CallAsync(
            new AwsCall<ImmutableDictionary<string, ImmutableDictionary<string, string>>>
            {
                Action = "route53:ListTagsForResources",
                Resource = HealthCheckArn("*"),
                Method = HttpMethod.Post,
                Path = "/2013-04-01/tags/healthcheck",
                Body = Route53Writer.TagQuery(ids),
                Read = static body => XmlReading.Root(body, "ListTagsForResourcesResponse").All("ResourceTagSets", "ResourceTagSet")
                    .ToImmutableDictionary(static set => set.NeededText("ResourceId"), Route53Reader.Tags, StringComparer.Ordinal),
            },
            cancellationToken);

    private ValueTask<Result<T>> ReadAsync<T>(string operation, string resource, string path, string root, Func<XElement, T> read, CancellationToken cancellationToken) =>
        _connection.CallAsync(
            new AwsCall<T>
            {
                Action = $"route53:{operation}",
                Resource = resource,
                Method = HttpMethod.Get,
                Path = $"/2013-04-01{path}",
                Read = body => read(XmlReading.Root(body, root)),
            },
            cancellationToken);

    private ValueTask<Result<T>> WriteAsync<T>(
        string operation, string resource, HttpMethod method, string path, Func<byte[]>? body, Func<byte[], T> read, Func<Problem, Result<T>?>? afterDoubt, CancellationToken cancellationToken)
    {
        try
        {
            var call = new AwsCall<T>
            {
                Action = $"route53:{operation}",
                Resource = resource,
                Method = method,
                Path = $"/2013-04-01{path}",
                Body = body?.Invoke(),
                Read = read,
                Writes = true,
                AfterDoubt = afterDoubt,
            };
            return _connection.CallAsync(call, cancellationToken);
        }
        catch (FormatException error)
        {
            return ValueTask.FromResult<Result<T>>(Problem.Refused($"route53:{operation}: not sent: {error.Message}."));
        }
    }

    private static Func<byte[], HealthCheck> Check(string root) => body => Route53Reader.Check(XmlReading.Root(body, root).Needed("HealthCheck"));

    private string Zone(string id) => $"arn:{_partition}:route53:::hostedzone/{Route53Reader.Id(id)}";

    private string HealthCheckArn(string id) => $"arn:{_partition}:route53:::healthcheck/{id}";

    private static string Segment(string id) => Escape(Route53Reader.Id(id));

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
