using MultiRegion.Azure.Planning;

namespace MultiRegion.Azure.Tests.Planning;

/// <summary>Priorities stay where they can.</summary>
public sealed class SettlingTests
{
    [Theory]
    [InlineData("1 6 11", "1 6 11")]
    [InlineData("1 . 6", "1 3 6")]
    [InlineData(". 1 6", null)]
    [InlineData("1 2 . 3", null)]
    [InlineData("6 2 11", "6 8 11")]
    [InlineData(". . .", "1 6 11")]
    [InlineData("10 . .", "10 15 20")]
    [InlineData("998 . .", null)]
    [InlineData("", "")]
    public void As_many_priorities_as_rise_stay_and_the_others_go_between(string live, string? settled)
    {
        var numbers = live.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static one => one == "." ? (long?)null : long.Parse(one, System.Globalization.CultureInfo.InvariantCulture)).ToArray();

        var filled = Settling.Fill(Settling.Rising(numbers));

        (filled is null ? null : string.Join(' ', filled)).ShouldBe(settled);
    }
}
