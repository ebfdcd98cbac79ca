using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using MultiRegion.Aws.Documents;
using static MultiRegion.Aws.Tests.Fakes.FakeXml;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>Route 53 in memory, as strict as the real one.</summary>
internal sealed class FakeRoute53 : FakeService
{
    private readonly Dictionary<string, FakeZone> _zones = [];
    private readonly SortedDictionary<string, HealthCheck> _checks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string>> _tags = [];
    private readonly Dictionary<string, ImmutableArray<HealthObservation>> _observations = [];
    private readonly Dictionary<string, int> _asked = [];
    private readonly HashSet<string> _deleted = [];
    private int _ids;

    /// <summary>How often a change must be asked for until it is <c>INSYNC</c>; 1: the first answer says so.</summary>
    public int SyncAfter { get; set; } = 2;

    /// <summary>How many record sets a page holds at most; the real service may give fewer than 300 as well.</summary>
    public int RecordPage { get; set; } = 300;

    public int CheckPage { get; set; } = 100;

    /// <summary>Whether errors of batches are written in the older form, a list of messages.</summary>
    public bool OldErrors { get; set; }

    public int MostChecks { get; set; } = 200;

    /// <summary>The batches that were accepted, in order.</summary>
    public List<ImmutableArray<RecordChange>> Batches { get; } = [];

    public IReadOnlyCollection<HealthCheck> HealthChecks => _checks.Values;

    /// <returns>The zone's id.</returns>
    public string AddZone(string name, bool isPrivate = false, string? id = null)
    {
        var zone = new FakeZone(id ?? $"Z{1000 + _zones.Count:D16}", Dotted(name), isPrivate);
        _zones.Add(zone.Id, zone);
        return zone.Id;
    }

    /// <summary>Puts record sets into a zone without asking any rule.</summary>
    public void Seed(string zone, params IEnumerable<ResourceRecordSet> records) => _zones[zone].Seed(records);

    /// <summary>All record sets of a zone, without those of the zone itself (NS, SOA).</summary>
    public ImmutableArray<ResourceRecordSet> Records(string zone) => [.. _zones[zone].Records.Where(one => !_zones[zone].IsOwn(one))];

    public IReadOnlyDictionary<string, string> Tags(string check) => _tags.GetValueOrDefault(check) ?? [];

    /// <summary>A health check that is there already.</summary>
    public HealthCheck AddHealthCheck(HealthCheckConfig config, string? id = null)
    {
        var check = new HealthCheck(id ?? NewCheckId(), $"seed-{_checks.Count}", 1, config);
        _checks.Add(check.Id, check);
        return check;
    }

    /// <summary>What the checkers say of a check.</summary>
    public void Observe(string check, params IEnumerable<HealthObservation> observations) => _observations[check] = [.. observations];

    /// <summary>What an operation is called, from method and path.</summary>
    protected override string Operation(FakeRequest request)
    {
        var parts = request.Path.Trim('/').Split('/');
        return parts[0] != "2013-04-01" ? "?" : (request.Method, parts.Length > 1 ? parts[1] : "", parts.Length, parts[^1]) switch
        {
            ("GET", "hostedzone", 3, _) => "GetHostedZone",
            ("GET", "hostedzonesbyname", 2, _) => "ListHostedZonesByName",
            ("GET", "hostedzone", 4, "rrset") => "ListResourceRecordSets",
            ("POST", "hostedzone", 4, "rrset") => "ChangeResourceRecordSets",
            ("GET", "change", 3, _) => "GetChange",
            ("GET", "healthcheck", 2, _) => "ListHealthChecks",
            ("POST", "healthcheck", 2, _) => "CreateHealthCheck",
            ("GET", "healthcheck", 3, _) => "GetHealthCheck",
            ("POST", "healthcheck", 3, _) => "UpdateHealthCheck",
            ("DELETE", "healthcheck", 3, _) => "DeleteHealthCheck",
            ("GET", "healthcheck", 4, "status") => "GetHealthCheckStatus",
            ("POST", "tags", 3, "healthcheck") => "ListTagsForResources",
            ("POST", "tags", 4, _) when parts[2] == "healthcheck" => "ChangeTagsForResource",
            _ => "?",
        };
    }

    protected override bool IsWrite(string operation) =>
        operation is "ChangeResourceRecordSets" or "CreateHealthCheck" or "UpdateHealthCheck" or "DeleteHealthCheck" or "ChangeTagsForResource";

    /// <summary>While a change of a zone is under way, another is refused.</summary>
    protected override string? Exclusive(string operation, FakeRequest request) => operation == "ChangeResourceRecordSets" ? request.Path : null;

