using System.Text.RegularExpressions;
using MultiRegion.Aws.Tests.Parity;
using MultiRegion.Aws.Wire;

namespace MultiRegion.Aws.Tests.Wire;

public sealed partial class RightsTests
{
    [Fact]
    public void The_document_lists_the_rights_as_they_are()
    {
        var document = File.ReadAllText(Path.Combine(Recording.Folder(), "../../../docs/providers/aws-wire.md"));

        Row().Matches(document).Select(static row => new AwsRight(row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value == "yes")).ShouldBe(AwsRights.All);
    }

    /// <summary>An action is named as its operation.</summary>
    [Fact]
    public void Every_operation_that_is_called_has_its_right()
    {
        var called = Recording.Of("route53").Select(static one => $"route53:{one.Command}")
            .Concat(Recording.Of("globalaccelerator").Select(static one => $"globalaccelerator:{one.Command}"))
            .Concat(Recording.Of("routingcontrol").Select(static one => $"route53-recovery-cluster:{one.Command}"));

        AwsRights.All.Select(static right => right.Action).ShouldBe(called.Distinct(), ignoreOrder: true);
    }

    [GeneratedRegex(@"^\| `([\w-]+:\w+)` \| `([^`]+)` \| (yes|no) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
