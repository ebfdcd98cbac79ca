namespace MultiRegion.Aws.Wire;

/// <summary>Where a service is reached and which region its requests are signed for.</summary>
internal sealed record AwsEndpoint(Uri Address, string SigningRegion)
{
    /// <summary>Global Accelerator answers in one region of the main partition, wherever the caller is.</summary>
    public const string GlobalAcceleratorRegion = "us-west-2";

    public static Result<AwsEndpoint> Route53(AwsClientSettings settings)
    {
        var partition = AwsPartition.Of(settings.Region);
        return partition.Problem ?? Own(settings, partition.Value?.GlobalRegion) ?? Route53(settings, partition.Value!);
    }

    /// <summary>The client's own region counts outside the main partition only.</summary>
    public static Result<AwsEndpoint> GlobalAccelerator(AwsClientSettings settings)
    {
        var partition = AwsPartition.Of(settings.Region);
        var region = partition.Value?.Name == "aws" ? GlobalAcceleratorRegion : settings.Region;
        return partition.Problem ?? Own(settings, region) ?? Regional("globalaccelerator", region, settings, partition.Value!);
    }

    /// <summary>The general rule of regional services.</summary>
    public static Result<AwsEndpoint> Regional(string service, string region, AwsClientSettings settings, AwsPartition partition) =>
        Suffix(settings, partition) is { } suffix ? At($"{service}{(settings.UseFips ? "-fips" : "")}.{region}.{suffix}", region) : NoDualStack(partition);

    private static Result<AwsEndpoint>? Own(AwsClientSettings settings, string? region) => settings.Endpoint is not { } endpoint || region is null ? null
        : settings.UseFips ? Problem.Refused("An own endpoint and FIPS do not go together: remove one of the two.")
        : settings.UseDualStack ? Problem.Refused("An own endpoint and dual-stack do not go together: remove one of the two.")
        : new AwsEndpoint(endpoint, region);

    /// <summary>GovCloud's one endpoint is its FIPS endpoint; where there is a second stack, its name has "global" in it.</summary>
    private static Result<AwsEndpoint> Route53(AwsClientSettings settings, AwsPartition partition) => (partition.Name, settings.UseDualStack) switch
    {
        ("aws-us-gov", false) => At("route53.us-gov.amazonaws.com", partition.GlobalRegion),
        ("aws-us-gov", true) => At("route53.us-gov.api.aws", partition.GlobalRegion),
        ("aws", true) => At($"route53{Fips(settings)}.global.api.aws", partition.GlobalRegion),
        ("aws-cn" or "aws-eusc", true) when !settings.UseFips => At($"route53.global.{partition.DualStackSuffix}", partition.GlobalRegion),
        _ when Suffix(settings, partition) is { } suffix => At($"route53{Fips(settings)}.{suffix}", partition.GlobalRegion),
        _ => NoDualStack(partition),
    };

    private static string Fips(AwsClientSettings settings) => settings.UseFips ? "-fips" : "";

    private static string? Suffix(AwsClientSettings settings, AwsPartition partition) => settings.UseDualStack ? partition.DualStackSuffix : partition.DnsSuffix;

    private static AwsEndpoint At(string host, string region) => new(new($"https://{host}"), region);

    private static Problem NoDualStack(AwsPartition partition) => Problem.Refused($"The partition {partition.Name} has no dual-stack endpoints.");
}
