using System.Text;

namespace MultiRegion.Kubernetes.Apply;

/// <summary>Plans in words. Pure.</summary>
internal static class PlanText
{
    public static string Of(FederationPlan plan) => string.Join('\n', plan.Clusters.Select(static cluster => cluster.ToString()).Concat(plan.Notes.Select(static note => $"note: {note}")));

    public static string Of(ClusterPlan plan)
    {
        if (plan.Problem is { } problem)
        {
            return $"{plan.Cluster}: {problem}";
        }

        var text = new StringBuilder($"{plan.Cluster}: {Counts(plan)}");
        foreach (var item in plan.Objects.Where(static one => one.Change != ObjectChange.Unchanged || one.Note.Length > 0))
        {
            Add(text, item);
        }

        return text.ToString();
    }

    private static string Counts(ClusterPlan plan) => string.Join(", ", Enum.GetValues<ObjectChange>().Select(change => (Word: Word(change), Count: plan.Count(change))).Where(static one => one.Count > 0).Select(static one => $"{one.Count} to {one.Word}")) is { Length: > 0 } counts
        ? counts.Replace("to unchanged", "unchanged", StringComparison.Ordinal).Replace("to conflict", "in conflict", StringComparison.Ordinal).Replace("to impossible", "impossible", StringComparison.Ordinal)
        : "nothing";

    private static void Add(StringBuilder text, ObjectPlan item)
    {
        text.Append("\n  ").Append(Word(item.Change)).Append(' ').Append(item.Object).Append(item.Adopts ? " (adopted)" : "");
        text.Append(item.Note.Length > 0 ? $": {item.Note}" : "").Append(item.Problem is { } problem ? $": {problem}" : "");
        foreach (var field in item.Fields)
        {
            text.Append("\n    ").Append(field);
        }
    }

    private static string Word(ObjectChange change) => change.ToString().ToLowerInvariant();
}
