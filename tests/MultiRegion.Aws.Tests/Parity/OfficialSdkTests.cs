using MultiRegion.Aws.Tests.Fakes;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>The official JavaScript clients drive our fakes through real sockets: a fake that only our client understands fails here.</summary>
public sealed class OfficialSdkTests
{
    [NodeFact]
    public async Task They_drive_the_fake_Route_53()
    {
        var fake = new FakeRoute53 { Keys = FakeKeys.Route53, RecordPage = 2 };
        var zone = fake.AddZone("example.com");
        await using var host = await fake.ListenAsync();
        const string A = """{"Name":"www.example.com","Type":"A","SetIdentifier":"a","Weight":1,"TTL":60,"ResourceRecords":[{"Value":"192.0.2.1"}]}""";

        var read = await OfficialSdk.DriveAsync(
            "route53", host.Address,
            ("ListHostedZonesByName", """{"DNSName":"example.com"}"""),
            ("ChangeResourceRecordSets", Change(zone, "CREATE", A)),
            ("ChangeResourceRecordSets", Change(zone, "CREATE", A)),
            ("GetChange", """{"Id":"$1.ChangeInfo.Id"}"""),
            ("GetChange", """{"Id":"$1.ChangeInfo.Id"}"""),
            ("ListResourceRecordSets", $$"""{"HostedZoneId":"{{zone}}"}"""),
            ("ListResourceRecordSets", $$"""{"HostedZoneId":"{{zone}}","StartRecordName":"$5.NextRecordName","StartRecordType":"$5.NextRecordType","StartRecordIdentifier":"$5.NextRecordIdentifier"}"""),
            ("CreateHealthCheck", """{"CallerReference":"r1","HealthCheckConfig":{"Type":"HTTPS","FullyQualifiedDomainName":"a.example.com","Port":443,"ResourcePath":"/","RequestInterval":10,"FailureThreshold":3}}"""),
            ("UpdateHealthCheck", """{"HealthCheckId":"$7.HealthCheck.Id","HealthCheckVersion":1,"FailureThreshold":5}"""),
            ("UpdateHealthCheck", """{"HealthCheckId":"$7.HealthCheck.Id","HealthCheckVersion":1,"FailureThreshold":6}"""),
            ("ChangeTagsForResource", """{"ResourceType":"healthcheck","ResourceId":"$7.HealthCheck.Id","AddTags":[{"Key":"k","Value":"v"}]}"""),
            ("ListTagsForResources", """{"ResourceType":"healthcheck","ResourceIds":["$7.HealthCheck.Id"]}"""),
            ("ListHealthChecks", "{}"),
            ("GetHealthCheckStatus", """{"HealthCheckId":"$7.HealthCheck.Id"}"""),
            ("DeleteHealthCheck", """{"HealthCheckId":"$7.HealthCheck.Id"}"""),
            ("GetHostedZone", """{"Id":"Z404"}"""),
            ("ChangeResourceRecordSets", Change(zone, "DELETE", A)));

        Errors(read).ShouldBe(["2 InvalidChangeBatch", "9 HealthCheckVersionMismatch", "15 NoSuchHostedZone"]);
        read[2].Error!.Message.ShouldContain("Tried to create resource record set [name='www.example.com.', type='A', set-identifier='a'] but it already exists");
        read[3].Read!.Value.GetProperty("ChangeInfo").GetProperty("Status").GetString().ShouldBe("PENDING");
        read[4].Read!.Value.GetProperty("ChangeInfo").GetProperty("Status").GetString().ShouldBe("INSYNC");
        SdkRead.List(read[6].Read!.Value, "ResourceRecordSets").Select(SdkRead.Record).Single().Weight.ShouldBe(1);
        SdkRead.Tags(SdkRead.List(read[11].Read!.Value, "ResourceTagSets").Single())["k"].ShouldBe("v");
        SdkRead.Check(SdkRead.List(read[12].Read!.Value, "HealthChecks").Single()).Config.FailureThreshold.ShouldBe(5);
        fake.Records(zone).ShouldBeEmpty();
        (fake.Requests, fake.Writes).ShouldBe((17, 6));
    }

    [NodeFact]
    public async Task They_read_the_errors_of_the_fake_Route_53()
    {
        var fake = new FakeRoute53();
        var zone = fake.AddZone("example.com");
        fake.Inject(Fault.Throttle);
        fake.Inject(Fault.PriorRequestNotComplete);
        fake.Inject(Fault.Denied);
        fake.Inject(Fault.ExpiredToken);
        fake.Inject(Fault.Unavailable);
        await using var host = await fake.ListenAsync();

        var read = await OfficialSdk.DriveAsync("route53", host.Address, Enumerable.Repeat(("GetHostedZone", $$"""{"Id":"{{zone}}"}"""), 6));

        Errors(read).ShouldBe(["0 Throttling", "1 PriorRequestNotComplete", "2 AccessDenied", "3 ExpiredToken", "4 ServiceUnavailable"]);
        read.Select(static one => one.Status).ShouldBe([400, 400, 403, 403, 503, 200]);
    }

