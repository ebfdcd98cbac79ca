using System.Diagnostics;
using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Tests.Fakes;

namespace MultiRegion.Cloudflare.Tests.Parity;

/// <summary>The official SDK drives the fake: a fake that only our client understands would fail.</summary>
public sealed class OfficialSdkTests
{
    [NodeFact]
    public async Task The_official_sdk_makes_changes_and_deletes_a_load_balancer_with_its_pool_and_monitor()
    {
        var fake = new FakeCloudflare();
        await using var host = await FakeHost.StartAsync(fake.Answer);

        var outcomes = await DriveAsync(host.Address, FakeCloudflare.Token, """
            [
              ["findZones", {"name": "example.com"}],
              ["createMonitor", {"account_id": "ACCOUNT", "body": {"type": "https", "expected_codes": "2xx", "path": "/health", "interval": 60, "timeout": 5}}],
              ["createPool", {"account_id": "ACCOUNT", "body": {"name": "shop-eu", "monitor": "$1.id", "origins": [{"name": "o", "address": "192.0.2.1"}]}}],
              ["createBalancer", {"zone_id": "$0.0.id", "body": {"name": "www.example.com", "default_pools": ["$2.id"], "fallback_pool": "$2.id", "proxied": true}}],
              ["editBalancer", {"zone_id": "$0.0.id", "id": "$3.id", "body": {"description": "e"}}],
              ["getBalancer", {"zone_id": "$0.0.id", "id": "$3.id"}],
              ["editPool", {"account_id": "ACCOUNT", "id": "$2.id", "body": {"load_shedding": {"default_percent": 50}}}],
              ["deletePool", {"account_id": "ACCOUNT", "id": "$2.id"}],
              ["poolReferences", {"account_id": "ACCOUNT", "id": "$2.id"}],
              ["listPools", {"account_id": "ACCOUNT"}],
              ["deleteBalancer", {"zone_id": "$0.0.id", "id": "$3.id"}],
              ["deletePool", {"account_id": "ACCOUNT", "id": "$2.id"}],
              ["deleteMonitor", {"account_id": "ACCOUNT", "id": "$1.id"}],
              ["listMonitors", {"account_id": "ACCOUNT"}]
            ]
            """);

        outcomes.Select(static (outcome, i) => (outcome!["error"], i)).Where(static pair => pair.Item1 is not null).Select(static pair => pair.i).ShouldBe([7], outcomes.ToJsonString());
        ((int)outcomes[7]!["error"]!["status"]!).ShouldBe(400);
        outcomes[7]!["error"]!.ToJsonString().ShouldContain("referenced by load balancer");
        ((string?)outcomes[5]!["read"]!["description"]).ShouldBe("e");
        outcomes[8]!["read"]!.AsArray().Select(static user => $"{user!["reference_type"]} {user["resource_type"]} {user["resource_name"]}").ShouldContain("referrer load_balancer www.example.com");
        outcomes[9]!["read"]!.AsArray().Count.ShouldBe(1);
        outcomes[13]!["read"]!.AsArray().ShouldBeEmpty();
        fake.Balancers.Count.ShouldBe(0);
    }

    [NodeFact]
    public async Task The_official_sdk_is_refused_with_a_wrong_token_and_a_wrong_body()
    {
        var fake = new FakeCloudflare();
        await using var host = await FakeHost.StartAsync(fake.Answer);

        var denied = await DriveAsync(host.Address, "another", """[["listPools", {"account_id": "ACCOUNT"}]]""");
        var refused = await DriveAsync(host.Address, FakeCloudflare.Token, """[["createPool", {"account_id": "ACCOUNT", "body": {"name": "a b", "origins": []}}]]""");

        ((int)denied[0]!["error"]!["status"]!).ShouldBe(401);
        ((int)refused[0]!["error"]!["status"]!).ShouldBe(400);
    }

    private static async Task<JsonArray> DriveAsync(Uri address, string token, string steps)
    {
        using var node = Process.Start(new ProcessStartInfo(NodeFactAttribute.Node!, [Path.Combine(NodeFactAttribute.Folder(), "drive.mjs"), new Uri(address, "client/v4").AbsoluteUri, token])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_NO_WARNINGS"] = "1" },
        })!;
        try
        {
            await node.StandardInput.WriteAsync(steps.Replace("ACCOUNT", FakeCloudflare.Account, StringComparison.Ordinal));
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
