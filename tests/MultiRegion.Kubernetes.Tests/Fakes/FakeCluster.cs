using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Tests.Fakes;

/// <summary>An API server in memory: objects of any kind, their versions and managers, and who watches them.</summary>
internal sealed class FakeCluster(TimeProvider? time = null)
{
    private readonly Lock _gate = new();
    private readonly List<FakeRequest> _requests = [];
    private readonly List<FakeKind> _kinds = FakeKinds.BuiltIn();
    private readonly SortedDictionary<string, JsonObject> _items = new(StringComparer.Ordinal);
    private readonly List<(long Version, string Type, string Key, JsonObject Item)> _log = [];
    private readonly Queue<Func<FakeRequest, FakeResponse?>> _faults = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version = 100;
    private long _oldest = 100;
    private readonly HashSet<string> _read = [];
    private int _made;

    /// <summary>Each request that came until now.</summary>
    public List<FakeRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Whether a bookmark has not been sent to anybody yet.</summary>
    public bool HasBookmark
    {
        get
        {
            lock (_gate)
            {
                return _log.Any(static entry => entry.Type == "BOOKMARK");
            }
        }
    }

    public IEnumerable<FakeRequest> Writes => Requests.Where(static request => request.Method != "GET");

    /// <summary>The token that is asked for; null: none.</summary>
    public string? Token { get; set; }

    /// <summary>Whether replicas are ready as soon as they are asked for.</summary>
    public bool StartsAtOnce { get; set; } = true;

    /// <summary>Whether definitions of kinds are served as soon as they are there; else when they are read for the second time.</summary>
    public bool EstablishesAtOnce { get; set; } = true;

    /// <summary>Whether requests come in and are never answered.</summary>
    public bool Hangs { get; set; }

    /// <summary>How long a host takes until it answers.</summary>
    public TimeSpan Delay { get; set; }

    public string? Warning { get; set; }

    public HttpMessageHandler Handler => new FakeHandler(this);

    /// <summary>How many objects of a kind a namespace may have, by the plural.</summary>
    public Dictionary<string, int> Quota { get; } = [];

    /// <summary>Whether nothing is answered.</summary>
    public bool IsAway { get; set; }

    /// <summary>Happens once, before the next request that changes something.</summary>
    public Action? BeforeWrite { get; set; }

    /// <summary>The next request is answered so; null from it: as usual.</summary>
    public void Next(Func<FakeRequest, FakeResponse?> fault) => _faults.Enqueue(fault);

    public JsonObject? Find(string plural, string? ns, string name) => _items.GetValueOrDefault($"{plural}/{ns}/{name}");

    /// <summary>The live object of the kind, namespace and name of another.</summary>
    public JsonObject? Find(KubernetesObject item)
    {
        lock (_gate)
        {
            return _kinds.SingleOrDefault(kind => kind.ApiVersion == item.ApiVersion && kind.Kind == item.Kind) is { } kind
                ? _items.GetValueOrDefault(Key(kind, kind.Namespaced ? item.Namespace ?? "default" : null, item.Name)) : null;
        }
    }

    public List<JsonObject> All(string plural)
    {
        lock (_gate)
        {
            return [.. _items.Where(pair => pair.Key.StartsWith($"{plural}/", StringComparison.Ordinal)).Select(static pair => pair.Value)];
        }
    }

    /// <summary>What was to be answered otherwise is answered as usual.</summary>
    public void DropFaults() => _faults.Clear();

    /// <summary>Takes an object away as somebody else would.</summary>
    public void Remove(string plural, string? ns, string name)
    {
        lock (_gate)
        {
            Gone($"{plural}/{ns}/{name}", _items[$"{plural}/{ns}/{name}"]);
        }
    }

    /// <param name="json">An object.</param>
    /// <param name="manager">Who made it; null: nobody who is known.</param>
    public void Put(string json, string? manager = null)
    {
        var item = JsonNode.Parse(json)!.AsObject();
        var kind = _kinds.Single(kind => kind.ApiVersion == (string?)item["apiVersion"] && kind.Kind == (string?)item["kind"]);
        lock (_gate)
        {
            var ns = (string?)item["metadata"]!["namespace"];
            if (manager is not null)
            {
                FakeManagers.Update(null, item, manager);
            }

            Store(kind, Key(kind, ns, (string)item["metadata"]!["name"]!), null, Filled(kind, ns, item), dryRun: false);
        }
    }

