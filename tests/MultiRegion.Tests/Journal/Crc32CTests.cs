using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

public sealed class Crc32CTests
{
    [Fact]
    public void The_check_value_of_the_standard_comes_out() => Crc32C.Append(0, "123456789"u8).ShouldBe(0xE3069283);

    [Fact]
    public void A_sum_can_be_continued_at_any_place()
    {
        var bytes = "a journal of decisions"u8;
        for (var at = 0; at <= bytes.Length; at++)
        {
            Crc32C.Append(Crc32C.Append(0, bytes[..at]), bytes[at..]).ShouldBe(Crc32C.Append(0, bytes));
        }
    }
}
