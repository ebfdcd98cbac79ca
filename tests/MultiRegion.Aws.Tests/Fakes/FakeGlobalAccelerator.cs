using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>Global Accelerator in memory, as strict as the real one.</summary>
internal sealed class FakeGlobalAccelerator : FakeService
{
    private const string Target = "GlobalAccelerator_V20180706.";
    private const string Account = "111122223333";

    private readonly SortedDictionary<string, FakeAccelerator> _accelerators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, string>> _tags = [];
    private readonly Dictionary<string, (string Body, JsonObject Answer)> _tokens = [];
    private int _ids;

    /// <summary>How often an accelerator must be described after a change until it is <c>DEPLOYED</c>; 1: the first answer says so.</summary>
    public int DeployAfter { get; set; } = 2;

    /// <summary>How many items a page holds at most when the caller asks for no number.</summary>
    public int Page { get; set; } = 10;

    /// <summary>Regions in which Global Accelerator takes endpoints; empty: all.</summary>
    public HashSet<string> Regions { get; } = [];

    /// <returns>The accelerator's ARN.</returns>
    public string AddAccelerator(string name = "front", params IEnumerable<KeyValuePair<string, string>> tags)
    {
        var arn = $"arn:aws:globalaccelerator::{Account}:accelerator/{NewId()}";
        _accelerators.Add(arn, new(arn, name) { Asked = DeployAfter });
        _tags[arn] = new(tags);
        return arn;
    }

    /// <returns>The listener's ARN.</returns>
    public string AddListener(string accelerator, string protocol = "TCP", string affinity = "NONE", params IEnumerable<(int From, int To)> ports)
    {
        var arn = $"{accelerator}/listener/{NewShortId()}";
        ImmutableArray<PortRange> ranges = [.. ports.Select(static range => new PortRange(range.From, range.To))];
        _accelerators[accelerator].Listeners.Add(arn, new(new(arn, protocol, affinity, ranges.IsEmpty ? [new(443, 443)] : ranges)));
        return arn;
    }

    /// <summary>Puts a group there without asking any rule.</summary>
    /// <returns>The group's ARN.</returns>
    public string AddGroup(string listener, EndpointGroup group)
    {
        var arn = $"{listener}/endpoint-group/{NewShortId()}";
        ListenerOf(listener).Listener.Groups.Add(arn, group with { Arn = arn });
        return arn;
    }

    public ImmutableArray<Listener> Listeners(string accelerator) => [.. _accelerators[accelerator].Listeners.Values.Select(static one => one.Document)];

    public ImmutableArray<EndpointGroup> Groups(string listener) => [.. ListenerOf(listener).Listener.Groups.Values.OrderBy(static group => group.Region, StringComparer.Ordinal)];

    public IReadOnlyDictionary<string, string> Tags(string arn) => _tags.GetValueOrDefault(arn) ?? [];

    /// <summary>What the service says of an endpoint's health.</summary>
    public void SetHealth(string group, string endpoint, EndpointHealth health, string? reason = null) =>
        Replace(group, one => one with { Endpoints = [.. one.Endpoints.Select(each => each.Id == endpoint ? each with { Health = health, Reason = reason } : each)] });

    protected override string AccessDeniedCode => "AccessDeniedException";

    protected override FakeResponse Throttling() => Error(400, "ThrottlingException", "Rate exceeded");

    protected override string Operation(FakeRequest request) =>
        request.Header("X-Amz-Target") is { } target && target.StartsWith(Target, StringComparison.Ordinal) ? target[Target.Length..] : "?";

    protected override bool IsWrite(string operation) =>
        operation is "CreateListener" or "UpdateListener" or "CreateEndpointGroup" or "UpdateEndpointGroup" or "DeleteEndpointGroup" or "AddEndpoints" or "RemoveEndpoints" or "TagResource";

    protected override FakeResponse Error(int status, string code, string message) => FakeResponse.Text(
        status, "application/x-amz-json-1.1", new JsonObject { ["__type"] = code, [code.EndsWith("Exception", StringComparison.Ordinal) ? "Message" : "message"] = message }.ToJsonString());

    protected override FakeResponse Handle(FakeRequest request, string operation)
    {
        try
        {
            return request.Method != "POST" || request.RawTarget != "/" ? Error(404, "UnknownOperationException", request.RawTarget)
                : request.Header("Content-Type") != "application/x-amz-json-1.1" ? Error(415, "UnknownOperationException", "Content-Type")
                : FakeResponse.Text(200, "application/x-amz-json-1.1", Do(operation, FakeJson.Parse(request.Body))?.ToJsonString() ?? "");
        }
        catch (JsonException)
        {
            return Error(400, "SerializationException", "The body is no JSON.");
        }
        catch (FakeRefusal refusal)
        {
            return Error(refusal.Status, refusal.Code, refusal.Message);
        }
    }

