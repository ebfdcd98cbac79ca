using System.Collections.Immutable;

namespace MultiRegion.Policies;

/// <summary>The policies that an engine knows: its own, and those of the application.</summary>
internal static class PolicySet
{
    // An operator's drain is obeyed under every policy, so it stands first in every chain.
    public static ImmutableDictionary<PolicyId, IFailoverPolicy> Of(IReadOnlyDictionary<PolicyId, IFailoverPolicy> own) => new Dictionary<PolicyId, IFailoverPolicy>(own)
    {
        [PolicyIds.Priority] = new PriorityPolicy(servingFirst: false),
        [PolicyIds.ActiveActive] = new PriorityPolicy(servingFirst: true),
        [PolicyIds.Manual] = new ManualPolicy(),
    }.ToImmutableDictionary(static pair => pair.Key, static pair => (IFailoverPolicy)new PolicyChain(new DrainPolicy(), pair.Value));
}
