using System.Collections.Immutable;
using System.Text;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Tests.Parity;
using MultiRegion.Aws.Tests.Wire;
using MultiRegion.Aws.Wire;

namespace MultiRegion.Aws.Tests.Specs;

/// <summary>Bodies are what the vendor's models describe: those that we send, and those that the fakes answer.</summary>
public sealed class ServiceModelTests
{
    private static readonly AwsClientSettings Settings = new() { Credentials = FakeKeys.Route53.Credentials, Retry = new() { Attempts = 1 }, Roll = static () => 0 };

    [SpecFact]
    public async Task Requests_to_Route_53_are_as_the_model_describes_them()
    {
        var model = ServiceModel.Route53;
        foreach (var recording in Recording.Of("route53"))
        {
            var server = new CannedServer([.. recording.Exchanges.Select(static one => one.Response)]);
            using var client = Route53Client.Create(Settings with { Transport = server }).Value!;
            await Route53Calls.All[recording.Name].Call(client);

            server.Requests.SelectMany(request => model.XmlRequest(recording.Command, request.Method, request.Path, request.Query.Keys, request.Text)).ShouldBeEmpty(recording.Name);
        }
    }

    [SpecFact]
    public async Task Requests_to_Global_Accelerator_are_as_the_model_describes_them()
    {
        var model = ServiceModel.GlobalAccelerator;
        foreach (var recording in Recording.Of("globalaccelerator"))
        {
            var server = new CannedServer([.. recording.Exchanges.Select(static one => one.Response)]);
            using var client = GlobalAcceleratorClient.Create(Settings with { Transport = server }).Value!;
            await GlobalAcceleratorCalls.All[recording.Name].Call(client);

            server.Requests.SelectMany(request => model.JsonRequest(recording.Command, request.Text)).ShouldBeEmpty(recording.Name);
        }
    }

    [SpecFact]
    public void What_the_models_do_not_describe_is_noticed()
    {
        ServiceModel.Route53.XmlRequest("GetHostedZone", "POST", "/2013-04-01/zone/Z", ["x"], "").Count().ShouldBe(3);
        ServiceModel.Route53.XmlRequest("CreateHealthCheck", "POST", "/2013-04-01/healthcheck", [], "<CreateHealthCheckRequest xmlns='https://route53.amazonaws.com/doc/2013-04-01/'><HealthCheckConfig><Port>x</Port><Other/><Type>X</Type></HealthCheckConfig></CreateHealthCheckRequest>").Count().ShouldBe(4);
        ServiceModel.GlobalAccelerator.JsonRequest("UpdateEndpointGroup", """{"TrafficDialPercentage":101,"HealthCheckPort":"80","X":1}""").Count().ShouldBe(4);
    }

    [SpecFact]
    public async Task Answers_of_the_fake_Route_53_are_as_the_model_describes_them()
    {
        using var rig = new Rig();
        var zone = rig.Dns.AddZone("example.com");
        var check = (await rig.RunAsync(rig.Route53.CreateHealthCheckAsync("r", Samples.Https(), default))).Value!;
        var change = (await rig.RunAsync(rig.Route53.ChangeAsync(zone, Everything(zone, check.Id), "c", default))).Value!;
        rig.Dns.Observe(check.Id, new HealthObservation("us-east-1", "15.177.2.55", "Success", rig.Clock.GetUtcNow()));
        rig.Dns.RecordPage = 3;
        rig.Dns.CheckPage = 1;
        rig.Dns.AddHealthCheck(new() { Type = "CALCULATED", Children = [check.Id], HealthThreshold = 1 });
        await rig.RunAsync(rig.Route53.GetChangeAsync(change.Id, default));
        await rig.RunAsync(rig.Route53.GetZoneAsync(zone, default));
        await rig.RunAsync(rig.Route53.FindZonesAsync("example.com", default));
        await rig.RunAsync(rig.Route53.ListRecordsAsync(zone, null, false, default));
        await rig.RunAsync(rig.Route53.ListHealthChecksAsync(default));
        await rig.RunAsync(rig.Route53.GetHealthCheckStatusAsync(check.Id, default));
        await rig.RunAsync(rig.Route53.TagHealthCheckAsync(check.Id, ImmutableDictionary<string, string>.Empty.Add("k", "v"), default));
        await rig.RunAsync(rig.Route53.ListHealthCheckTagsAsync([check.Id], default));
        await rig.RunAsync(rig.Route53.DeleteHealthCheckAsync(rig.Dns.AddHealthCheck(Samples.Https("b.example.com")).Id, default));

        rig.Dns.Calls.Select(static call => call.Operation).Distinct().Count().ShouldBe(11);
        rig.Dns.Calls.ShouldAllBe(static call => call.Response!.IsSuccess);
        rig.Dns.Calls.SelectMany(call => ServiceModel.Route53.XmlResponse(call.Operation, Encoding.UTF8.GetString(call.Response!.Body))).ShouldBeEmpty();
    }

