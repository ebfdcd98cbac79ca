using Amazon;

namespace MultiRegion.Aws.Wire;

/// <summary>A part of AWS with accounts, endpoints and names of its own.</summary>
/// <param name="Name">As in ARNs.</param>
/// <param name="DnsSuffix">Of endpoints.</param>
/// <param name="DualStackSuffix">Of endpoints that have IPv6 as well; null: there are none.</param>
/// <param name="GlobalRegion">Where requests to global services are signed for.</param>
internal sealed record AwsPartition(string Name, string DnsSuffix, string? DualStackSuffix, string GlobalRegion)
{
    private static readonly (string Prefix, AwsPartition Partition)[] ByPrefix =
    [
        ("cn-", new("aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1")),
        ("us-gov-", new("aws-us-gov", "amazonaws.com", "api.aws", "us-gov-west-1")),
        ("us-isob-", new("aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1")),
        ("us-isof-", new("aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1")),
        ("us-iso-", new("aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1")),
        ("eu-isoe-", new("aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1")),
        ("eusc-", new("aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1")),
        ("", new("aws", "amazonaws.com", "api.aws", "us-east-1")),
    ];

    /// <summary>The partition of a region.</summary>
    public static Result<AwsPartition> Of(string region)
    {
        var known = RegionEndpoint.EnumerableAllRegions.Select(static one => one.SystemName).ToList();
        return known.Contains(region) ? ByPrefix.First(entry => region.StartsWith(entry.Prefix, StringComparison.Ordinal)).Partition : Unknown(region, known);
    }

    private static Problem Unknown(string region, List<string> known)
    {
        var near = known.GroupBy(one => Distance(one, region)).Where(static group => group.Key <= 2).MinBy(static group => group.Key)?.Order(StringComparer.Ordinal).ToList() ?? [];
        return Problem.Refused($"'{Shared.Http.ErrorText.Line(region, 60)}' is no AWS region: {(near.Count > 0
            ? $"did you mean {string.Join(" or ", near.Select(static one => $"'{one}'"))}?"
            : $"choose from {string.Join(", ", known.Order(StringComparer.Ordinal))}.")}");
    }

    /// <summary>How many letters are to be changed, put in or left out.</summary>
    private static int Distance(string left, string right)
    {
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var row = 1; row <= left.Length; row++)
        {
            var diagonal = above[0]++;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = diagonal + (left[row - 1] == right[column - 1] ? 0 : 1);
                diagonal = above[column];
                above[column] = Math.Min(replaced, 1 + Math.Min(above[column], above[column - 1]));
            }
        }

        return above[^1];
    }
}
