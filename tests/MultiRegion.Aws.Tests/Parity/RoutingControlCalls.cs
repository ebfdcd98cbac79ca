using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Wire;
using Call = MultiRegion.Aws.Tests.Parity.SameCall<MultiRegion.Aws.Wire.RoutingControlClient>;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>The recorded cases of the routing controls, called by our client.</summary>
internal static class RoutingControlCalls
{
    private const string A = "arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/a";
    private const string B = "arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/b";

    public static IReadOnlyDictionary<string, Call> All { get; } = new Dictionary<string, Call>
    {
        ["get"] = Call.Of(static client => client.GetAsync(A, default), static read => read[0].GetProperty("RoutingControlState").GetString() == "On"),
        ["set"] = Call.Of(static client => client.SetAsync([new(A, false), new(B, true)], [], default), static _ => true),
        ["override"] = Call.Of(static client => client.SetAsync([new(A, false), new(B, true)], ["arn:rule"], default), static _ => true),
        ["error-rule"] = Call.Of(static client => client.SetAsync([new(A, false), new(B, true)], [], default), static _ => null),
        ["error-endpoint"] = Call.Of(static client => client.GetAsync(A, default), static _ => null),
        ["error-throttling"] = Call.Of(static client => client.GetAsync(A, default), static _ => null),
    };
}
