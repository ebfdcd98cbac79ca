using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Wire;
using Call = MultiRegion.Aws.Tests.Parity.SameCall<MultiRegion.Aws.Wire.GlobalAcceleratorClient>;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>The recorded cases of Global Accelerator, called by our client.</summary>
internal static class GlobalAcceleratorCalls
{
    private const string Acc = "arn:aws:globalaccelerator::111122223333:accelerator/1234abcd-abcd-1234-abcd-1234abcdefgh";
    private const string Lis = $"{Acc}/listener/0123vxyz";
    private const string Grp = $"{Lis}/endpoint-group/ab88888example";

    private static readonly EndpointGroup Group = new()
    {
        Region = "eu-west-1",
        Dial = 33.3,
        HealthPort = 80,
        HealthProtocol = "HTTP",
        HealthPath = "/healthz",
        HealthInterval = 10,
        Threshold = 2,
        PortOverrides = [new(443, 8443)],
        Endpoints = [new("eipalloc-1", 0), new("i-1", 255, PreserveClientAddress: true)],
    };

    public static IReadOnlyDictionary<string, Call> All { get; } = new Dictionary<string, Call>
    {
        ["describe"] = Call.Of(static client => client.DescribeAsync(Acc, default), static read => SdkRead.Accelerator(read[0].GetProperty("Accelerator"))),
        ["list"] = Call.Of(static client => client.ListAsync(default), static read => read.SelectMany(static one => SdkRead.List(one, "Accelerators")).Select(SdkRead.Accelerator)),
        ["list-listeners"] = Call.Of(static client => client.ListListenersAsync(Acc, default), static read => read.SelectMany(static one => SdkRead.List(one, "Listeners")).Select(SdkRead.Listener)),
        ["list-groups"] = Call.Of(static client => client.ListGroupsAsync(Lis, default), static read => read.SelectMany(static one => SdkRead.List(one, "EndpointGroups")).Select(SdkRead.Group)),
        ["create-listener"] = NewListener,
        ["update-listener"] = Call.Of(static client => client.UpdateListenerAsync(new(Lis, "UDP", "SOURCE_IP", [new(443, 443)]), default), OneListener),
        ["create-group"] = Call.Of(static client => client.CreateGroupAsync(Lis, Group, "token-2", default), OneGroup),
        ["create-group-plain"] = Call.Of(static client => client.CreateGroupAsync(Lis, new() { Region = "us-east-1" }, "token-3", default), OneGroup),
        ["dial"] = Update(new() { Dial = 0 }),
        ["replace-endpoints"] = Update(new() { Endpoints = [new("i-1", 12, PreserveClientAddress: false)] }),
        ["empty-group"] = Update(new() { Endpoints = [], PortOverrides = [] }),
        ["group-health"] = Update(new() { HealthPort = 8080, HealthProtocol = "HTTPS", HealthPath = "/a?b=1", HealthInterval = 30, Threshold = 10 }),
        ["delete-group"] = Call.Of(static client => client.DeleteGroupAsync(Grp, default), static _ => true),
        ["add-endpoints"] = Add,
        ["remove-endpoints"] = Call.Of(static client => client.RemoveEndpointsAsync(Grp, ["i-1", "i-2"], default), static _ => true),
        ["list-tags"] = Call.Of(static client => client.ListTagsAsync(Acc, default), static read => SdkRead.Tags(read[0])),
        ["tag"] = Call.Of(static client => client.TagAsync(Acc, ImmutableDictionary<string, string>.Empty.Add("multiregion:owner", "é \"x\"").Add("multiregion:epoch", "7"), default), static _ => true),

        ["error-not-found"] = Fails,
        ["error-namespace"] = Fails,
        ["error-header"] = Fails,
        ["error-denied"] = Fails,
        ["error-throttling"] = Fails,
        ["error-token"] = Fails,
        ["error-transaction"] = Add,
        ["error-limit"] = NewListener,
    };

    private static Call Fails => Call.Of(static client => client.DescribeAsync(Acc, default), static _ => null);

    private static Call Add => Call.Of(static client => client.AddEndpointsAsync(Grp, [new("i-1", 1)], default), static _ => true);

    private static Call NewListener => Call.Of(static client => client.CreateListenerAsync(Acc, new(null, "TCP", "NONE", [new(80, 81)]), "token-1", default), OneListener);

    private static Call Update(EndpointGroupUpdate update) => Call.Of(client => client.UpdateGroupAsync(Grp, update, default), OneGroup);

    private static object OneGroup(IReadOnlyList<JsonElement> read) => SdkRead.Group(read[0].GetProperty("EndpointGroup"));

    private static object OneListener(IReadOnlyList<JsonElement> read) => SdkRead.Listener(read[0].GetProperty("Listener"));
}