    protected override FakeResponse Error(int status, string code, string message) => Xml(status, new XElement(
        Space + "ErrorResponse", new XElement(Space + "Error", new XElement(Space + "Type", status < 500 ? "Sender" : "Receiver"), new XElement(Space + "Code", code), new XElement(Space + "Message", message)),
        new XElement(Space + "RequestId", "00000000-1111-2222-3333-444444444444")));

    protected override FakeResponse Handle(FakeRequest request, string operation)
    {
        try
        {
            return Do(request, operation, request.Path.Trim('/').Split('/').Skip(2).ToArray());
        }
        catch (XmlException error)
        {
            return Error(400, "MalformedInput", $"Could not parse XML: line {error.LineNumber}");
        }
        catch (FakeRefusal refusal)
        {
            return refusal.Messages.IsEmpty ? Error(refusal.Status, refusal.Code, refusal.Message) : BatchError(refusal);
        }
    }

    private FakeResponse Do(FakeRequest request, string operation, string[] ids) => operation switch
    {
        "GetHostedZone" => Xml(200, Root("GetHostedZoneResponse", ZoneXml(ZoneOf(ids[0])), new XElement(Space + "DelegationSet", new XElement(Space + "NameServers", new XElement(Space + "NameServer", "ns-1.awsdns-00.com"))))),
        "ListHostedZonesByName" => ListZones(request),
        "ListResourceRecordSets" => ListRecords(request, ZoneOf(ids[0])),
        "ChangeResourceRecordSets" => Change(request, ZoneOf(ids[0])),
        "GetChange" => GetChange(ids[0]),
        "ListHealthChecks" => ListChecks(request),
        "CreateHealthCheck" => CreateCheck(request),
        "GetHealthCheck" => Xml(200, Root("GetHealthCheckResponse", CheckXml(CheckOf(ids[0])))),
        "UpdateHealthCheck" => UpdateCheck(request, CheckOf(ids[0])),
        "DeleteHealthCheck" => DeleteCheck(CheckOf(ids[0])),
        "GetHealthCheckStatus" => Status(CheckOf(ids[0])),
        "ListTagsForResources" => ListTags(request),
        "ChangeTagsForResource" => ChangeTags(request, CheckOf(ids[1])),
        _ => Error(404, "UnknownOperationException", $"{request.Method} {request.Path}"),
    };

    private FakeZone ZoneOf(string id) => _zones.GetValueOrDefault(id) ?? throw new FakeRefusal(404, "NoSuchHostedZone", $"No hosted zone found with ID: {id}");

    private HealthCheck CheckOf(string id) => _checks.GetValueOrDefault(id) ?? throw NoCheck(id);

    private static FakeRefusal NoCheck(string id) => new(404, "NoSuchHealthCheck", $"No health check exists with the specified ID {id}.");

    private FakeResponse ListZones(FakeRequest request)
    {
        var from = FakeNames.Sortable(Dotted(request.Query.GetValueOrDefault("dnsname") ?? "."));
        var fromId = request.Query.GetValueOrDefault("hostedzoneid") ?? "";
        var all = _zones.Values.OrderBy(static zone => FakeNames.Sortable(zone.Name), StringComparer.Ordinal).ThenBy(static zone => zone.Id, StringComparer.Ordinal)
            .Where(zone => string.CompareOrdinal(FakeNames.Sortable(zone.Name), from) is var order && (order > 0 || (order == 0 && string.CompareOrdinal(zone.Id, fromId) >= 0))).ToList();
        var size = Math.Min(100, MaxItems(request, 100));
        return Xml(200, Root(
            "ListHostedZonesByNameResponse",
            new XElement(Space + "HostedZones", all.Take(size).Select(ZoneXml)),
            new XElement(Space + "IsTruncated", all.Count > size),
            all.Count > size ? new[] { new XElement(Space + "NextDNSName", all[size].Name), new XElement(Space + "NextHostedZoneId", all[size].Id) } : null,
            new XElement(Space + "MaxItems", size)));
    }

    private FakeResponse ListRecords(FakeRequest request, FakeZone zone)
    {
        var size = Math.Min(RecordPage, MaxItems(request, 300));
        if (request.Query.ContainsKey("type") && !request.Query.ContainsKey("name"))
        {
            throw new FakeRefusal(400, "InvalidInput", "StartRecordType requires StartRecordName");
        }

        var all = zone.From(request.Query.GetValueOrDefault("name"), request.Query.GetValueOrDefault("type"), request.Query.GetValueOrDefault("identifier")).ToList();
        var more = all.Count > size || RepeatsMarkers;
        var next = RepeatsMarkers ? all[0] : all.ElementAtOrDefault(size);
        return Xml(200, Root(
            "ListResourceRecordSetsResponse",
            new XElement(Space + "ResourceRecordSets", all.Take(size).Select(RecordXml)),
            new XElement(Space + "IsTruncated", more),
            more ? new[] { new XElement(Space + "NextRecordName", FakeNames.Written(next!.Name)), new XElement(Space + "NextRecordType", next.Type) } : null,
            more && next!.SetIdentifier is { } id ? new XElement(Space + "NextRecordIdentifier", id) : null,
            new XElement(Space + "MaxItems", size)));
    }