    [SpecFact]
    public async Task Answers_of_the_fake_Global_Accelerator_are_as_the_model_describes_them()
    {
        using var rig = new Rig();
        var accelerator = rig.Front.AddAccelerator();
        rig.Front.Page = 1;
        rig.Front.AddAccelerator("other");
        var listener = (await rig.RunAsync(rig.Accelerator.CreateListenerAsync(accelerator, new(null, "TCP", "NONE", [new(443, 443)]), "t", default))).Value!;
        var group = (await rig.RunAsync(rig.Accelerator.CreateGroupAsync(listener.Arn!, Samples.Group("eu-west-1", 50, new AcceleratorEndpoint("i-1", 1)), "t2", default))).Value!;
        await rig.RunAsync(rig.Accelerator.UpdateListenerAsync(listener, default));
        await rig.RunAsync(rig.Accelerator.UpdateGroupAsync(group.Arn!, new() { Dial = 0.5, PortOverrides = [new(443, 8443)] }, default));
        await rig.RunAsync(rig.Accelerator.AddEndpointsAsync(group.Arn!, [new("i-2", 2)], default));
        await rig.RunAsync(rig.Accelerator.RemoveEndpointsAsync(group.Arn!, ["i-2"], default));
        await rig.RunAsync(rig.Accelerator.TagAsync(accelerator, ImmutableDictionary<string, string>.Empty.Add("k", "v"), default));
        await rig.RunAsync(rig.Accelerator.ListTagsAsync(accelerator, default));
        await rig.RunAsync(rig.Accelerator.ListAsync(default));
        await rig.RunAsync(rig.Accelerator.ListListenersAsync(accelerator, default));
        await rig.RunAsync(rig.Accelerator.ListGroupsAsync(listener.Arn!, default));
        await rig.RunAsync(rig.Accelerator.DescribeAsync(accelerator, default));
        await rig.RunAsync(rig.Accelerator.DeleteGroupAsync(group.Arn!, default));

        rig.Front.Calls.Select(static call => call.Operation).Distinct().Count().ShouldBe(13);
        rig.Front.Calls.ShouldAllBe(static call => call.Response!.IsSuccess);
        rig.Front.Calls.SelectMany(call => ServiceModel.GlobalAccelerator.JsonResponse(call.Operation, Encoding.UTF8.GetString(call.Response!.Body))).ShouldBeEmpty();
    }

    private static ImmutableArray<RecordChange> Everything(string zone, string check) => Samples.Create(
        Samples.Record("simple.example.com."),
        Samples.Record("w.example.com.") with { SetIdentifier = "a", Weight = 0, HealthCheckId = check },
        Samples.Record("f.example.com.") with { SetIdentifier = "a", Failover = "PRIMARY" },
        Samples.Record("g.example.com.") with { SetIdentifier = "a", GeoLocation = new(null, "US", "CA") },
        Samples.Record("l.example.com.") with { SetIdentifier = "a", Region = "eu-west-1" },
        Samples.Record("m.example.com.") with { SetIdentifier = "a", MultiValueAnswer = true },
        Samples.Record("p.example.com.") with { SetIdentifier = "a", GeoProximity = new(null, null, "49.22", "-74.01", 10) },
        new() { Name = "*.example.com.", Type = "A", Alias = new(zone, "simple.example.com.", true) });
}
