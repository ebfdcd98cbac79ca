using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Config;

/// <summary>From the text of one kubeconfig file to its entries; each mistake with file, line and path, and no value.</summary>
internal sealed class KubeConfigReader
{
    private readonly string _file;
    private readonly List<string> _mistakes = [];

    private KubeConfigReader(string file) => _file = file;

    public static Result<KubeConfig> Read(string file, string text)
    {
        var yaml = YamlReader.Read(text);
        return !yaml.Succeeded ? Problem.Refused($"{file}: {yaml.Problem.Detail}.") : new KubeConfigReader(file).Read(yaml.Value);
    }

    private Result<KubeConfig> Read(YamlValue root)
    {
        if (root.Kind == YamlKind.Null)
        {
            return new KubeConfig { Files = [_file] };
        }

        var fields = new Fields(this, root, "");
        if (fields.Text("kind") is { } kind && kind != "Config")
        {
            Wrong(root["kind"]!, "kind", $"is '{kind}': a kubeconfig has the kind Config");
        }

        var config = new KubeConfig
        {
            Clusters = Named(root, "clusters", "cluster", Cluster),
            Users = Named(root, "users", "user", User),
            Contexts = Named(root, "contexts", "context", Context),
            CurrentContext = fields.Text("current-context"),
            Files = [_file],
        };
        return _mistakes.Count == 0 ? config : Problem.Refused($"{string.Join("; ", _mistakes.Take(20))}.");
    }

    private ImmutableDictionary<string, T> Named<T>(YamlValue root, string list, string member, Func<Fields, T?> read)
        where T : class
    {
        var found = ImmutableDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        var entries = new Fields(this, root, "").List(list);
        for (var i = 0; i < entries.Length; i++)
        {
            var path = $"{list}[{i}]";
            var name = new Fields(this, entries[i], path).Text("name");
            if (name is null)
            {
                Wrong(entries[i], $"{path}.name", "is missing");
            }
            else if (new Fields(this, entries[i], path).Map(member) is { } inner && read(inner) is { } entry && !found.TryAdd(name, entry))
            {
                Wrong(entries[i], path, $"the name '{name}' stands there twice");
            }
        }

        return found.ToImmutable();
    }

    private static ClusterEntry Cluster(Fields at) => new()
    {
        At = at.Place,
        Server = at.Text("server"),
        TlsServerName = at.Text("tls-server-name"),
        SkipTlsVerify = at.Flag("insecure-skip-tls-verify"),
        AuthorityFile = at.Path("certificate-authority"),
        AuthorityData = at.Data("certificate-authority-data"),
        ProxyUrl = at.Text("proxy-url"),
        DisableCompression = at.Flag("disable-compression"),
        ExecConfig = at.Extension("client.authentication.k8s.io/exec"),
    };

    private static UserEntry User(Fields at) => new()
    {
        At = at.Place,
        CertificateFile = at.Path("client-certificate"),
        CertificateData = at.Data("client-certificate-data"),
        KeyFile = at.Path("client-key"),
        KeyData = at.Data("client-key-data"),
        Token = at.Text("token"),
        TokenFile = at.Path("tokenFile"),
        Username = at.Text("username"),
        Password = at.Text("password"),
        Impersonation = new(at.Text("as"), at.Text("as-uid"), at.Texts("as-groups"), at.Extra("as-user-extra")),
        Exec = at.Has("exec") && at.Map("exec") is { } exec ? Exec(exec) : null,
        AuthProvider = at.Has("auth-provider") ? at.Map("auth-provider")?.Text("name") ?? "unnamed" : null,
    };

    private static ExecEntry? Exec(Fields at) => at.Required("apiVersion") is { } version && at.Required("command") is { } command
        ? new()
        {
            At = at.Place,
            ApiVersion = version,
            Command = command.Contains('/') || command.Contains('\\') ? at.Resolve(command) : command,
            Arguments = at.Texts("args"),
            Environment = at.Environment("env"),
            InstallHint = at.Text("installHint"),
            ProvideClusterInfo = at.Flag("provideClusterInfo"),
            InteractiveMode = at.Text("interactiveMode"),
        }
        : null;

