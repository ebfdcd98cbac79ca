using System.Diagnostics;
using System.Text.Json;
using MultiRegion.Azure.Tests.Fakes;

namespace MultiRegion.Azure.Tests.Console;

/// <summary>The sample as a process, against the fake over TLS.</summary>
public sealed class RouterConsoleTests : IDisposable
{
    private const string Topology = """
        {
          "MultiRegion": {
            "Regions": { "eu": {}, "us": {} },
            "Services": {
              "shop": {
                "Hostname": "www.example.com",
                "Routers": ["traffic-manager"],
                "Probe": { "Tcp": { "Port": 443 } },
                "Deployments": [{ "Region": "eu", "Endpoint": "192.0.2.1" }, { "Region": "us", "Endpoint": "192.0.2.2" }]
              }
            }
          },
          "Routers": { "traffic-manager": { "Monitor": { "ToleratedFailures": 1 } } }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("router-console-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Traffic_Manager_is_planned_applied_read_and_resolved_and_the_token_is_printed_nowhere()
    {
        var fake = new FakeArm();
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

    private async Task<JsonElement> RunAsync(string verb, FakeHost host, params string[] more)
    {
        var file = Path.Combine(_folder, "topology.json");
        await File.WriteAllTextAsync(file, Topology);
        var start = new ProcessStartInfo("dotnet", [Program(), verb, "--provider", "traffic-manager", "--topology", file, "--service", "shop", "--json", "--endpoint", host.Address.AbsoluteUri, .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AZURE_ACCESS_TOKEN"] = FakeArm.Token, ["AZURE_SUBSCRIPTION_ID"] = FakeArm.Subscription, ["AZURE_RESOURCE_GROUP"] = FakeArm.Group, ["SSL_CERT_FILE"] = host.CertificateFile,
            },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        (printed + await errors).ShouldNotContain(FakeArm.Token);
        return JsonDocument.Parse(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last : throw new InvalidOperationException(await errors)).RootElement;
    }

    private static string Program() => Path.GetFullPath(Path.Combine(
        Repository.Root, "samples/RouterConsole/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/RouterConsole.dll"));
}
