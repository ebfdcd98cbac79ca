using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Tests.Fakes;

namespace MultiRegion.Cloudflare.Tests.Console;

/// <summary>The sample as a process, against the fake over a socket.</summary>
public sealed class RouterConsoleTests : IDisposable
{
    private const string Topology = """
        {
          "MultiRegion": {
            "Regions": { "eu": {}, "us": {} },
            "Services": {
              "shop": {
                "Hostname": "www.example.com",
                "Routers": ["cloudflare"],
                "Probe": { "Tcp": { "Port": 443 } },
                "Deployments": [{ "Region": "eu", "Endpoint": "192.0.2.1" }, { "Region": "us", "Endpoint": "192.0.2.2" }]
              }
            }
          }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("router-console-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Cloudflare_is_planned_applied_read_and_resolved_and_the_token_is_printed_nowhere()
    {
        var fake = new FakeCloudflare();
        await using var host = await FakeHost.StartAsync(fake.Answer);
        var planned = await RunAsync("plan", host);
        (planned.GetProperty("writes").GetInt32(), planned.GetProperty("inEffect").GetBoolean(), planned.GetProperty("refused").ValueKind).ShouldBe((0, false, JsonValueKind.Null));
        (await RunAsync("apply", host)).GetProperty("inEffect").GetBoolean().ShouldBeTrue();
        (await RunAsync("resolve", host, "--client", "country=JP")).GetProperty("answer").GetProperty("eu").GetDouble().ShouldBe(100);

        var moved = await RunAsync("apply", host, "--drain", "eu");

        (moved.GetProperty("writes").GetInt32(), moved.GetProperty("refused").ValueKind).ShouldBe((1, JsonValueKind.Null));
        (await RunAsync("resolve", host, "--sick", "us")).GetProperty("answer").EnumerateObject().Select(static part => (part.Name, part.Value.GetDouble())).ShouldBe([("us", 100d)]);
        (await RunAsync("read", host)).GetProperty("live").GetProperty("marker").GetString()!.ShouldStartWith("2.1 by router-console");
    }

    [Fact]
    public async Task A_load_balancer_that_others_wrote_is_imported_and_adopted_as_it_is()
    {
        var fake = new FakeCloudflare();
        await using var host = await FakeHost.StartAsync(fake.Answer);
        foreach (var (pool, address) in new[] { ("tokyo", "192.0.2.8"), ("virginia", "192.0.2.9") })
        {
            fake.Pools[pool] = JsonNode.Parse($$"""{"id":"{{pool}}","name":"{{pool}}","monitor":"m","origins":[{"name":"o","address":"{{address}}"}]}""")!.AsObject();
        }

        fake.Balancers["lb"] = JsonNode.Parse("""{"id":"lb","name":"www.example.com","proxied":true,"default_pools":["tokyo","virginia"],"fallback_pool":"tokyo","steering_policy":"off"}""")!.AsObject();
        var (balancer, pools) = (Path.Combine(_folder, "lb.json"), Path.Combine(_folder, "pools.json"));
        await File.WriteAllTextAsync(balancer, fake.Balancers["lb"].ToJsonString());
        await File.WriteAllTextAsync(pools, new JsonArray([.. fake.Pools.Values.Select(static pool => pool.DeepClone())]).ToJsonString());

        (await RunAsync("adopt", host)).GetProperty("refused").GetString()!.ShouldContain("would change answers", Case.Sensitive, "the tree of the topology is another");
        var adopted = await RunAsync("adopt", host, "--import", balancer, "--pools", pools);

        (adopted.GetProperty("refused").ValueKind, adopted.GetProperty("inEffect").GetBoolean()).ShouldBe((JsonValueKind.Null, true));
        (await RunAsync("resolve", host, "--import", balancer, "--pools", pools, "--sick", "tokyo")).GetProperty("answer").GetProperty("virginia").GetDouble().ShouldBe(100);
        fake.Balancers["lb"]["description"]!.GetValue<string>().ShouldStartWith("multiregion/1");
    }

    private async Task<JsonElement> RunAsync(string verb, FakeHost host, params string[] more)
    {
        var file = Path.Combine(_folder, "topology.json");
        await File.WriteAllTextAsync(file, Topology);
        var start = new ProcessStartInfo("dotnet", [Program(), verb, "--provider", "cloudflare", "--topology", file, "--service", "shop", "--json", "--endpoint", new Uri(host.Address, "client/v4").AbsoluteUri, .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CLOUDFLARE_API_TOKEN"] = FakeCloudflare.Token },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        (printed + await errors).ShouldNotContain(FakeCloudflare.Token);
        return JsonDocument.Parse(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last : throw new InvalidOperationException(await errors)).RootElement;
    }

    private static string Program() => Path.GetFullPath(Path.Combine(
        Repository.Root, "samples/RouterConsole/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/RouterConsole.dll"));
}
