using MultiRegion.Probing.Batch;

namespace MultiRegion.Tests.Probing.Batch;

public class HandshakeSeatsTests
{
    private readonly HandshakeSeats<string> _seats = new(2);

    [Fact]
    public void When_all_seats_are_taken_the_youngest_is_next()
    {
        _seats.Sit("first").ShouldBeNull();
        _seats.Sit("second").ShouldBeNull();
        _seats.Sit("old").ShouldNotBeNull();
        _seats.Sit("young").ShouldNotBeNull();

        new[] { _seats.Leave(), _seats.Leave(), _seats.Leave() }.ShouldBe(["young", "old", null]);
    }

    [Fact]
    public void Who_has_given_up_is_given_no_seat()
    {
        _seats.Sit("first");
        _seats.Sit("second");
        var place = _seats.Sit("third");

        _seats.GiveUp(place!);

        _seats.Leave().ShouldBeNull();
        _seats.Sit("fourth").ShouldBeNull();
    }
}
