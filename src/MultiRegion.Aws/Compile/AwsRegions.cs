using System.Collections.Frozen;
using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Compile;

/// <summary>The regions that a latency record may name (Route 53's service model), where they lie, and their load balancers' zones.</summary>
/// <param name="Name">For example <c>eu-west-1</c>.</param>
/// <param name="Location">About where.</param>
/// <param name="ApplicationZone">The hosted zone of application and classic load balancers; null when not known here.</param>
/// <param name="NetworkZone">The hosted zone of network load balancers; null when not known here.</param>
internal sealed record AwsRegion(string Name, GeoCoordinate Location, string? ApplicationZone, string? NetworkZone);

/// <summary>As of 2026-11.</summary>
internal static class AwsRegions
{
    public static readonly ImmutableArray<AwsRegion> All =
    [
        new("af-south-1", new(-33.9, 18.4), "Z268VQBMOI5EKX", "Z203XCE67M25HM"),
        new("ap-east-1", new(22.3, 114.2), "Z3DQVH9N71FHZ0", "Z12Y7K3UBGUAD1"),
        new("ap-east-2", new(25.0, 121.5), null, null),
        new("ap-northeast-1", new(35.6, 139.7), "Z14GRHDCWA56QT", "Z31USIVHYNEOWT"),
        new("ap-northeast-2", new(37.6, 127.0), "ZWKZPGTI48KDX", "ZIBE1TIR4HY56"),
        new("ap-northeast-3", new(34.7, 135.5), "Z5LXEXXYW11ES", "Z1GWIQ4HH19I5X"),
        new("ap-south-1", new(19.1, 72.9), "ZP97RAFLXTNZK", "ZVDDRBQ08TROA"),
        new("ap-south-2", new(17.4, 78.5), null, null),
        new("ap-southeast-1", new(1.3, 103.8), "Z1LMS91P8CMLE5", "ZKVM4W9LS7TM"),
        new("ap-southeast-2", new(-33.9, 151.2), "Z1GM3OXH4ZPM65", "ZCT6FZBF4DROD"),
        new("ap-southeast-3", new(-6.2, 106.8), "Z08888821HLRG5A9ZRTER", "Z01971771FYVNCOVWJU1G"),
        new("ap-southeast-4", new(-37.8, 145.0), null, null),
        new("ap-southeast-5", new(3.1, 101.7), null, null),
        new("ap-southeast-6", new(-36.8, 174.8), null, null),
        new("ap-southeast-7", new(13.8, 100.5), null, null),
        new("ca-central-1", new(45.5, -73.6), "ZQSVJUPU6J1EY", "Z2EPGBW3API2WT"),
        new("ca-west-1", new(51.0, -114.1), null, null),
        new("cn-north-1", new(39.9, 116.4), "Z1GDH35T77C1KE", "Z3QFB96KMJ7ED6"),
        new("cn-northwest-1", new(37.5, 105.2), "ZM7IZAIOVVDZF", "ZQEIKTCZ8352D"),
        new("eu-central-1", new(50.1, 8.7), "Z215JYRZR1TBD5", "Z3F0SRJ5LGBH90"),
        new("eu-central-2", new(47.4, 8.5), "Z06391101F2ZOEP8P5EB3", "Z02239872DOALSIDCX66S"),
        new("eu-north-1", new(59.3, 18.1), "Z23TAZ6LKFMNIO", "Z1UDT6IFJ4EJM"),
        new("eu-south-1", new(45.5, 9.2), "Z3ULH7SSC9OV64", "Z23146JA1KNAFP"),
        new("eu-south-2", new(41.6, -0.9), "Z0956581394HF5D5LXGAP", "Z1011216NVTVYADP1SSV"),
        new("eu-west-1", new(53.3, -6.3), "Z32O12XQLNTSW2", "Z2IFOLAFXWLO4F"),
        new("eu-west-2", new(51.5, -0.1), "ZHURV8PSTC4K8", "ZD4D7Y8KGAS4G"),
        new("eu-west-3", new(48.9, 2.4), "Z3Q77PNBQS71R4", "Z1CMS0P5QUZ6D5"),
        new("eusc-de-east-1", new(52.4, 13.1), null, null),
        new("il-central-1", new(32.1, 34.8), null, null),
        new("me-central-1", new(25.2, 55.3), "Z08230872XQRWHG2XF6I", "Z00282643NTTLPANJJG2P"),
        new("me-south-1", new(26.1, 50.6), "ZS929ML54UICD", "Z3QSRYVP46NYYV"),
        new("mx-central-1", new(20.6, -100.4), null, null),
        new("sa-east-1", new(-23.5, -46.6), "Z2P70J7HTTTPLU", "ZTK26PT1VY4CU"),
        new("us-east-1", new(38.9, -77.4), "Z35SXDOTRQ7X7K", "Z26RNL4JYFTOTI"),
        new("us-east-2", new(40.0, -83.0), "Z3AADJGX6KTTL2", "ZLMOA37VPKANP"),
        new("us-gov-east-1", new(40.0, -82.9), "Z166TLBEWOO7G0", "Z1ZSMQQ6Q24QQ8"),
        new("us-gov-west-1", new(45.8, -119.7), "Z33AYJ8TM3BH4J", "ZMG1MZ2THAWF1"),
        new("us-west-1", new(37.4, -121.9), "Z368ELLRRE2KJ0", "Z24FKFUX50B4VW"),
        new("us-west-2", new(45.8, -119.6), "Z1H1FL5HABSF5", "Z18D5FSROUN65G"),
    ];

    private static readonly FrozenDictionary<string, AwsRegion> ByName = All.ToFrozenDictionary(static region => region.Name);

    public static AwsRegion? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The region whose name an id is or ends with, for example <c>aws-eu-west-1</c>.</summary>
    public static AwsRegion? In(RegionId id) =>
        Find(id.Value) ?? All.FirstOrDefault(region => id.Value.Length > region.Name.Length
            && id.Value.EndsWith(region.Name, StringComparison.Ordinal) && !char.IsAsciiLetterOrDigit(id.Value[^(region.Name.Length + 1)]));

    public static AwsRegion Nearest(GeoCoordinate place) => All.MinBy(region => region.Location.DistanceTo(place))!;
}
