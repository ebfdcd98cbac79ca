using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion;
using MultiRegion.Kubernetes;
using MultiRegion.Kubernetes.Apply;

namespace Fleet;

/// <summary>What came of it, cluster by cluster.</summary>
internal sealed class Outcome
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<string, Counts> _clusters = new(StringComparer.Ordinal);

    /// <summary>For people.</summary>
    public List<string> Lines { get; } = [];

    public bool IsGood { get; private set; } = true;

    public void Add(string name, ClusterPlan plan)
    {
        var failed = plan.Count(ObjectChange.Impossible);
        Add(name, plan.Problem, new(plan.Count(ObjectChange.Create), plan.Count(ObjectChange.Change), plan.Count(ObjectChange.Unchanged), plan.Count(ObjectChange.Delete), plan.Count(ObjectChange.Conflict), failed, IsAway: false));
    }

    public void Add(string name, ClusterReport report)
    {
        var failed = report.Count(ObjectOutcome.Failed) + report.Count(ObjectOutcome.NotTried) + report.Count(ObjectOutcome.Unknown);
        Add(name, report.Problem, new(report.Count(ObjectOutcome.Created), report.Count(ObjectOutcome.Changed), report.Count(ObjectOutcome.Unchanged), report.Count(ObjectOutcome.Deleted), report.Count(ObjectOutcome.Conflict), failed, IsAway: false));
    }

    public void Away(string name, Problem? problem) => Add(name, problem ?? Problem.Unreachable($"{name}: nothing is known about it."), default);

    /// <summary>That something is not as it shall be although nothing was to be written.</summary>
    public void Bad() => IsGood = false;

    public string ToJson(FederationTraffic traffic, TimeSpan took) => new JsonObject
    {
        ["clusters"] = new JsonObject(_clusters.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.ToJson()))),
        ["requests"] = traffic.Requests,
        ["writes"] = traffic.Writes,
        ["wallMs"] = (long)took.TotalMilliseconds,
    }.ToJsonString(Relaxed);

    private void Add(string name, Problem? problem, Counts counts)
    {
        _clusters[name] = counts with { IsAway = problem?.Kind == ProblemKind.Unreachable, Failed = counts.Failed + (problem is null or { Kind: ProblemKind.Unreachable } ? 0 : 1) };
        IsGood &= problem is null && counts is { Conflicts: 0, Failed: 0 };
    }

    private readonly record struct Counts(int Created, int Changed, int Unchanged, int Deleted, int Conflicts, int Failed, bool IsAway)
    {
        public JsonObject ToJson() => new()
        {
            ["created"] = Created,
            ["changed"] = Changed,
            ["unchanged"] = Unchanged,
            ["deleted"] = Deleted,
            ["conflicts"] = Conflicts,
            ["failed"] = Failed,
            ["unreachable"] = IsAway,
        };
    }
}
