using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Tests.Federation;

/// <summary>Makes arbitrary values out of one number, so that a failure can be had again.</summary>
internal sealed class Chance(int seed)
{
    private static readonly string[] Pieces = ["a", "yes", "no", "null", "~", "0777", "1e3", "true", ": ", "- ", "#", "\n", "\r", "\t", " ", "'", "\"", "\\", "|", ">", "&x", "*x", "<<", "{", "}", "[", ",", "é", "😀", "\u0001", "\u0085", "\u2028", "\ufeff", "%", "@", "`", "---", "...", "=", "0x1F", "12:30", "2001-01-01", "-", ".", "1.0", "key"];
    private readonly Random _random = new(seed);

    public static void Holds(Action<Chance> check, int times = 200) =>
        Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => check(new(seed))));

    public int Up(int most) => _random.Next(most + 1);

    public bool Heads() => _random.Next(2) == 0;

    public T One<T>(params T[] items) => items[_random.Next(items.Length)];

    public ImmutableArray<T> Some<T>(int most, Func<T> make) => [.. Enumerable.Range(0, Up(most)).Select(_ => make())];

    public string Text() => string.Concat(Some(5, () => One(Pieces)));

    public JsonNode? Json(int depth) => Up(depth > 0 ? 8 : 5) switch
    {
        0 => null,
        1 => JsonValue.Create(Heads()),
        2 => JsonValue.Create(One(0L, -1, 42, long.MaxValue, long.MinValue, _random.NextInt64())),
        3 => JsonValue.Create(One(0.5, -1.25e-7, 1e21, 1.7976931348623157e308, _random.NextDouble())),
        < 6 => JsonValue.Create(Text()),
        6 => new JsonArray([.. Some(4, () => Json(depth - 1))]),
        _ => Map(depth),
    };

    public JsonObject Map(int depth) => new(Some(4, () => (Key: Text(), Value: Json(depth - 1))).DistinctBy(static pair => pair.Key).Select(static pair => KeyValuePair.Create(pair.Key, pair.Value)));

    public ImmutableArray<ClusterFacts> Clusters() =>
    [
        .. new[] { "a", "b", "c", "d" }.Take(1 + Up(3)).Select(name => DistributorTests.Facts(name, One<string?>(null, "eu", "us"), cpu: Up(8000), pods: Up(40)) with
        {
            Provider = One(null, "aws", "azure"),
            Labels = Labels(),
        }),
    ];

    public FederatedWorkload Workload() => new()
    {
        Name = "web",
        Objects = [Deployment(), .. Heads() ? [ManifestTests.One("{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}}")] : Array.Empty<KubernetesObject>()],
        Placement = new() { Clusters = Selector() },
        Division = Division(),
        Overrides = Some(3, () => new ClusterOverride { Clusters = Selector(), Objects = One(null, new ObjectSelector { Kind = "Deployment" }, new ObjectSelector { Kind = "ConfigMap" }), Changes = Some(3, Change) }),
        Dependencies = One<ImmutableArray<KubernetesObject>?>(null, [ManifestTests.One("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}, data: {a: b}}")]),
    };

    public ReplicaDivision Division() => new()
    {
        Mode = One(Enum.GetValues<DivisionMode>()),
        Total = Heads() ? null : Up(30),
        Shares = Heads() ? [] : Some(3, () => new ClusterShare { Clusters = Selector(), Weight = Up(5), Maximum = Heads() ? null : Up(9) }),
    };

    private KubernetesObject Deployment() => KubernetesObject.Of(new JsonObject
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject { ["name"] = "web", ["namespace"] = "shop", ["labels"] = new JsonObject { ["app"] = "web" } },
        ["spec"] = new JsonObject
        {
            ["replicas"] = Up(12),
            ["template"] = new JsonObject
            {
                ["spec"] = new JsonObject
                {
                    ["initContainers"] = Heads() ? null : new JsonArray(new JsonObject { ["name"] = "init", ["image"] = "init:1" }),
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "web",
                        ["image"] = One("web", "registry.example.com/web:1", "a/web@sha256:01", "localhost:5000/web"),
                        ["args"] = new JsonArray("--a", "--b"),
                        ["envFrom"] = new JsonArray(new JsonObject { ["configMapRef"] = new JsonObject { ["name"] = "settings" } }),
                        ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "500m" } },
                    }),
                },
            },
        },
    }).Value!;

    private ClusterSelector Selector() => new()
    {
        Names = Up(3) == 0 ? [One("a", "b"), One("b", "c")] : null,
        Except = Up(4) == 0 ? [One("a", "b")] : [],
        Labels = new() { MatchExpressions = Up(3) == 0 ? [Up(1) == 0 ? new("tier", One(LabelOperator.In, LabelOperator.NotIn), ["front"]) : new("tier", One(LabelOperator.Exists, LabelOperator.DoesNotExist), [])] : [] },
        Regions = Up(4) == 0 ? ["eu"] : [],
        ExceptRegions = Up(4) == 0 ? ["us"] : [],
        Providers = Up(5) == 0 ? ["aws"] : [],
        ExceptProviders = Up(5) == 0 ? ["azure"] : [],
    };

    private Change Change() => Up(6) switch
    {
        0 => new ReplicasChange(Up(9)),
        1 => new ImageChange { Part = One(Enum.GetValues<ImagePart>()), Action = One(Enum.GetValues<ListAction>()), Value = One("x", "9.1", "mirror.example.org"), InitContainers = Heads(), Container = One(null, "web") },
        2 => new MetadataChange { Field = One(Enum.GetValues<MetadataField>()), Set = Texts(), Replace = Texts(), Remove = [.. Some(1, () => One("app", "x/y"))] },
        3 => new EnvironmentChange { Set = Texts(), Remove = ["A"], Container = One(null, "web") },
        4 => new CommandChange { Field = One(Enum.GetValues<CommandField>()), Container = "web", Action = One(Enum.GetValues<ListAction>()), Values = Some(2, () => One("--a", "--c", "yes")) },
        5 => new PatchChange { Operations = [new() { Kind = PatchKind.Add, Path = "/metadata/annotations", Value = new JsonObject { ["a~/b"] = Text() } }, new() { Kind = PatchKind.Remove, Path = "/metadata/annotations/a~0~1b" }] },
        _ => new PatchChange { Operations = [new() { Kind = PatchKind.Copy, From = "/metadata/name", Path = "/metadata/generation" }, new() { Kind = PatchKind.Test, Path = "/metadata/name", Value = "web" }] },
    };

    private ImmutableSortedDictionary<string, string> Labels() => Heads() ? ImmutableSortedDictionary<string, string>.Empty : DistributorTests.Texts(("tier", One("front", "back")));

    private ImmutableSortedDictionary<string, string> Texts() => DistributorTests.Texts([.. Some(2, () => (One("app", "x/y", "A"), Text())).DistinctBy(static pair => pair.Item1)]);
}