    [NodeFact]
    public async Task They_drive_the_fake_Global_Accelerator()
    {
        var fake = new FakeGlobalAccelerator { Keys = FakeKeys.GlobalAccelerator };
        var accelerator = fake.AddAccelerator("front");
        await using var host = await fake.ListenAsync();
        fake.Inject(Fault.TransactionInProgress, operation: "AddEndpoints");

        var read = await OfficialSdk.DriveAsync(
            "globalaccelerator", host.Address,
            ("ListAccelerators", "{}"),
            ("CreateListener", $$"""{"AcceleratorArn":"{{accelerator}}","PortRanges":[{"FromPort":443,"ToPort":443}],"Protocol":"TCP","IdempotencyToken":"t1"}"""),
            ("CreateEndpointGroup", """{"ListenerArn":"$1.Listener.ListenerArn","EndpointGroupRegion":"eu-west-1","IdempotencyToken":"t2"}"""),
            ("CreateEndpointGroup", """{"ListenerArn":"$1.Listener.ListenerArn","EndpointGroupRegion":"eu-west-1","IdempotencyToken":"t3"}"""),
            ("AddEndpoints", """{"EndpointGroupArn":"$2.EndpointGroup.EndpointGroupArn","EndpointConfigurations":[{"EndpointId":"eipalloc-1","Weight":7}]}"""),
            ("AddEndpoints", """{"EndpointGroupArn":"$2.EndpointGroup.EndpointGroupArn","EndpointConfigurations":[{"EndpointId":"eipalloc-1","Weight":7}]}"""),
            ("UpdateEndpointGroup", """{"EndpointGroupArn":"$2.EndpointGroup.EndpointGroupArn","TrafficDialPercentage":12.5}"""),
            ("ListEndpointGroups", """{"ListenerArn":"$1.Listener.ListenerArn"}"""),
            ("DescribeAccelerator", $$"""{"AcceleratorArn":"{{accelerator}}"}"""),
            ("DescribeAccelerator", $$"""{"AcceleratorArn":"{{accelerator}}"}"""),
            ("RemoveEndpoints", """{"EndpointGroupArn":"$2.EndpointGroup.EndpointGroupArn","EndpointIdentifiers":[{"EndpointId":"eipalloc-1"}]}"""),
            ("TagResource", $$"""{"ResourceArn":"{{accelerator}}","Tags":[{"Key":"k","Value":"v"}]}"""),
            ("ListTagsForResource", $$"""{"ResourceArn":"{{accelerator}}"}"""),
            ("UpdateListener", """{"ListenerArn":"$1.Listener.ListenerArn","ClientAffinity":"SOURCE_IP"}"""),
            ("ListListeners", $$"""{"AcceleratorArn":"{{accelerator}}"}"""),
            ("DeleteEndpointGroup", """{"EndpointGroupArn":"$2.EndpointGroup.EndpointGroupArn"}"""),
            ("DeleteEndpointGroup", """{"EndpointGroupArn":"$2.EndpointGroup.EndpointGroupArn"}"""));

        Errors(read).ShouldBe(["3 EndpointGroupAlreadyExistsException", "4 TransactionInProgressException", "16 EndpointGroupNotFoundException"]);
        var group = SdkRead.Group(SdkRead.List(read[7].Read!.Value, "EndpointGroups").Single());
        (group.Dial, group.Endpoints.Single().Weight).ShouldBe((12.5, 7));
        SdkRead.Accelerator(read[8].Read!.Value.GetProperty("Accelerator")).Deployed.ShouldBeFalse();
        SdkRead.Accelerator(read[9].Read!.Value.GetProperty("Accelerator")).Deployed.ShouldBeTrue();
        SdkRead.Listener(SdkRead.List(read[14].Read!.Value, "Listeners").Single()).ClientAffinity.ShouldBe("SOURCE_IP");
        SdkRead.Tags(read[12].Read!.Value)["k"].ShouldBe("v");
    }

    [NodeFact]
    public async Task They_drive_the_fake_routing_controls()
    {
        var fake = new FakeRoutingControls { Keys = FakeKeys.Route53 with { Scope = "us-east-1/route53-recovery-cluster" }, AtLeastOn = 1 };
        fake.Add("arn:a", true);
        fake.Add("arn:b", false);
        await using var host = await fake.ListenAsync();

        var read = await OfficialSdk.DriveAsync(
            "routingcontrol", new(host.Address, "/v1"),
            ("UpdateRoutingControlStates", """{"UpdateRoutingControlStateEntries":[{"RoutingControlArn":"arn:a","RoutingControlState":"Off"}]}"""),
            ("UpdateRoutingControlStates", """{"UpdateRoutingControlStateEntries":[{"RoutingControlArn":"arn:a","RoutingControlState":"Off"},{"RoutingControlArn":"arn:b","RoutingControlState":"On"}]}"""),
            ("GetRoutingControlState", """{"RoutingControlArn":"arn:b"}"""));

        Errors(read).ShouldBe(["0 ConflictException"]);
        read[2].Read!.Value.GetProperty("RoutingControlState").GetString().ShouldBe("On");
    }

    private static string Change(string zone, string action, string record) =>
        $$$"""{"HostedZoneId":"{{{zone}}}","ChangeBatch":{"Changes":[{"Action":"{{{action}}}","ResourceRecordSet":{{{record}}}}]}}""";

    private static IEnumerable<string> Errors(IReadOnlyList<RecordedOutcome> read) => read.Index().Where(static one => one.Item.Error is not null).Select(static one => $"{one.Index} {one.Item.Error!.Name}");
}