    private FakeResponse Change(FakeRequest request, FakeZone zone)
    {
        var root = FakeReading.Root(request, "ChangeResourceRecordSetsRequest");
        var changes = FakeReading.Changes(root);
        var complaints = new FakeBatch(zone, _checks.Keys.ToHashSet(StringComparer.Ordinal)).Complaints(changes);
        if (!complaints.IsEmpty)
        {
            throw new FakeRefusal(400, "InvalidChangeBatch", "") { Messages = complaints };
        }

        zone.Apply(changes);
        Batches.Add(changes);
        var id = $"C{2000 + ++_ids:D13}";
        _asked[id] = 0;
        return Xml(200, Root("ChangeResourceRecordSetsResponse", ChangeXml(id, inSync: false)));
    }

    private FakeResponse GetChange(string id)
    {
        if (!_asked.TryGetValue(id, out var asked))
        {
            throw new FakeRefusal(404, "NoSuchChange", $"Could not find resource with ID: {id}");
        }

        _asked[id] = asked + 1;
        return Xml(200, Root("GetChangeResponse", ChangeXml(id, asked + 1 >= SyncAfter)));
    }

    private FakeResponse ListChecks(FakeRequest request)
    {
        var size = Math.Min(CheckPage, MaxItems(request, 100));
        var marker = request.Query.GetValueOrDefault("marker") ?? "";
        if (marker.Length > 0 && !_checks.ContainsKey(marker))
        {
            throw NoCheck(marker);
        }

        var all = _checks.Values.Where(check => string.CompareOrdinal(check.Id, marker) >= 0).ToList();
        var next = RepeatsMarkers ? all[0].Id : all.ElementAtOrDefault(size)?.Id;
        return Xml(200, Root(
            "ListHealthChecksResponse",
            new XElement(Space + "HealthChecks", all.Take(size).Select(CheckXml)),
            marker.Length > 0 ? new XElement(Space + "Marker", marker) : null,
            new XElement(Space + "IsTruncated", next is not null),
            next is not null ? new XElement(Space + "NextMarker", next) : null,
            new XElement(Space + "MaxItems", size)));
    }

    private FakeResponse CreateCheck(FakeRequest request)
    {
        var root = FakeReading.Root(request, "CreateHealthCheckRequest");
        FakeReading.Only(root, "CallerReference", "HealthCheckConfig");
        var reference = FakeReading.Text(root, "CallerReference") ?? throw new FakeRefusal(400, "InvalidInput", "Missing CallerReference");
        var config = FakeReading.Config(FakeReading.Needed(root, "HealthCheckConfig"));
        FakeChecks.Validate(config, _checks.Keys.ToHashSet(StringComparer.Ordinal));
        if (_checks.Values.FirstOrDefault(one => one.CallerReference == reference) is { } there)
        {
            return there.Config == config ? Created(there) : throw new FakeRefusal(409, "HealthCheckAlreadyExists", "A health check with the same caller reference and other settings exists.");
        }

        if (_deleted.Contains(reference))
        {
            throw new FakeRefusal(409, "HealthCheckAlreadyExists", "The caller reference was used by a health check that has been deleted.");
        }

        if (_checks.Count >= MostChecks)
        {
            throw new FakeRefusal(400, "TooManyHealthChecks", "The limit of health checks has been reached.");
        }

        var check = new HealthCheck(NewCheckId(), reference, 1, config);
        _checks.Add(check.Id, check);
        return Created(check);
    }

    private static FakeResponse Created(HealthCheck check)
    {
        var response = Xml(201, Root("CreateHealthCheckResponse", CheckXml(check)));
        response.Headers["Location"] = $"https://route53.amazonaws.com/2013-04-01/healthcheck/{check.Id}";
        return response;
    }