    private static ContextEntry? Context(Fields at) => new(at.Place, at.Text("cluster") ?? "", at.Text("user"), at.Text("namespace"));

    private void Wrong(YamlValue value, string path, string what) => _mistakes.Add($"{new Place(_file, path, value.Line)} {what}");

    /// <summary>The members of a map, read by what they must be.</summary>
    private sealed class Fields(KubeConfigReader reader, YamlValue map, string path)
    {
        public Place Place => new(reader._file, path, map.Line);

        public bool Has(string key) => map[key] is not null;

        public string? Text(string key) => Of(key, YamlKind.Text, "a text")?.Text;

        public string? Required(string key)
        {
            var text = Text(key);
            if (string.IsNullOrEmpty(text))
            {
                reader.Wrong(map, Below(key), "is missing");
            }

            return text;
        }

        public Fields? Map(string key) => Of(key, YamlKind.Map, "a map") is { } value ? new(reader, value, Below(key)) : Missing(key);

        public ImmutableArray<YamlValue> List(string key) => Of(key, YamlKind.List, "a list")?.Items ?? [];

        public bool Flag(string key)
        {
            var text = Text(key);
            if (text is null or "true" or "false")
            {
                return text == "true";
            }

            reader.Wrong(map[key]!, Below(key), "is neither true nor false");
            return false;
        }

        public string? Path(string key) => Text(key) is { Length: > 0 } text ? Resolve(text) : null;

        public string Resolve(string text) => System.IO.Path.GetFullPath(text, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(reader._file))!);

        public byte[]? Data(string key)
        {
            if (Text(key) is not { Length: > 0 } text)
            {
                return null;
            }

            try
            {
                return Convert.FromBase64String(text);
            }
            catch (FormatException)
            {
                reader.Wrong(map[key]!, Below(key), "is not base64");
                return null;
            }
        }

        public ImmutableArray<string> Texts(string key) => [.. List(key).Select((item, i) => Item(item, $"{Below(key)}[{i}]"))];

        public ImmutableArray<(string Name, string Value)> Environment(string key) =>
            [.. List(key).Select((item, i) => new Fields(reader, item, $"{Below(key)}[{i}]")).Select(static pair => (pair.Required("name") ?? "", pair.Text("value") ?? ""))];

        public ImmutableArray<(string Key, string Value)> Extra(string key) => Has(key) && Map(key) is { } extra
            ? [.. extra.Keys.SelectMany(name => extra.Texts(name).Select(value => (name, value)))]
            : [];

        public string? Extension(string name) => List("extensions").FirstOrDefault(item => item["name"]?.Text == name)?["extension"] is { } value ? Json(value)?.ToJsonString() : null;

        private IEnumerable<string> Keys => map.Members.Keys.Order(StringComparer.Ordinal);

        private static JsonNode? Json(YamlValue value) => value.Kind switch
        {
            YamlKind.Map => new JsonObject(value.Members.Select(static pair => KeyValuePair.Create(pair.Key, Json(pair.Value)))),
            YamlKind.List => new JsonArray([.. value.Items.Select(Json)]),
            YamlKind.Text => JsonValue.Create(value.Text),
            _ => null,
        };

        private string Item(YamlValue item, string at)
        {
            if (item.Kind != YamlKind.Text)
            {
                reader.Wrong(item, at, "must be a text");
            }

            return item.Text;
        }

        private Fields? Missing(string key)
        {
            if (!Has(key))
            {
                reader.Wrong(map, Below(key), "is missing");
            }

            return null;
        }

        private YamlValue? Of(string key, YamlKind kind, string what)
        {
            if (map.Kind != YamlKind.Map)
            {
                reader.Wrong(map, path.Length == 0 ? "the document" : path, "must be a map");
                return null;
            }

            if (map[key] is { } value && value.Kind != kind)
            {
                reader.Wrong(value, Below(key), $"must be {what}");
                return null;
            }

            return map[key];
        }

        private string Below(string key) => path.Length == 0 ? key : $"{path}.{key}";
    }
}
