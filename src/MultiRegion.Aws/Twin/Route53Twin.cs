using System.Collections.Immutable;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Twin;

/// <summary>How Route 53 answers from a zone. Pure.</summary>
internal sealed class Route53Twin(IEnumerable<ResourceRecordSet> records, KnownHealth health)
{
    private const int DeepestAlias = 32;
    private readonly ILookup<(string Name, string Type), ResourceRecordSet> _groups = records.ToLookup(static record => (record.Name, record.Type));

    /// <summary>The answers that a client may get, with probabilities that add up to 1.</summary>
    public ImmutableArray<Answer> Ask(string name, string type, DnsClient client)
    {
        var answers = ImmutableArray.CreateBuilder<Answer>();
        Ask((name, _groups.Contains((name, "CNAME")) ? "CNAME" : type), client.Seen, 1, 0, answers);
        return answers.DrainToImmutable();
    }

    private void Ask((string Name, string Type) key, Whereabouts client, double probability, int depth, ImmutableArray<Answer>.Builder answers)
    {
        ImmutableArray<ResourceRecordSet> group = [.. _groups[key]];
        if (group.IsEmpty || depth > DeepestAlias)
        {
            answers.Add(new([], 0, probability));
            return;
        }

        foreach (var choice in RecordChoice.Of(group, client, IsHealthy))
        {
            if (choice.Records is [{ Alias: { } alias } record] && _groups.Contains((alias.DnsName, record.Type)))
            {
                Ask((alias.DnsName, record.Type), client, probability * choice.Probability, depth + 1, answers);
            }
            else
            {
                answers.Add(choice with { Probability = probability * choice.Probability });
            }
        }
    }

    private bool IsHealthy(ResourceRecordSet record) => IsHealthy(record, 0);

    private bool IsHealthy(ResourceRecordSet record, int depth) =>
        (record.HealthCheckId is not { } id || health.Check(id))
        && (record.Alias is not { EvaluateTargetHealth: true } alias || IsTargetHealthy(alias, record.Type, depth));

    // A branch is healthy while any leaf of it is, whichever client can reach that leaf.
    private bool IsTargetHealthy(AliasTarget alias, string type, int depth) =>
        !_groups.Contains((alias.DnsName, type)) ? health.Target(alias)
        : depth <= DeepestAlias && _groups[(alias.DnsName, type)].Any(record => IsHealthy(record, depth + 1));
}
