using System.Text.Json;
using MultiRegion.Aws.Tests.Specs;
using MultiRegion.Aws.Wire;

namespace MultiRegion.Aws.Tests.Wire;

public sealed class EndpointTests
{
    [Theory]
    [InlineData("us-east-1", false, false, "https://route53.amazonaws.com", "us-east-1")]
    [InlineData("eu-central-1", false, false, "https://route53.amazonaws.com", "us-east-1")]
    [InlineData("eu-central-1", true, false, "https://route53-fips.amazonaws.com", "us-east-1")]
    [InlineData("eu-central-1", false, true, "https://route53.global.api.aws", "us-east-1")]
    [InlineData("eu-central-1", true, true, "https://route53-fips.global.api.aws", "us-east-1")]
    [InlineData("cn-north-1", false, false, "https://route53.amazonaws.com.cn", "cn-northwest-1")]
    [InlineData("cn-north-1", false, true, "https://route53.global.api.amazonwebservices.com.cn", "cn-northwest-1")]
    [InlineData("us-gov-east-1", true, false, "https://route53.us-gov.amazonaws.com", "us-gov-west-1")]
    [InlineData("us-gov-east-1", false, true, "https://route53.us-gov.api.aws", "us-gov-west-1")]
    public void Route_53_is_one_endpoint_per_partition(string region, bool fips, bool dualStack, string address, string signing)
    {
        var endpoint = AwsEndpoint.Route53(new() { Region = region, UseFips = fips, UseDualStack = dualStack }).Value!;

        endpoint.ShouldBe(new(new(address), signing));
    }

    [Theory]
    [InlineData("us-east-1", false, false, "https://globalaccelerator.us-west-2.amazonaws.com")]
    [InlineData("ap-northeast-1", true, false, "https://globalaccelerator-fips.us-west-2.amazonaws.com")]
    [InlineData("eu-west-1", false, true, "https://globalaccelerator.us-west-2.api.aws")]
    public void Global_Accelerator_is_asked_in_us_west_2_from_everywhere(string region, bool fips, bool dualStack, string address)
    {
        var endpoint = AwsEndpoint.GlobalAccelerator(new() { Region = region, UseFips = fips, UseDualStack = dualStack }).Value!;

        endpoint.ShouldBe(new(new(address), "us-west-2"));
    }

    [Fact]
    public void An_own_endpoint_takes_the_place_of_the_partition_s()
    {
        Uri own = new("http://127.0.0.1:4566");

        AwsEndpoint.Route53(new() { Endpoint = own }).Value.ShouldBe(new(own, "us-east-1"));
        AwsEndpoint.GlobalAccelerator(new() { Endpoint = own }).Value.ShouldBe(new(own, "us-west-2"));
        AwsEndpoint.Route53(new() { Endpoint = own, UseFips = true }).Problem.ShouldNotBeNull().Detail.ShouldContain("FIPS");
        AwsEndpoint.GlobalAccelerator(new() { Endpoint = own, UseDualStack = true }).Problem.ShouldNotBeNull().Detail.ShouldContain("dual-stack");
    }

    [Theory]
    [InlineData("us-eats-1", "did you mean 'us-east-1'")]
    [InlineData("moon", "choose from ")]
    public void A_region_that_is_unknown_is_refused_with_what_was_probably_meant(string region, string text)
    {
        AwsEndpoint.Route53(new() { Region = region }).Problem.ShouldNotBeNull().Detail.ShouldContain(text);
        Route53Client.Create(new() { Region = region }).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        GlobalAcceleratorClient.Create(new() { Region = region }).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
    }

    [SpecFact]
    public void The_vendor_s_own_cases_hold_for_Route_53() => Cases("route53", static settings => AwsEndpoint.Route53(settings));

    /// <summary>The vendor's cases speak of the rule for any region; that the main partition has one region only is said elsewhere.</summary>
    [SpecFact]
    public void The_vendor_s_own_cases_hold_for_Global_Accelerator() => Cases("globalaccelerator", static settings => settings.Endpoint is null
        ? AwsEndpoint.Regional("globalaccelerator", settings.Region, settings, AwsPartition.Of(settings.Region).Value!)
        : AwsEndpoint.GlobalAccelerator(settings));

    private static void Cases(string service, Func<AwsClientSettings, Result<AwsEndpoint>> resolve)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(SpecFactAttribute.Path($"aws/{service}/endpoint-tests-1.json")));
        foreach (var one in file.RootElement.GetProperty("testCases").EnumerateArray())
        {
            var name = one.TryGetProperty("documentation", out var text) ? text.GetString() : "";
            if (!one.TryGetProperty("params", out var given) || (!given.TryGetProperty("Region", out _) && !given.TryGetProperty("Endpoint", out _)))
            {
                continue;
            }

            var result = resolve(new()
            {
                Region = given.TryGetProperty("Region", out var region) ? region.GetString()! : "us-east-1",
                UseFips = given.TryGetProperty("UseFIPS", out var fips) && fips.GetBoolean(),
                UseDualStack = given.TryGetProperty("UseDualStack", out var dual) && dual.GetBoolean(),
                Endpoint = given.TryGetProperty("Endpoint", out var own) ? new(own.GetString()!) : null,
            });
            Check(name, one.GetProperty("expect"), result);
        }
    }

    private static void Check(string? name, JsonElement expected, Result<AwsEndpoint> result)
    {
        if (expected.TryGetProperty("error", out _))
        {
            result.Succeeded.ShouldBeFalse(name);
            return;
        }

        var endpoint = expected.GetProperty("endpoint");
        result.Value.ShouldNotBeNull(name).Address.ShouldBe(new(endpoint.GetProperty("url").GetString()!), name);
        if (endpoint.TryGetProperty("properties", out var properties) && properties.TryGetProperty("authSchemes", out var schemes))
        {
            result.Value.SigningRegion.ShouldBe(schemes[0].GetProperty("signingRegion").GetString(), name);
        }
    }
}
