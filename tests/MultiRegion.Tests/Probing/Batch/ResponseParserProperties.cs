using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MultiRegion.Tests.Probing.Batch;

/// <summary>For a longer run, set <c>MULTIREGION_FUZZ</c> to the number of responses that each property is tried on.</summary>
public class ResponseParserProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(
        int.TryParse(Environment.GetEnvironmentVariable("MULTIREGION_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1_000);

    private static readonly Arbitrary<int[]> Cuts = Gen.Choose(0, 100_000).ArrayOf().ToArbitrary();

    [Fact]
    public void What_is_generated_is_what_is_read() =>
        Prop.ForAll(Responses.Valid.ToArbitrary(), static response => Reading.Of(response.Text) == response.Expected).Check(Many);

    [Fact]
    public void However_it_is_cut_into_pieces_the_answer_is_the_same() =>
        Prop.ForAll(Gen.OneOf(Responses.Damaged, Responses.Valid.Select(static response => response.Text)).ToArbitrary(), Cuts, static (text, cuts) =>
        {
            var bytes = Encoding.Latin1.GetBytes(text);
            var whole = Reading.Of([bytes]);
            var one = whole with { Unread = 0 };
            return (Reading.Of(Reading.Cut(bytes, cuts)) with { Unread = 0 }) == one && (Reading.Of(bytes.Chunk(1)) with { Unread = 0 }) == one;
        }).Check(Many);

    [Fact]
    public void What_is_damaged_is_read_as_the_reference_reads_it_or_not_at_all() =>
        Prop.ForAll(Responses.Damaged.ToArbitrary(), static text => Agree(text)).Check(Many);

    [Fact]
    public void Bytes_drawn_by_lot_end_in_one_of_the_ways_there_are() =>
        Prop.ForAll(
            Gen.Choose(0, 255).Select(static one => (byte)one).ArrayOf().Zip(Gen.Elements("", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")).ToArbitrary(),
            static both => Agree(both.Item2 + Encoding.Latin1.GetString(both.Item1))).Check(Many);

    [Fact]
    public void Every_beginning_of_a_good_response_is_cut_short_or_goes_on_until_the_end() =>
        Prop.ForAll(Responses.Valid.ToArbitrary(), Gen.Choose(0, 100_000).ToArbitrary(), static (response, at) =>
        {
            var part = response.Text[..(at % (response.Text.Length + 1))];
            return Reading.Of(part).End is "Cut" || ReferenceReading.Of(part) is not null;
        }).Check(Many);

    private static bool Agree(string text)
    {
        var reading = Reading.Of(text);
        return ReferenceReading.Of(text) is { } expected ? reading == expected : reading.End is "Cut" or "Garbage" or "TooLong";
    }
}
