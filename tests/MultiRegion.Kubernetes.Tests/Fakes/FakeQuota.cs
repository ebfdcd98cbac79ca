using System.Globalization;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Tests.Fakes;

/// <summary>How many objects of a kind a namespace may have: <c>count/deployments.apps</c> of its ResourceQuotas.</summary>
internal static class FakeQuota
{
    public static string? Exceeded(FakeKind kind, string? ns, IReadOnlyDictionary<string, JsonObject> items)
    {
        var what = $"count/{kind.GroupResource}";
        var used = items.Keys.Count(key => key.StartsWith($"{kind.Plural}/{ns}/", StringComparison.Ordinal));
        return items.Where(pair => pair.Key.StartsWith($"resourcequotas/{ns}/", StringComparison.Ordinal))
            .Select(pair => (Name: pair.Key.Split('/')[2], Limit: pair.Value["spec"]?["hard"]?[what]?.ToString()))
            .Where(quota => quota.Limit is not null && used >= int.Parse(quota.Limit, CultureInfo.InvariantCulture))
            .Select(quota => $"exceeded quota: {quota.Name}, requested: {what}=1, used: {what}={used}, limited: {what}={quota.Limit}").FirstOrDefault();
    }
}
