using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Cloudflare.Tests.Apply;
using MultiRegion.Cloudflare.Wire;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Cloudflare.Tests.Specs;

/// <summary>Our bodies and readings against the vendor's own files.</summary>
public sealed class SpecTests
{
    [SpecFact]
    public async Task Every_body_that_is_written_is_what_the_vendor_s_description_asks_for()
    {
        var schema = new Schema(JsonNode.Parse(await File.ReadAllTextAsync(SpecFactAttribute.Path("cloudflare/openapi-load-balancing-dns.json")))!);
        var checkedBodies = 0;
        foreach (var (tree, shares) in new[] { "T1", "T2", "T3", "T4", "T5", "T6" }.SelectMany(static tree => new[] { ("", "A 0"), ("A 0", "A 10"), ("A 10", "") }.Select(steps => (tree, steps))))
        {
            using var rig = new RouterRig(static options => options.Monitor.Regions.Add("WEU"));
            await rig.WriteAsync(RouterRig.Intent(Trees.ByName(tree), shares.Item1, RouterRig.Mark(1)));
            await rig.WriteAsync(RouterRig.Intent(Trees.ByName(tree), shares.Item2, RouterRig.Mark(2)));
            foreach (var call in rig.Fake.Writes.Where(static call => call.Body.Length > 0))
            {
                schema.Mistakes(call.Method, call.Target, JsonNode.Parse(call.Body)!).ShouldBeEmpty($"{call.Method} {call.Target} {call.Body}");
                checkedBodies++;
            }
        }

        checkedBodies.ShouldBeGreaterThan(80);
    }

    [SpecFact]
    public void The_recorded_exchanges_are_read()
    {
        var read = Directory.EnumerateFiles(SpecFactAttribute.Path("cloudflare/recorded"), "cloudflare_load_balancer*.yaml", SearchOption.AllDirectories).ToDictionary(
            static file => $"{Directory.GetParent(file)!.Name}/{Path.GetFileNameWithoutExtension(file)}", static file => Bodies(file).Select(body => Envelope.Read(System.Text.Encoding.UTF8.GetBytes(body))!).ToList());

        read.Count.ShouldBe(4);
        read.Values.SelectMany(static envelopes => envelopes).ShouldAllBe(static envelope => envelope.Success && envelope.Errors.IsEmpty);
        var balancers = read["v5/cloudflare_load_balancer"][0].Result.Deserialize(DocumentJson.Default.ImmutableArrayLoadBalancer);
        balancers[1].Rules!.Value[1].FixedResponse!.StatusCode.ShouldBe(200);
        balancers[1].Rules!.Value[0].Overrides!.RandomSteering!.DefaultWeight.ShouldBe(0.2);
        read["v4/cloudflare_load_balancer"][0].Result.Deserialize(DocumentJson.Default.ImmutableArrayLoadBalancer)[0].CountryPools!["AU"].Length.ShouldBe(2);
        read["v4/cloudflare_load_balancer_pool"][0].Result.Deserialize(DocumentJson.Default.ImmutableArrayPool)[0].Origins!.Value[0].Weight.ShouldBe(0.56);
        read["v5/cloudflare_load_balancer_monitor"][0].Result.Deserialize(DocumentJson.Default.ImmutableArrayHealthMonitor).Length.ShouldBe(5);
        read["v5/cloudflare_load_balancer_monitor"][0].Info!.Value.HasMore.ShouldBeFalse();
    }

    /// <summary>The blocks below <c>response:</c> and <c>body: |</c>.</summary>
    private static IEnumerable<string> Bodies(string file)
    {
        var lines = File.ReadAllLines(file);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].TrimEnd().EndsWith("body: |", StringComparison.Ordinal) && lines[i - 1].Trim() == "response:")
            {
                var indent = lines[i].Length - lines[i].TrimStart().Length;
                yield return string.Join('\n', lines.Skip(i + 1).TakeWhile(line => line.Trim().Length == 0 || line.Length - line.TrimStart().Length > indent));
            }
        }
    }
}