    private JsonObject? Do(string operation, FakeJson body) => operation switch
    {
        "DescribeAccelerator" => Describe(body),
        "ListAccelerators" => List(body, [], "Accelerators", _accelerators.Values, AcceleratorJson),
        "ListListeners" => List(body, ["AcceleratorArn"], "Listeners", AcceleratorOf(body.Text("AcceleratorArn")).Listeners.Values, static one => ListenerJson(one.Document)),
        "ListEndpointGroups" => List(body, ["ListenerArn"], "EndpointGroups", ListenerOf(body.Text("ListenerArn")).Listener.Groups.Values, GroupJson),
        "CreateListener" => Once(body, CreateListener),
        "UpdateListener" => UpdateListener(body),
        "CreateEndpointGroup" => Once(body, CreateGroup),
        "UpdateEndpointGroup" => UpdateGroup(body),
        "DeleteEndpointGroup" => DeleteGroup(body),
        "AddEndpoints" => AddEndpoints(body),
        "RemoveEndpoints" => RemoveEndpoints(body),
        "ListTagsForResource" => TagsJson(body),
        "TagResource" => Tag(body),
        _ => throw new FakeRefusal(400, "UnknownOperationException", operation),
    };

    /// <summary>The same token with the same body gives the same answer again; with another body it is refused.</summary>
    private JsonObject Once(FakeJson body, Func<FakeJson, JsonObject> create)
    {
        var token = body.Text("IdempotencyToken");
        if (_tokens.TryGetValue(token, out var before))
        {
            return before.Body == body.Raw ? (JsonObject)before.Answer.DeepClone() : throw Invalid("The idempotency token was used with other parameters.");
        }

        var answer = create(body);
        _tokens[token] = (body.Raw, (JsonObject)answer.DeepClone());
        return answer;
    }

    private JsonObject Describe(FakeJson body)
    {
        body.Only("AcceleratorArn");
        var accelerator = AcceleratorOf(body.Text("AcceleratorArn"));
        accelerator.Asked++;
        return new() { ["Accelerator"] = AcceleratorJson(accelerator) };
    }

    private JsonObject List<T>(FakeJson body, string[] members, string name, IEnumerable<T> all, Func<T, JsonObject> write)
    {
        body.Only([.. members, "MaxResults", "NextToken"]);
        var size = body.Int("MaxResults", 1, 100) ?? Page;
        var from = body.Optional("NextToken") is not { } token ? 0
            : token.StartsWith("page-", StringComparison.Ordinal) ? int.Parse(token[5..], CultureInfo.InvariantCulture) : throw new FakeRefusal(400, "InvalidNextTokenException", "The token is invalid.");
        var items = all.Skip(from).ToList();
        var answer = new JsonObject { [name] = new JsonArray([.. items.Take(size).Select(write)]) };
        if (items.Count > size || RepeatsMarkers)
        {
            answer["NextToken"] = $"page-{(RepeatsMarkers ? from : from + size)}";
        }

        return answer;
    }

    private JsonObject CreateListener(FakeJson body)
    {
        body.Only("AcceleratorArn", "PortRanges", "Protocol", "ClientAffinity", "IdempotencyToken");
        var accelerator = AcceleratorOf(body.Text("AcceleratorArn"));
        var listener = Checked(accelerator, new($"{accelerator.Arn}/listener/{NewShortId()}", body.OneOf("Protocol", "TCP", "UDP") ?? throw Invalid("Protocol"), body.OneOf("ClientAffinity", "NONE", "SOURCE_IP") ?? "NONE", Ports(body)));
        if (accelerator.Listeners.Count >= 10)
        {
            throw new FakeRefusal(400, "LimitExceededException", "10 listeners per accelerator");
        }

        accelerator.Listeners.Add(listener.Arn!, new(listener));
        accelerator.Asked = 0;
        return new() { ["Listener"] = ListenerJson(listener) };
    }

