using System.Diagnostics;
using System.Text.Json;
using MultiRegion.Aws.Tests.Fakes;

namespace MultiRegion.Aws.Tests.Console;

/// <summary>The sample as a process, against the fakes over sockets.</summary>
public sealed class RouterConsoleTests : IDisposable
{
    private const string Balancers = "arn:aws:elasticloadbalancing:";
    private static readonly string Console = Path.Combine(
        Repository.Root, "samples/RouterConsole/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/RouterConsole.dll");

    private readonly string _folder = Directory.CreateTempSubdirectory("router-console-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Route_53_is_planned_applied_read_and_resolved()
    {
        var dns = new FakeRoute53();
        dns.AddZone("example.com");
        await using var host = await dns.ListenAsync();
        var planned = await RunAsync("plan", "route53", host);
        (planned.GetProperty("changes").GetArrayLength(), planned.GetProperty("writes").GetInt32(), planned.GetProperty("inEffect").GetBoolean()).ShouldBe((2, 0, false));
        planned.GetProperty("changes")[0].GetProperty("kind").GetString().ShouldBe("create");
        (await RunAsync("apply", "route53", host)).GetProperty("inEffect").GetBoolean().ShouldBeTrue();
        var moved = await RunAsync("apply", "route53", host, "--drain", "eu-west-1");
        (moved.GetProperty("writes").GetInt32(), moved.GetProperty("refused").ValueKind).ShouldBe((1, JsonValueKind.Null));
        var answer = (await RunAsync("resolve", "route53", host, "--client", "country=JP")).GetProperty("answer");
        answer.EnumerateObject().Select(static part => (part.Name, part.Value.GetDouble())).ShouldBe([("us-east-1", 100d)]);
        (await RunAsync("read", "route53", host)).GetProperty("live").GetProperty("marker").GetString()!.ShouldStartWith("2.1 by router-console");
    }

    [Fact]
    public async Task Global_Accelerator_is_applied_and_resolved()
    {
        var front = new FakeGlobalAccelerator();
        var arn = front.AddAccelerator();
        await using var host = await front.ListenAsync();
        (await RunAsync("apply", "global-accelerator", host, arn)).GetProperty("inEffect").GetBoolean().ShouldBeTrue();
        var stepped = await RunAsync("apply", "global-accelerator", host, arn, "--shares", "eu-west-1=10");
        (stepped.GetProperty("writes").GetInt32(), stepped.GetProperty("losses").GetArrayLength()).ShouldBe((2, 2));
        var answer = (await RunAsync("resolve", "global-accelerator", host, arn, "--client", "latitude=48.9,longitude=2.4")).GetProperty("answer");
        answer.GetProperty("eu-west-1").GetDouble().ShouldBe(10);
    }

    [Fact]
    public async Task The_embedded_router_and_bad_input_answer_too()
    {
        (await RunAsync("apply", "embedded", null)).GetProperty("inEffect").GetBoolean().ShouldBeTrue();
        (await RunAsync("resolve", "embedded", null, "--sick", "eu-west-1")).GetProperty("answer").GetProperty("us-east-1").GetDouble().ShouldBe(100);
        (await RunAsync("plan", "embedded", null, "--shares", "nowhere=10")).GetProperty("refused").GetString()!.ShouldContain("no region 'nowhere'");
        (await RunAsync("plan", "cloudy", null)).GetProperty("refused").GetString()!.ShouldContain("'cloudy' is not known");
    }

    private async Task<JsonElement> RunAsync(string verb, string provider, FakeHost? host, params string[] more)
    {
        var arn = more is [{ } first, ..] && first.StartsWith("arn:", StringComparison.Ordinal) ? first : null;
        var file = Path.Combine(_folder, "topology.json");
        await File.WriteAllTextAsync(file, Topology(arn));
        var start = new ProcessStartInfo("dotnet", [Console, verb, "--provider", provider, "--topology", file, "--service", "shop", "--json", .. host is null ? [] : new[] { "--endpoint", host.Address.AbsoluteUri }, .. more.Where(one => one != arn)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AWS_ACCESS_KEY_ID"] = "id", ["AWS_SECRET_ACCESS_KEY"] = "secret" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();
        return JsonDocument.Parse(lines.Length > 0 ? lines[^1] : throw new InvalidOperationException(await errors)).RootElement;
    }

    private static string Topology(string? accelerator) => $$"""
        {
          "MultiRegion": {
            "Regions": { "eu-west-1": { "Location": { "Latitude": 53.3, "Longitude": -6.3 } }, "us-east-1": { "Location": { "Latitude": 38.9, "Longitude": -77.4 } } },
            "Services": {
              "shop": {
                "Hostname": "www.example.com",
                "Routers": ["embedded"],
                "Probe": { "Tcp": { "Port": 443 } },
                {{(accelerator is null ? "" : "\"Routing\": { \"Latency\": [\"eu-west-1\", \"us-east-1\"] },")}}
                "Deployments": [{ "Region": "eu-west-1", "Endpoint": "192.0.2.1" }, { "Region": "us-east-1", "Endpoint": "192.0.2.2" }]
              }
            }
          },
          "Routers": {
            "global-accelerator": {
              "AcceleratorArn": "{{accelerator}}",
              "Services": { "shop": { "Endpoints": { "eu-west-1": { "EndpointId": "{{Balancers}}eu-west-1:1:loadbalancer/app/a/1" }, "us-east-1": { "EndpointId": "{{Balancers}}us-east-1:1:loadbalancer/app/b/1" } } } }
            }
          }
        }
        """;
}
