using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>A listener with its groups, as read or as desired.</summary>
/// <param name="Listener">The listener; null when there is none.</param>
/// <param name="Groups">Its groups.</param>
internal sealed record LiveListener(Listener? Listener, ImmutableArray<EndpointGroup> Groups)
{
    public static LiveListener Nothing { get; } = new(null, []);

    /// <summary>A fingerprint of what matters for routing: equal for what is read and what was written.</summary>
    public string Print() => Fingerprint.Text(Fingerprint.Of(ToString()).Value);

    public override string ToString() => Listener is null ? "nothing" : string.Join("; ", Groups
        .Where(static group => !group.Endpoints.IsEmpty).OrderBy(static group => group.Region, StringComparer.Ordinal).Select(Text)
        .Prepend($"{Listener.Protocol} {string.Join(',', Listener.Ports.Order(Comparer<PortRange>.Create(static (left, right) => left.From - right.From)).Select(static range => string.Create(CultureInfo.InvariantCulture, $"{range.From}-{range.To}")))} affinity {Listener.ClientAffinity}"));

    private static string Text(EndpointGroup group) => string.Create(
        CultureInfo.InvariantCulture,
        $"{group.Region} dial {group.Dial:0.###}: {string.Join(", ", group.Endpoints.OrderBy(static endpoint => endpoint.Id, StringComparer.Ordinal).Select(static endpoint => string.Create(CultureInfo.InvariantCulture, $"{endpoint.Id} weight {endpoint.Weight}")))}, checked {group.HealthProtocol} {group.HealthPort} {(group.HealthProtocol == "TCP" ? "" : group.HealthPath)}");
}
