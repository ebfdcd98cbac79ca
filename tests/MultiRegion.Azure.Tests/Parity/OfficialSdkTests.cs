using System.Diagnostics;
using System.Text.Json.Nodes;
using MultiRegion.Azure.Planning;
using MultiRegion.Azure.Tests.Fakes;
using MultiRegion.Azure.Tests.Twin;

namespace MultiRegion.Azure.Tests.Parity;

/// <summary>The official SDK drives the fake over TLS: a fake that only our client understands would fail.</summary>
public sealed class OfficialSdkTests
{
    [NodeFact]
    public async Task The_official_sdk_makes_changes_nests_and_deletes_profiles()
    {
        var fake = new FakeArm();
        await using var host = await FakeHost.StartAsync(fake.Answer);
        var (child, root) = (Bodies.Of(Profiles.Of("child", "Weighted", "A B")), Bodies.Of(Nested(fake)));

        var outcomes = await DriveAsync(host, FakeArm.Token, $$"""
            [
              ["checkName", {"name": "child"}],
              ["putProfile", {"name": "child", "body": {{child}}}],
              ["checkName", {"name": "child"}],
              ["putProfile", {"name": "root", "body": {{root}}}],
              ["getProfile", {"name": "root"}],
              ["deleteProfile", {"name": "child"}],
              ["deleteProfile", {"name": "root"}],
              ["deleteProfile", {"name": "child"}],
              ["listProfiles", {}],
              ["getProfile", {"name": "root"}]
            ]
            """);

        outcomes.Select(static (outcome, i) => (outcome!["error"], i)).Where(static pair => pair.Item1 is not null).Select(static pair => pair.i).ShouldBe([5, 9], outcomes.ToJsonString());
        ((int)outcomes[5]!["error"]!["status"]!, (string?)outcomes[5]!["error"]!["code"]).ShouldBe((409, "ProfileInUse"));
        ((bool)outcomes[0]!["read"]!["nameAvailable"]!, (bool)outcomes[2]!["read"]!["nameAvailable"]!).ShouldBe((true, false));
        ((string?)outcomes[4]!["read"]!["properties"]!["endpoints"]![0]!["properties"]!["target"]).ShouldBe("child.trafficmanager.net");
        outcomes[8]!["read"]!.AsArray().ShouldBeEmpty();
    }

    [NodeFact]
    public async Task The_official_sdk_is_refused_with_a_wrong_token_a_wrong_body_and_a_taken_name()
    {
        var fake = new FakeArm();
        fake.TakenNames.Add("p");
        await using var host = await FakeHost.StartAsync(fake.Answer);
        var wrong = Bodies.Of(Profiles.Of("p", "Weighted", "A").But("A", static properties => properties with { Weight = 0 }));

        var denied = await DriveAsync(host, "another", """[["listProfiles", {}]]""");
        var refused = await DriveAsync(host, FakeArm.Token, $$"""[["putProfile", {"name": "p", "body": {{wrong}}}], ["putProfile", {"name": "p", "body": {{Bodies.Of(Profiles.Of("p", "Priority", "A"))}}}]]""");

        ((int)denied[0]!["error"]!["status"]!).ShouldBe(401);
        ((int)refused[0]!["error"]!["status"]!).ShouldBe(400);
        ((int)refused[1]!["error"]!["status"]!).ShouldBe(409);
    }

    [NodeFact]
    public async Task The_official_sdk_reads_what_our_router_wrote()
    {
        using var rig = new Apply.RouterRig();
        await rig.WriteAsync(Apply.RouterRig.Intent(MultiRegion.Tests.Routing.Trees.T7, "A 10", Apply.RouterRig.Mark(1)));
        await using var host = await FakeHost.StartAsync(rig.Fake.Answer);

        var outcomes = await DriveAsync(host, FakeArm.Token, """[["listProfiles", {}]]""");

        outcomes[0]!["read"]!.AsArray().Select(static profile => $"{profile!["name"]} {profile["properties"]!["endpoints"]!.AsArray().Count}")
            .ShouldBe(rig.Fake.Profiles.Values.Select(static profile => $"{profile["name"]} {profile["properties"]!["endpoints"]!.AsArray().Count}"));
    }

    private static Documents.Profile Nested(FakeArm fake) => Profiles.Of("root", "Priority", "[child] C").But("child", properties => properties with
    {
        TargetResourceId = FakeRules.Made("child", JsonNode.Parse(Bodies.Of(Profiles.Of("child", "Weighted", "A B")))!.AsObject(), fake.Profiles)["id"]!.GetValue<string>(),
    });

    private static async Task<JsonArray> DriveAsync(FakeHost host, string token, string steps)
    {
        using var node = Process.Start(new ProcessStartInfo(NodeFactAttribute.Node!, [Path.Combine(NodeFactAttribute.Folder(), "drive.mjs"), host.Address.AbsoluteUri.TrimEnd('/'), token, FakeArm.Subscription, FakeArm.Group])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_NO_WARNINGS"] = "1", ["NODE_EXTRA_CA_CERTS"] = host.CertificateFile },
        })!;
        try
        {
            await node.StandardInput.WriteAsync(steps);
            node.StandardInput.Close();
            var complaint = node.StandardError.ReadToEndAsync();
            var printed = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            node.ExitCode.ShouldBe(0, await complaint);
            return JsonNode.Parse(printed)!.AsArray();
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill(entireProcessTree: true);
            }
        }
    }
}