    private JsonObject UpdateListener(FakeJson body)
    {
        body.Only("ListenerArn", "PortRanges", "Protocol", "ClientAffinity");
        var (accelerator, live) = ListenerOf(body.Text("ListenerArn"));
        live.Document = Checked(accelerator, live.Document with
        {
            Protocol = body.OneOf("Protocol", "TCP", "UDP") ?? live.Document.Protocol,
            ClientAffinity = body.OneOf("ClientAffinity", "NONE", "SOURCE_IP") ?? live.Document.ClientAffinity,
            Ports = body.Has("PortRanges") ? Ports(body) : live.Document.Ports,
        });
        accelerator.Asked = 0;
        return new() { ["Listener"] = ListenerJson(live.Document) };
    }

    private static Listener Checked(FakeAccelerator accelerator, Listener listener) =>
        listener.Ports.Length is 0 or > 10 || listener.Ports.Any(static range => range.From < 1 || range.To > 65535 || range.From > range.To) ? throw new FakeRefusal(400, "InvalidPortRangeException", "The port range is invalid.")
        : accelerator.Listeners.Values.Any(other => other.Document.Arn != listener.Arn && other.Document.Protocol == listener.Protocol && other.Document.Ports.Any(left => listener.Ports.Any(right => left.From <= right.To && right.From <= left.To)))
            ? throw new FakeRefusal(400, "InvalidPortRangeException", "The ports overlap with those of another listener.")
        : listener;

    private JsonObject CreateGroup(FakeJson body)
    {
        body.Only([.. GroupMembers, "ListenerArn", "EndpointGroupRegion", "IdempotencyToken"]);
        var (accelerator, listener) = ListenerOf(body.Text("ListenerArn"));
        var region = body.Text("EndpointGroupRegion");
        if (Regions.Count > 0 && !Regions.Contains(region))
        {
            throw Invalid($"The region {region} is not supported.");
        }

        if (listener.Groups.Values.Any(group => group.Region == region))
        {
            throw new FakeRefusal(400, "EndpointGroupAlreadyExistsException", $"There is a group for {region} already.");
        }

        if (accelerator.Listeners.Values.Sum(static one => one.Groups.Count) >= 42)
        {
            throw new FakeRefusal(400, "LimitExceededException", "42 endpoint groups per accelerator");
        }

        var group = Changed(new() { Arn = $"{listener.Document.Arn}/endpoint-group/{NewShortId()}", Region = region, HealthPort = listener.Document.Ports[0].From }, body);
        listener.Groups.Add(group.Arn!, group);
        accelerator.Asked = 0;
        return new() { ["EndpointGroup"] = GroupJson(group) };
    }

    private static readonly string[] GroupMembers =
    [
        "EndpointConfigurations", "TrafficDialPercentage", "HealthCheckPort", "HealthCheckProtocol", "HealthCheckPath", "HealthCheckIntervalSeconds", "ThresholdCount", "PortOverrides",
    ];

    private JsonObject UpdateGroup(FakeJson body)
    {
        body.Only([.. GroupMembers, "EndpointGroupArn"]);
        var group = Changed(GroupOf(body.Text("EndpointGroupArn")), body);
        Replace(group.Arn!, _ => group);
        return new() { ["EndpointGroup"] = GroupJson(group) };
    }

    /// <summary>What is not given stays; endpoints, when given, are all that there are.</summary>
    private static EndpointGroup Changed(EndpointGroup group, FakeJson body) => group with
    {
        Endpoints = body.Has("EndpointConfigurations") ? Endpoints(body, group.Endpoints) : group.Endpoints,
        Dial = body.Number("TrafficDialPercentage", 0, 100) ?? group.Dial,
        HealthPort = body.Int("HealthCheckPort", 1, 65535) ?? group.HealthPort,
        HealthProtocol = body.OneOf("HealthCheckProtocol", "TCP", "HTTP", "HTTPS") ?? group.HealthProtocol,
        HealthPath = Path(body) ?? group.HealthPath,
        HealthInterval = body.Int("HealthCheckIntervalSeconds", 10, 30) is { } interval ? interval is 10 or 30 ? interval : throw Invalid("HealthCheckIntervalSeconds must be 10 or 30") : group.HealthInterval,
        Threshold = body.Int("ThresholdCount", 1, 10) ?? group.Threshold,
        PortOverrides = body.Has("PortOverrides") ? [.. body.Items("PortOverrides", 0, 10).Select(static one => new PortOverride(one.Int("ListenerPort", 1, 65535) ?? throw Invalid("ListenerPort"), one.Int("EndpointPort", 1, 65535) ?? throw Invalid("EndpointPort")))] : group.PortOverrides,
    };

    private static string? Path(FakeJson body) => body.Optional("HealthCheckPath") is not { } path ? null
        : path.StartsWith('/') && path.Length <= 255 && !path.Contains(' ', StringComparison.Ordinal) ? path : throw Invalid("HealthCheckPath");