    private FakeResponse UpdateCheck(FakeRequest request, HealthCheck check)
    {
        var root = FakeReading.Root(request, "UpdateHealthCheckRequest");
        if (FakeReading.Number(root, "HealthCheckVersion") is { } version && version != check.Version)
        {
            throw new FakeRefusal(409, "HealthCheckVersionMismatch", $"The health check has version {check.Version}.");
        }

        var config = FakeReading.Updated(root, check.Config);
        FakeChecks.Validate(config, _checks.Keys.ToHashSet(StringComparer.Ordinal));
        var updated = check with { Version = check.Version + 1, Config = config };
        _checks[check.Id] = updated;
        return Xml(200, Root("UpdateHealthCheckResponse", CheckXml(updated)));
    }

    /// <summary>Record sets may go on naming a check that is gone; a calculated check's child may not be deleted.</summary>
    private FakeResponse DeleteCheck(HealthCheck check)
    {
        if (_checks.Values.Any(one => one.Config.Children.Contains(check.Id)))
        {
            throw new FakeRefusal(400, "HealthCheckInUse", "The health check is a child of a calculated health check.");
        }

        _checks.Remove(check.Id);
        _tags.Remove(check.Id);
        _deleted.Add(check.CallerReference);
        return Xml(200, Root("DeleteHealthCheckResponse"));
    }

    private FakeResponse Status(HealthCheck check) => check.Config.Type is "CALCULATED" or "RECOVERY_CONTROL"
        ? throw new FakeRefusal(400, "InvalidInput", "Status is not available for this type of health check.")
        : Xml(200, Root("GetHealthCheckStatusResponse", new XElement(Space + "HealthCheckObservations", _observations.GetValueOrDefault(check.Id, []).Select(static one => new XElement(
            Space + "HealthCheckObservation",
            new XElement(Space + "Region", one.Region),
            new XElement(Space + "IPAddress", one.Address),
            new XElement(Space + "StatusReport", new XElement(Space + "Status", one.Status), one.CheckedAt is { } at ? new XElement(Space + "CheckedTime", Time(at)) : null))))));

    private FakeResponse ListTags(FakeRequest request)
    {
        var root = FakeReading.Root(request, "ListTagsForResourcesRequest");
        var ids = FakeReading.List(root, "ResourceIds", "ResourceId").Select(static one => one.Value).ToList();
        if (ids.Count is 0 or > 10)
        {
            throw new FakeRefusal(400, "InvalidInput", "1 to 10 resource ids");
        }

        return Xml(200, Root("ListTagsForResourcesResponse", new XElement(Space + "ResourceTagSets", ids.Select(CheckOf).Select(check => new XElement(
            Space + "ResourceTagSet",
            new XElement(Space + "ResourceType", "healthcheck"),
            new XElement(Space + "ResourceId", check.Id),
            new XElement(Space + "Tags", Tags(check.Id).Select(static tag => new XElement(Space + "Tag", new XElement(Space + "Key", tag.Key), new XElement(Space + "Value", tag.Value)))))))));
    }

    private FakeResponse ChangeTags(FakeRequest request, HealthCheck check)
    {
        var root = FakeReading.Root(request, "ChangeTagsForResourceRequest");
        FakeReading.Only(root, "AddTags", "RemoveTagKeys");
        var add = FakeReading.List(root, "AddTags", "Tag").ToList();
        var remove = FakeReading.List(root, "RemoveTagKeys", "Key").ToList();
        if (add.Count > 10 || remove.Count > 10 || add.Count + remove.Count == 0)
        {
            throw new FakeRefusal(400, "InvalidInput", "1 to 10 tags");
        }

        var tags = _tags.GetValueOrDefault(check.Id) ?? (_tags[check.Id] = []);
        remove.ForEach(key => tags.Remove(key.Value));
        add.ForEach(tag => tags[FakeReading.Needed(tag, "Key").Value] = FakeReading.Text(tag, "Value") ?? "");
        return Xml(200, Root("ChangeTagsForResourceResponse"));
    }

    private FakeResponse BatchError(FakeRefusal refusal) => OldErrors
        ? Xml(refusal.Status, Root("InvalidChangeBatch", new XElement(Space + "Messages", refusal.Messages.Select(static text => new XElement(Space + "Message", text)))))
        : Error(refusal.Status, refusal.Code, $"[{string.Join(", ", refusal.Messages)}]");

    private static int MaxItems(FakeRequest request, int most) => !request.Query.TryGetValue("maxitems", out var text) ? most
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? Math.Min(number, most)
        : throw new FakeRefusal(400, "InvalidInput", $"Invalid maxitems '{text}'");

    private string NewCheckId() => $"{++_ids:x8}-aaaa-bbbb-cccc-{_checks.Count:x12}";

    private static string Dotted(string name) => FakeNames.Plain(name);
}

/// <summary>What the service will not do.</summary>
internal sealed class FakeRefusal(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public ImmutableArray<string> Messages { get; init; } = [];
}
