using System.Collections.Immutable;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Aws.Tests.Compile;

/// <summary>Compiles trees over the regions A to E, and asks the twin about them.</summary>
internal static class Compilations
{
    public static readonly HostedZone Zone = new("Z1", "example.com.", IsPrivate: false, 2);

    public static readonly ImmutableSortedDictionary<RegionId, EndpointAddress> LoadBalancers = new (RegionId Region, string AwsRegion)[]
        {
            ("A", "eu-west-1"), ("B", "us-east-1"), ("C", "ap-southeast-1"), ("D", "sa-east-1"), ("E", "ap-southeast-2"),
        }.ToImmutableSortedDictionary(static pair => pair.Region, static pair => new EndpointAddress($"lb-{pair.Region}.{pair.AwsRegion}.elb.amazonaws.com"));

    /// <summary>The AWS regions of A to E: Dublin, Virginia, Singapore, São Paulo, Sydney.</summary>
    public static readonly CompileSettings Settings = new()
    {
        Regions = Regions.Zip(["eu-west-1", "us-east-1", "ap-southeast-1", "sa-east-1", "ap-southeast-2"])
            .ToImmutableDictionary(static pair => pair.First, static pair => new RegionSettings { AwsRegion = pair.Second }),
    };

    public static RoutingIntent Intent(RoutingNode tree, Shares shares) => new()
    {
        Service = "shop",
        Hostname = Hostname,
        Tree = tree,
        Endpoints = Addresses,
        Shares = shares,
        HealthCheck = new HttpProbeDefinition { Path = "/health", Statuses = [new(200, 399)] },
    };

    public static CompiledService Compiled(RoutingNode tree, string shares = "") => Compiled(Intent(tree, Trees.Shares(shares)));

    public static CompiledService Compiled(RoutingIntent intent)
    {
        var compiled = Route53Compiler.Compile(intent, Zone, Settings);
        return compiled.Succeeded ? compiled.Value : throw new InvalidOperationException(compiled.Problem.ToString());
    }

    public static string Refusal(RoutingIntent intent) => Route53Compiler.Compile(intent, Zone, Settings).Problem.ShouldNotBeNull().Detail;

    /// <summary>The percentage of each region, in the order A to E, as the twin answers a client.</summary>
    public static double[] Ask(CompiledService service, ClientLocation client, Func<RegionId, bool> isHealthy, string type = "A")
    {
        var parts = new double[Regions.Length];
        foreach (var answer in TwinOf(service, isHealthy).Ask($"{Hostname}.", type, Client(client)))
        {
            foreach (var record in answer.Records)
            {
                parts[RegionOf(record)] += 100 * answer.Probability / answer.Records.Length;
            }
        }

        return parts;
    }

    public static Route53Twin TwinOf(CompiledService service, Func<RegionId, bool> isHealthy) => new(service.Records, new(
        check => isHealthy(RegionOf(service.Checks[check])),
        target => isHealthy(Regions.First(region => target.DnsName.StartsWith($"lb-{region}.", StringComparison.OrdinalIgnoreCase)))));

    /// <summary>The same client as Route 53 sees it: its latencies go with the distance.</summary>
    public static DnsClient Client(ClientLocation client) => new()
    {
        Own = new()
        {
            Continent = client.Continent,
            Country = client.Country,
            Subdivision = client.Subdivision?[3..],
            Coordinate = client.Coordinate,
            Latencies = AwsRegions.All.ToDictionary(
                static region => region.Name,
                region => client.Coordinate is { } at ? at.DistanceTo(region.Location) : AwsRegions.All.IndexOf(region)),
        },
    };

    public static string Print(CompiledService service) => string.Join('\n', service.Records.Select(static record => string.Join(' ', new[]
    {
        record.Name.Replace($"{Hostname}.", "@", StringComparison.Ordinal), record.Type, record.SetIdentifier is { } id ? $"'{id}'" : null, record.Failover,
        record.Weight is { } weight ? $"weight {weight}" : null, record.GeoLocation is { } area ? $"in {Areas.Text(area)}" : null, record.Region, record.MultiValueAnswer == true ? "multivalue" : null,
        record.Alias is { } alias ? $"-> {alias.DnsName.Replace($"{Hostname}.", "@", StringComparison.Ordinal)}{(alias.EvaluateTargetHealth ? " (health)" : "")}" : string.Join(',', record.Values),
        record.Ttl is { } ttl ? $"{ttl} s" : null, record.HealthCheckId is not null ? "checked" : null,
    }.Where(static part => part is not null))));

    private static RegionId RegionOf(HealthCheckConfig check) => check.IpAddress is { } address
        ? Regions[address[^1] - '1']
        : Regions.First(region => check.FullyQualifiedDomainName!.StartsWith($"lb-{region}.", StringComparison.OrdinalIgnoreCase));

    private static int RegionOf(ResourceRecordSet record) => record switch
    {
        { Alias: { } alias } => Regions.IndexOf(Regions.First(region => alias.DnsName.StartsWith($"lb-{region}.", StringComparison.OrdinalIgnoreCase))),
        { Type: "CNAME" } => Regions.IndexOf(Regions.First(region => record.Values[0].StartsWith($"{region}.", StringComparison.OrdinalIgnoreCase))),
        _ => record.Values[0][^1] - '1',
    };
}