    private static ImmutableArray<AcceleratorEndpoint> Endpoints(FakeJson body, ImmutableArray<AcceleratorEndpoint> live)
    {
        ImmutableArray<AcceleratorEndpoint> endpoints = [.. body.Items("EndpointConfigurations", 0, 10).Select(one => Endpoint(one, live))];
        return endpoints.DistinctBy(static one => one.Id).Count() == endpoints.Length ? endpoints : throw Invalid("An endpoint comes twice.");
    }

    private static AcceleratorEndpoint Endpoint(FakeJson one, ImmutableArray<AcceleratorEndpoint> live)
    {
        one.Only("EndpointId", "Weight", "ClientIPPreservationEnabled", "AttachmentArn");
        var id = one.Text("EndpointId");
        var before = live.FirstOrDefault(each => each.Id == id);
        return new(
            id, one.Int("Weight", 0, 255) ?? before?.Weight ?? 128, before?.Health ?? EndpointHealth.Initial, before is null ? "Newly added" : before.Reason,
            one.Flag("ClientIPPreservationEnabled") ?? before?.PreserveClientAddress ?? id.Contains(":loadbalancer/app/", StringComparison.Ordinal));
    }

    private JsonObject? DeleteGroup(FakeJson body)
    {
        body.Only("EndpointGroupArn");
        var group = GroupOf(body.Text("EndpointGroupArn"));
        var (accelerator, listener) = ListenerOf(group.Arn![..group.Arn!.IndexOf("/endpoint-group/", StringComparison.Ordinal)]);
        listener.Groups.Remove(group.Arn!);
        accelerator.Asked = 0;
        return null;
    }

    private JsonObject AddEndpoints(FakeJson body)
    {
        body.Only("EndpointGroupArn", "EndpointConfigurations");
        var group = GroupOf(body.Text("EndpointGroupArn"));
        var added = Endpoints(body, group.Endpoints);
        Replace(group.Arn!, one => one with { Endpoints = [.. one.Endpoints.Where(each => added.All(other => other.Id != each.Id)), .. added] });
        return new() { ["EndpointDescriptions"] = new JsonArray([.. added.Select(EndpointJson)]), ["EndpointGroupArn"] = group.Arn };
    }

    private JsonObject? RemoveEndpoints(FakeJson body)
    {
        body.Only("EndpointGroupArn", "EndpointIdentifiers");
        var group = GroupOf(body.Text("EndpointGroupArn"));
        var ids = body.Items("EndpointIdentifiers", 1, 10).Select(static one => one.Text("EndpointId")).ToList();
        if (ids.FirstOrDefault(id => group.Endpoints.All(each => each.Id != id)) is { } missing)
        {
            throw new FakeRefusal(400, "EndpointNotFoundException", $"The endpoint {missing} is not in the group.");
        }

        Replace(group.Arn!, one => one with { Endpoints = one.Endpoints.RemoveAll(each => ids.Contains(each.Id)) });
        return null;
    }

