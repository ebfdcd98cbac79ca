namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>Facts that the fake checks codes and alias targets against.</summary>
internal static class FakeGeography
{
    public static readonly string[] Continents = ["AF", "AN", "AS", "EU", "OC", "NA", "SA"];

    /// <summary>The zones of services and the names that lie within.</summary>
    public static readonly (string Zone, string Suffix)[] AliasSuffixes =
    [
        ("Z2BJ6XQ5FK7U4H", "awsglobalaccelerator.com."),
        ("Z2FDTNDATAQYW2", "cloudfront.net."),
        ("Z35SXDOTRQ7X7K", "us-east-1.elb.amazonaws.com."),
        ("Z32O12XQLNTSW2", "eu-west-1.elb.amazonaws.com."),
        ("Z1H1FL5HABSF5", "us-west-2.elb.amazonaws.com."),
    ];

    public static bool IsCountry(string code) => code == "*" || (code.Length == 2 && code.All(char.IsAsciiLetterUpper));
}