    /// <summary>Changes an object as somebody else would.</summary>
    public void Change(string plural, string? ns, string name, Action<JsonObject> change, string manager = "somebody")
    {
        lock (_gate)
        {
            var kind = _kinds.Single(kind => kind.Plural == plural);
            var before = _items[$"{plural}/{ns}/{name}"];
            var after = (JsonObject)before.DeepClone();
            change(after);
            FakeManagers.Update(before, after, manager);
            Store(kind, $"{plural}/{ns}/{name}", before, after, dryRun: false);
        }
    }

    /// <summary>Forgets all that happened until now: watches and pages from before are told so.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _oldest = ++_version;
            _log.Clear();
        }
    }

    /// <summary>Tells watches how far they are.</summary>
    public void Bookmark()
    {
        lock (_gate)
        {
            _log.Add((_version, "BOOKMARK", "", new() { ["metadata"] = new JsonObject { ["resourceVersion"] = Text(_version) } }));
            Ring();
        }
    }

    /// <summary>Forgets which requests came.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }

    public FakeResponse Answer(FakeRequest request)
    {
        if (request.Method != "GET" && BeforeWrite is { } before)
        {
            BeforeWrite = null;
            before();
        }

        lock (_gate)
        {
            _requests.Add(request);
            if (IsAway)
            {
                return new(200, "") { IsLost = true };
            }

            var response = (_faults.TryDequeue(out var fault) ? fault(request) : null) ?? Refusal(request) ?? Serve(request);
            if (Warning is { } text)
            {
                response.Headers["Warning"] = $"299 - \"{text}\"";
            }

            return response;
        }
    }

    /// <summary>Serves it although its answer is something else.</summary>
    public FakeResponse Serve(FakeRequest request)
    {
        try
        {
            return Routed(request, request.Path.Trim('/').Split('/'));
        }
        catch (JsonException)
        {
            return FakeResponse.Error(400, "BadRequest", "the body is not JSON");
        }
    }

    private FakeResponse? Refusal(FakeRequest request) =>
        Type(request).Contains("protobuf", StringComparison.Ordinal) ? FakeResponse.Error(415, "UnsupportedMediaType", "the body of the request was in an unknown format")
        : Token is { } token && request.Header("Authorization") != $"Bearer {token}" ? FakeResponse.Error(401, "Unauthorized", "Unauthorized") : null;

    private FakeResponse Routed(FakeRequest request, string[] parts) => parts switch
    {
        ["readyz" or "livez" or "healthz"] => new(200, "ok") { ContentType = "text/plain" },
        ["version"] => FakeResponse.Of(new() { ["major"] = "1", ["minor"] = "32", ["gitVersion"] = "v1.32.4-fake", ["gitCommit"] = "", ["platform"] = "linux/amd64" }),
        ["api"] => FakeResponse.Of(new() { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() }),
        ["apis"] => FakeResponse.Of(FakeKinds.Groups(_kinds)),
        ["api", var version] => Discover(version),
        ["apis", var group, var version] => Discover($"{group}/{version}"),
        ["api", var version, .. var rest] => Kind(request, version, rest),
        ["apis", var group, var version, .. var rest] => Kind(request, $"{group}/{version}", rest),
        _ => NotFound(),
    };

    private FakeResponse Discover(string apiVersion) => _kinds.Where(kind => kind.ApiVersion == apiVersion).ToList() is { Count: > 0 } kinds
        ? FakeResponse.Of(FakeKinds.Resources(apiVersion, kinds)) : FakeResponse.Error(404, "NotFound", "the server could not find the requested resource");

    private FakeResponse Kind(FakeRequest request, string apiVersion, string[] rest)
    {
        var (ns, below) = rest is ["namespaces", var name, { } plural, ..] && plural is not ("status" or "finalize") ? (name, rest[2..]) : (null, rest);
        return _kinds.FirstOrDefault(kind => kind.ApiVersion == apiVersion && kind.Plural == below[0]) is not { } kind || kind.Namespaced != (ns is not null) && (below.Length > 1 || ns is not null || request.Method != "GET") ? NotFound()
            : below switch
            {
                [_] => request.Method switch
                {
                    "GET" when request.Is("watch") => Watch(request, kind, ns),
                    "GET" => List(request, kind, ns),
                    "POST" => Create(request, kind, ns),
                    "DELETE" => DeleteAll(request, kind, ns),
                    _ => FakeResponse.Error(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
                },
                [_, var item] => Item(request, kind, ns, item),
                [_, var item, "scale"] when kind.Scales => Scale(request, kind, ns, item),
                _ => NotFound(),
            };
    }

    private FakeResponse Item(FakeRequest request, FakeKind kind, string? ns, string name)
    {
        var key = Key(kind, ns, name);
        var found = _items.GetValueOrDefault(key);
        return request.Method switch
        {
            "PATCH" when Type(request) == "application/apply-patch+yaml" => Apply(request, kind, ns, name, found),
            _ when found is null => FakeResponse.Error(404, "NotFound", $"{kind.GroupResource} \"{name}\" not found"),
            "GET" => FakeResponse.Of(Established(kind, key, found)),
            "PUT" => Replace(request, kind, key, found),
            "PATCH" => Patch(request, kind, key, found),
            "DELETE" => Delete(request, kind, key, found),
            _ => FakeResponse.Error(405, "MethodNotAllowed", "the server does not allow this method on the requested resource"),
        };
    }

    private FakeResponse List(FakeRequest request, FakeKind kind, string? ns)
    {
        var (after, version) = request.Query("continue") is { } token ? Page(token) : ("", _version);
        if (version < _oldest)
        {
            return FakeResponse.Error(410, "Expired", "The provided continue parameter is too old to display a consistent list result.");
        }

        var limit = int.TryParse(request.Query("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most : int.MaxValue;
        var all = Matching(request, kind, ns).Where(pair => string.CompareOrdinal(pair.Key, after) > 0).ToList();
        var meta = new JsonObject { ["resourceVersion"] = Text(version) };
        if (all.Count > limit)
        {
            meta["continue"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{version} {all[limit - 1].Key}"));
            meta["remainingItemCount"] = all.Count - limit;
        }

        return FakeResponse.Of(new() { ["kind"] = $"{kind.Kind}List", ["apiVersion"] = kind.ApiVersion, ["metadata"] = meta, ["items"] = new JsonArray([.. all.Take(limit).Select(pair => Listed(kind, pair.Value))]) });
    }

    // Items of lists of built-in kinds say neither version nor kind.
    private static JsonNode Listed(FakeKind kind, JsonObject item)
    {
        var listed = item.DeepClone();
        if (kind.IsBuiltIn)
        {
            listed.AsObject().Remove("apiVersion");
            listed.AsObject().Remove("kind");
        }

        return listed;
    }

    private IEnumerable<KeyValuePair<string, JsonObject>> Matching(FakeRequest request, FakeKind kind, string? ns) =>
        _items.Where(pair => Within(pair.Key, kind, ns) && FakeSelectors.Matches(pair.Value, request.Query("labelSelector"), request.Query("fieldSelector")));

    private FakeResponse Watch(FakeRequest request, FakeKind kind, string? ns)
    {
        var from = request.Query("resourceVersion") is { Length: > 0 } text && text != "0" ? long.Parse(text, CultureInfo.InvariantCulture) : _version;
        if (from < _oldest)
        {
            return FakeResponse.Error(410, "Expired", $"too old resource version: {from} ({_oldest})");
        }

        var lasts = TimeSpan.FromSeconds(int.TryParse(request.Query("timeoutSeconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 3600);
        return new(200, "") { Streams = (stream, cancellationToken) => StreamAsync(request, kind, ns, from, lasts, stream, cancellationToken) };
    }

    private async Task StreamAsync(FakeRequest request, FakeKind kind, string? ns, long from, TimeSpan lasts, Stream stream, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(lasts, time ?? TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        for (var at = from; ;)
        {
            List<string> lines = [];
            Task news;
            lock (_gate)
            {
                if (at < _oldest)
                {
                    lines.Add(new JsonObject { ["type"] = "ERROR", ["object"] = JsonNode.Parse(FakeResponse.Error(410, "Expired", "too old resource version").Body) }.ToJsonString());
                    at = -1;
                }

                foreach (var (version, type, key, item) in at < 0 ? [] : _log.Where(entry => entry.Version > at || (entry.Type == "BOOKMARK" && entry.Version == at)).ToList())
                {
                    at = version;
                    if (type == "BOOKMARK" ? request.Is("allowWatchBookmarks") : Within(key, kind, ns) && FakeSelectors.Matches(item, request.Query("labelSelector"), request.Query("fieldSelector")))
                    {
                        lines.Add(new JsonObject { ["type"] = type, ["object"] = item.DeepClone() }.ToJsonString());
                    }
                }

                _log.RemoveAll(static entry => entry.Type == "BOOKMARK");
                news = _news.Task;
            }

            foreach (var line in lines)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"), cancellationToken);
            }

            await stream.FlushAsync(cancellationToken);
            if (at < 0)
            {
                return;
            }

            try
            {
                await news.WaitAsync(either.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private FakeResponse Create(FakeRequest request, FakeKind kind, string? ns)
    {
        var item = JsonNode.Parse(request.Body)!.AsObject();
        var name = (string?)item["metadata"]?["name"] ?? ((string?)item["metadata"]?["generateName"] is { } prefix ? $"{prefix}{++_made:x5}" : null);
        if (name is null)
        {
            return Invalid(kind, "", ("FieldValueRequired", "metadata.name", "Required value: name or generateName is required"));
        }

        item["metadata"]!.AsObject()["name"] = name;
        var most = Quota.GetValueOrDefault(kind.Plural, int.MaxValue);
        return _items.Keys.Count(key => Within(key, kind, ns)) >= most ? FakeResponse.Error(403, "Forbidden", $"{kind.GroupResource} \"{name}\" is forbidden: exceeded quota: q, requested: count/{kind.Plural}=1, used: count/{kind.Plural}={most}, limited: count/{kind.Plural}={most}")
            : _items.ContainsKey(Key(kind, ns, name)) ? FakeResponse.Error(409, "AlreadyExists", $"{kind.GroupResource} \"{name}\" already exists")
            : Put(request, kind, ns, name, null, Filled(kind, ns, item), 201);
    }

    private FakeResponse Replace(FakeRequest request, FakeKind kind, string key, JsonObject found)
    {
        var item = JsonNode.Parse(request.Body)!.AsObject();
        return Put(request, kind, (string?)found["metadata"]!["namespace"], (string)found["metadata"]!["name"]!, found, Kept(found, item), 200);
    }

    private FakeResponse Patch(FakeRequest request, FakeKind kind, string key, JsonObject found)
    {
        var (body, after) = (JsonNode.Parse(request.Body)!, (JsonObject)found.DeepClone());
        string? wrong = null;
        switch (Type(request))
        {
            case "application/merge-patch+json":
                FakePatches.Merge(after, body.AsObject());
                break;
            case "application/strategic-merge-patch+json":
                FakePatches.Strategic(after, body.AsObject());
                break;
            case "application/json-patch+json":
                wrong = FakePatches.Json(after, body.AsArray());
                break;
            default:
                return FakeResponse.Error(415, "UnsupportedMediaType", "the body of the request was in an unknown format");
        }

        return wrong is not null ? FakeResponse.Error(422, "Invalid", wrong) : Put(request, kind, (string?)found["metadata"]!["namespace"], (string)found["metadata"]!["name"]!, found, after, 200);
    }

    private FakeResponse Apply(FakeRequest request, FakeKind kind, string? ns, string name, JsonObject? found)
    {
        var config = JsonNode.Parse(request.Body)!.AsObject();
        if (request.Query("fieldManager") is not { Length: > 0 and <= 128 } manager)
        {
            return FakeResponse.Error(400, "BadRequest", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }

        if (config["metadata"]?["managedFields"] is not null)
        {
            return FakeResponse.Error(400, "BadRequest", "metadata.managedFields must be nil");
        }

        if (found is null && (string?)config["metadata"]?["uid"] is { } uid)
        {
            return FakeResponse.Error(409, "Conflict", $"Operation cannot be fulfilled on {kind.GroupResource} \"{name}\": uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        var after = found is null ? Filled(kind, ns, new() { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind, ["metadata"] = new JsonObject { ["name"] = name } }) : (JsonObject)found.DeepClone();
        var conflicts = FakeManagers.Apply(after, config, manager, request.Is("force"));
        return conflicts.Count > 0
            ? FakeResponse.Error(409, "Conflict", $"Apply failed with {conflicts.Count} conflict{(conflicts.Count > 1 ? "s" : "")}: conflict with \"{conflicts[0].Manager}\": {FakeFields.Words(conflicts[0].Path)}", [.. conflicts.Select(static one => ("FieldManagerConflict", FakeFields.Words(one.Path), $"conflict with \"{one.Manager}\""))])
            : Put(request, kind, ns, name, found, after, found is null ? 201 : 200, managed: true);
    }

    private FakeResponse Scale(FakeRequest request, FakeKind kind, string? ns, string name)
    {
        if (!_items.TryGetValue(Key(kind, ns, name), out var found))
        {
            return FakeResponse.Error(404, "NotFound", $"{kind.GroupResource} \"{name}\" not found");
        }

        if (request.Method == "GET")
        {
            return FakeResponse.Of(ScaleOf(kind, found));
        }

        var scale = ScaleOf(kind, found);
        var body = JsonNode.Parse(request.Body)!;
        FakePatches.Merge(scale, body.AsObject());
        var after = (JsonObject)found.DeepClone();
        At(after, kind.ReplicasPath[..kind.ReplicasPath.LastIndexOf('.')])!.AsObject()[kind.ReplicasPath.Split('.')[^1]] = scale["spec"]!["replicas"]!.DeepClone();
        after["metadata"]!.AsObject()["resourceVersion"] = (string?)scale["metadata"]!["resourceVersion"];
        var put = Put(request, kind, ns, name, found, after, 200);
        return put.Status != 200 ? put : FakeResponse.Of(ScaleOf(kind, JsonNode.Parse(put.Body)!.AsObject()));
    }

    private static JsonNode? At(JsonObject item, string path) => path.Split('.').Aggregate((JsonNode?)item, static (at, key) => (at as JsonObject)?[key]);

    private static JsonObject ScaleOf(FakeKind kind, JsonObject item) => new()
    {
        ["kind"] = "Scale",
        ["apiVersion"] = "autoscaling/v1",
        ["metadata"] = new JsonObject { ["name"] = (string?)item["metadata"]!["name"], ["namespace"] = (string?)item["metadata"]!["namespace"], ["uid"] = (string?)item["metadata"]!["uid"], ["resourceVersion"] = (string?)item["metadata"]!["resourceVersion"] },
        ["spec"] = new JsonObject { ["replicas"] = At(item, kind.ReplicasPath)?.DeepClone() ?? 1 },
        ["status"] = new JsonObject { ["replicas"] = item["status"]?["replicas"]?.DeepClone() ?? 0 },
    };

    private FakeResponse Delete(FakeRequest request, FakeKind kind, string key, JsonObject found)
    {
        var options = request.Body.Length > 0 ? JsonNode.Parse(request.Body) : null;
        foreach (var what in new[] { "uid", "resourceVersion" })
        {
            if ((string?)options?["preconditions"]?[what] is { } asked && asked != (string?)found["metadata"]![what])
            {
                return FakeResponse.Error(409, "Conflict", $"Operation cannot be fulfilled on {kind.GroupResource} \"{found["metadata"]!["name"]}\": Precondition failed: {what} in precondition: {asked}, in object meta: {found["metadata"]![what]}");
            }
        }

        if (request.Query("dryRun") != "All" && options?["dryRun"] is null)
        {
            Gone(key, found);
            foreach (var (below, item) in kind == FakeKinds.Namespaces ? _items.Where(pair => pair.Key.Split('/')[1] == (string?)found["metadata"]!["name"]).ToList() : [])
            {
                Gone(below, item);
            }

            _kinds.RemoveAll(custom => kind == FakeKinds.Definitions && custom == FakeKinds.Of(found));
        }

        return FakeResponse.Of(new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = new JsonObject { ["name"] = (string?)found["metadata"]!["name"], ["kind"] = kind.Plural, ["uid"] = (string?)found["metadata"]!["uid"] } });
    }

    private FakeResponse DeleteAll(FakeRequest request, FakeKind kind, string? ns)
    {
        foreach (var (key, item) in Matching(request, kind, ns).ToList())
        {
            Gone(key, item);
        }

        return FakeResponse.Of(new() { ["kind"] = $"{kind.Kind}List", ["apiVersion"] = kind.ApiVersion, ["metadata"] = new JsonObject { ["resourceVersion"] = Text(_version) }, ["items"] = new JsonArray() });
    }

    private void Gone(string key, JsonObject item)
    {
        _items.Remove(key);
        var last = (JsonObject)item.DeepClone();
        last["metadata"]!.AsObject()["resourceVersion"] = Text(++_version);
        _log.Add((_version, "DELETED", key, last));
        Ring();
    }

    private FakeResponse Put(FakeRequest request, FakeKind kind, string? ns, string name, JsonObject? found, JsonObject after, int status, bool managed = false)
    {
        if (Wrong(request, kind, ns, name, found, after) is { } refused)
        {
            return refused;
        }

        FakeDefaults.Fill(kind, after);

        if (!managed)
        {
            FakeManagers.Update(found, after, request.Query("fieldManager") ?? (request.Header("User-Agent") ?? "unknown").Split('/')[0]);
        }

        return FakeResponse.Of(Store(kind, Key(kind, ns, name), found, after, request.Query("dryRun") == "All"), status);
    }

    private FakeResponse? Wrong(FakeRequest request, FakeKind kind, string? ns, string name, JsonObject? found, JsonObject after)
    {
        foreach (var what in found is null ? [] : new[] { "uid", "resourceVersion" })
        {
            if ((string?)after["metadata"]![what] is { Length: > 0 } asked && asked != (string?)found!["metadata"]![what])
            {
                return FakeResponse.Error(409, "Conflict", $"Operation cannot be fulfilled on {kind.GroupResource} \"{name}\": the object has been modified; please apply your changes to the latest version and try again");
            }
        }

        if (FakeSchema.Frozen(found, after) is { } frozen)
        {
            return Invalid(kind, name, ("FieldValueForbidden", frozen, "Forbidden: field is immutable when `immutable` is set"));
        }

        var unknown = request.Query("fieldValidation") == "Strict" ? FakeSchema.Unknown(kind, after) ?? FakeSchema.Unknown(_items.GetValueOrDefault(Key(FakeKinds.Definitions, null, kind.GroupResource)), kind.Version, after) : null;
        return found is null && FakeQuota.Exceeded(kind, ns, _items) is { } exceeded ? FakeResponse.Error(403, "Forbidden", $"{kind.GroupResource} \"{name}\" is forbidden: {exceeded}")
            : (string?)after["metadata"]!["name"] != name ? FakeResponse.Error(400, "BadRequest", $"the name of the object ({after["metadata"]!["name"]}) does not match the name on the URL ({name})")
            : ns is not null && !_items.ContainsKey($"namespaces//{ns}") ? FakeResponse.Error(404, "NotFound", $"namespaces \"{ns}\" not found")
            : unknown is not null ? FakeResponse.Error(400, "BadRequest", $"strict decoding error: unknown field \"{unknown}\"")
            : FakeSchema.Mistakes(kind, after).ToArray() is [_, ..] causes ? Invalid(kind, name, causes)
            : null;
    }

    private JsonObject Store(FakeKind kind, string key, JsonObject? before, JsonObject after, bool dryRun)
    {
        var meta = after["metadata"]!.AsObject();
        if (before is not null && Same(before, after))
        {
            return before;
        }

        meta["generation"] = ((long?)before?["metadata"]!["generation"] ?? 0) + (before is null || !JsonNode.DeepEquals(before["spec"], after["spec"]) ? 1 : 0);
        if (dryRun)
        {
            return after;
        }

        meta["resourceVersion"] = Text(++_version);
        _items[key] = after;
        _log.Add((_version, before is null ? "ADDED" : "MODIFIED", key, (JsonObject)after.DeepClone()));
        Ring();
        if (kind == FakeKinds.Definitions && after["status"]?["conditions"] is not null)
        {
            _kinds.RemoveAll(known => known.GroupResource == FakeKinds.Of(after).GroupResource);
            _kinds.Add(FakeKinds.Of(after));
        }

        return (kind.Scales || kind.Kind == "DaemonSet") && StartsAtOnce ? Started(kind, key, after) : after;
    }

    // The controller of the kind writes the status after each change, which is a version of its own.
    private JsonObject Started(FakeKind kind, string key, JsonObject item)
    {
        var (after, replicas) = ((JsonObject)item.DeepClone(), (int?)At(item, kind.ReplicasPath) ?? 1);
        after["status"] = kind.Kind == "DaemonSet"
            ? new() { ["observedGeneration"] = item["metadata"]!["generation"]!.DeepClone(), ["desiredNumberScheduled"] = 3, ["currentNumberScheduled"] = 3, ["updatedNumberScheduled"] = 3, ["numberAvailable"] = 3, ["numberReady"] = 3 }
            : new JsonObject { ["observedGeneration"] = item["metadata"]!["generation"]!.DeepClone(), ["replicas"] = replicas, ["readyReplicas"] = replicas, ["updatedReplicas"] = replicas, ["availableReplicas"] = replicas };
        if (!JsonNode.DeepEquals(after["status"], item["status"]))
        {
            after["metadata"]!.AsObject()["resourceVersion"] = Text(++_version);
            _items[key] = after;
            _log.Add((_version, "MODIFIED", key, (JsonObject)after.DeepClone()));
            Ring();
        }

        return item;
    }

    private JsonObject Filled(FakeKind kind, string? ns, JsonObject item)
    {
        (item["apiVersion"], item["kind"]) = (kind.ApiVersion, kind.Kind);
        var meta = item["metadata"]!.AsObject();
        (meta["uid"], meta["creationTimestamp"]) = ($"00000000-0000-0000-0000-{++_made:x12}", "2026-01-01T00:00:00Z");
        if (ns is not null)
        {
            meta["namespace"] = ns;
        }

        if (kind == FakeKinds.Definitions && EstablishesAtOnce)
        {
            Establish(item);
        }

        return item;
    }

    private static void Establish(JsonObject definition) => definition["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Established", ["status"] = "True" }) };

    private JsonObject Established(FakeKind kind, string key, JsonObject found)
    {
        if (kind != FakeKinds.Definitions || found["status"]?["conditions"] is not null)
        {
            return found;
        }

        if (_read.Add(key))
        {
            return found;
        }

        var after = (JsonObject)found.DeepClone();
        Establish(after);
        Store(kind, key, found, after, dryRun: false);
        return after;
    }

    private static JsonObject Kept(JsonObject found, JsonObject item)
    {
        var meta = item["metadata"]!.AsObject();
        foreach (var own in new[] { "uid", "creationTimestamp", "namespace", "managedFields", "generation" })
        {
            meta[own] ??= found["metadata"]![own]?.DeepClone();
        }

        item["status"] = found["status"]?.DeepClone();
        return item;
    }

    private static bool Same(JsonObject before, JsonObject after)
    {
        var (left, right) = ((JsonObject)before.DeepClone(), (JsonObject)after.DeepClone());
        foreach (var item in new[] { left, right })
        {
            item["metadata"]!.AsObject().Remove("resourceVersion");
            item["metadata"]!.AsObject().Remove("generation");
        }

        return JsonNode.DeepEquals(left, right);
    }

    private void Ring()
    {
        var news = _news;
        _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
        news.SetResult();
    }

    private static (string After, long Version) Page(string token)
    {
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split(' ', 2);
        return (parts[1], long.Parse(parts[0], CultureInfo.InvariantCulture));
    }

    private static bool Within(string key, FakeKind kind, string? ns) => key.StartsWith($"{kind.Plural}/{ns}{(ns is null ? "" : "/")}", StringComparison.Ordinal);

    private static string Key(FakeKind kind, string? ns, string name) => $"{kind.Plural}/{ns}/{name}";

    private static string Type(FakeRequest request) => (request.Header("Content-Type") ?? "").Split(';')[0].Trim();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static FakeResponse Invalid(FakeKind kind, string name, params (string Reason, string Field, string Message)[] causes) =>
        FakeResponse.Error(422, "Invalid", $"{kind.Kind}{(kind.Group.Length > 0 ? $".{kind.Group}" : "")} \"{name}\" is invalid: {string.Join(", ", causes.Select(static cause => $"{cause.Field}: {cause.Message}"))}", causes);

    private static FakeResponse NotFound() => FakeResponse.Error(404, "NotFound", "the server could not find the requested resource");
}