    private JsonObject TagsJson(FakeJson body)
    {
        body.Only("ResourceArn");
        return new() { ["Tags"] = new JsonArray([.. Tagged(body.Text("ResourceArn")).Select(static tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]) };
    }

    private JsonObject Tag(FakeJson body)
    {
        body.Only("ResourceArn", "Tags");
        var tags = Tagged(body.Text("ResourceArn"));
        foreach (var tag in body.Items("Tags", 0, 50))
        {
            var (key, value) = (tag.Text("Key"), tag.Optional("Value") ?? "");
            tags[key.Length is 0 or > 128 || value.Length > 256 ? throw Invalid("Tags") : key] = value;
        }

        return [];
    }

    private Dictionary<string, string> Tagged(string arn)
    {
        _ = arn.Contains("/endpoint-group/", StringComparison.Ordinal) ? GroupOf(arn)
            : arn.Contains("/listener/", StringComparison.Ordinal) ? ListenerOf(arn)
            : (object)AcceleratorOf(arn);
        return _tags.TryGetValue(arn, out var tags) ? tags : _tags[arn] = [];
    }

    private static ImmutableArray<PortRange> Ports(FakeJson body) =>
        [.. body.Items("PortRanges", 1, 10).Select(static one => new PortRange(one.Int("FromPort", 1, 65535) ?? throw Invalid("FromPort"), one.Int("ToPort", 1, 65535) ?? throw Invalid("ToPort")))];

    private FakeAccelerator AcceleratorOf(string arn) => _accelerators.GetValueOrDefault(arn) ?? throw new FakeRefusal(400, "AcceleratorNotFoundException", $"The accelerator {arn} was not found.");

    private (FakeAccelerator Accelerator, FakeListener Listener) ListenerOf(string arn) =>
        _accelerators.Values.FirstOrDefault(one => one.Listeners.ContainsKey(arn)) is { } accelerator ? (accelerator, accelerator.Listeners[arn])
        : throw new FakeRefusal(400, "ListenerNotFoundException", $"The listener {arn} was not found.");

    private EndpointGroup GroupOf(string arn) =>
        _accelerators.Values.SelectMany(static one => one.Listeners.Values).Select(one => one.Groups.GetValueOrDefault(arn)).FirstOrDefault(static group => group is not null)
        ?? throw new FakeRefusal(400, "EndpointGroupNotFoundException", $"The endpoint group {arn} was not found.");

    private void Replace(string arn, Func<EndpointGroup, EndpointGroup> change)
    {
        var (accelerator, listener) = ListenerOf(arn[..arn.IndexOf("/endpoint-group/", StringComparison.Ordinal)]);
        listener.Groups[arn] = change(listener.Groups[arn]);
        accelerator.Asked = 0;
    }

    private JsonObject AcceleratorJson(FakeAccelerator one) => new()
    {
        ["AcceleratorArn"] = one.Arn,
        ["Name"] = one.Name,
        ["IpAddressType"] = "IPV4",
        ["Enabled"] = true,
        ["IpSets"] = new JsonArray(new JsonObject { ["IpFamily"] = "IPv4", ["IpAddresses"] = new JsonArray("198.51.100.1", "198.51.100.2"), ["IpAddressFamily"] = "IPv4" }),
        ["DnsName"] = one.DnsName,
        ["Status"] = one.Asked >= DeployAfter ? "DEPLOYED" : "IN_PROGRESS",
        ["CreatedTime"] = 1.7672256E9,
        ["LastModifiedTime"] = 1.7672256E9,
    };

    private static JsonObject ListenerJson(Listener one) => new()
    {
        ["ListenerArn"] = one.Arn,
        ["PortRanges"] = new JsonArray([.. one.Ports.Select(static range => new JsonObject { ["FromPort"] = range.From, ["ToPort"] = range.To })]),
        ["Protocol"] = one.Protocol,
        ["ClientAffinity"] = one.ClientAffinity,
    };

    private static JsonObject GroupJson(EndpointGroup one) => FakeJson.Compact(new()
    {
        ["EndpointGroupArn"] = one.Arn,
        ["EndpointGroupRegion"] = one.Region,
        ["EndpointDescriptions"] = new JsonArray([.. one.Endpoints.Select(EndpointJson)]),
        ["TrafficDialPercentage"] = one.Dial,
        ["HealthCheckPort"] = one.HealthPort,
        ["HealthCheckProtocol"] = one.HealthProtocol,
        ["HealthCheckPath"] = one.HealthPath,
        ["HealthCheckIntervalSeconds"] = one.HealthInterval,
        ["ThresholdCount"] = one.Threshold,
        ["PortOverrides"] = new JsonArray([.. one.PortOverrides.Select(static each => new JsonObject { ["ListenerPort"] = each.ListenerPort, ["EndpointPort"] = each.EndpointPort })]),
    });

    private static JsonObject EndpointJson(AcceleratorEndpoint one) => FakeJson.Compact(new()
    {
        ["EndpointId"] = one.Id,
        ["Weight"] = one.Weight,
        ["HealthState"] = one.Health?.ToString().ToUpperInvariant(),
        ["HealthReason"] = one.Reason,
        ["ClientIPPreservationEnabled"] = one.PreserveClientAddress,
    });

    private string NewId() => $"{++_ids:x8}-1234-abcd-9876-{_ids:x12}";

    private string NewShortId() => $"{++_ids:x8}";

    private static FakeRefusal Invalid(string message) => new(400, "InvalidArgumentException", message);

    private sealed class FakeAccelerator(string arn, string name)
    {
        public string Arn => arn;

        public string Name => name;

        public string DnsName => $"a{arn[^12..]}.awsglobalaccelerator.com";

        /// <summary>How often it was described since the last change.</summary>
        public int Asked { get; set; }

        public SortedDictionary<string, FakeListener> Listeners { get; } = new(StringComparer.Ordinal);
    }

    private sealed class FakeListener(Listener document)
    {
        public Listener Document { get; set; } = document;

        public SortedDictionary<string, EndpointGroup> Groups { get; } = new(StringComparer.Ordinal);
    }
}
