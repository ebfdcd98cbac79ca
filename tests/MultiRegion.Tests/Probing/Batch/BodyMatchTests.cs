using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Probing.Batch;

namespace MultiRegion.Tests.Probing.Batch;

public class BodyMatchTests
{
    private static readonly Arbitrary<byte[]> Few = Gen.Elements((byte)'a', (byte)'b').NonEmptyListOf().Select(static list => list.ToArray()).ToArbitrary();

    [Fact]
    public void A_text_is_found_where_a_search_over_the_whole_would_find_it() =>
        Prop.ForAll(Few, Few, Gen.Choose(1, 60).ToArbitrary(), static (body, wanted, limit) =>
        {
            wanted = wanted[..Math.Min(wanted.Length, 6)];
            var expected = body.AsSpan(0, Math.Min(limit, body.Length)).IndexOf(wanted) >= 0 ? true : body.Length >= limit ? false : default(bool?);
            return Find(body.Chunk(1), wanted, limit) == expected && Find(body.Chunk(7), wanted, limit) == expected;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("aabaabaaab", "aabaaab", true)]
    [InlineData("abababac", "ababac", true)]
    [InlineData("gr\u00fcn", "\u00fc", true)]
    public void It_may_begin_within_a_beginning_that_came_to_nothing(string body, string wanted, bool expected) =>
        Find([Encoding.UTF8.GetBytes(body)], Encoding.UTF8.GetBytes(wanted), 100).ShouldBe(expected);

    private static bool? Find(IEnumerable<byte[]> pieces, byte[] wanted, int limit)
    {
        var match = new BodyMatch(new WantedText(wanted), limit);
        foreach (var piece in pieces)
        {
            if (match.Read(piece) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
