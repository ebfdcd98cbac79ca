using MultiRegion.Probing.Batch;

namespace MultiRegion.Tests.Probing.Batch;

public class DialLineTests
{
    private readonly DialLine<string> _line = new(2);

    public DialLineTests() => _line.Turn();

    [Fact]
    public void So_many_begin_in_a_turn_and_the_others_wait()
    {
        _line.Enter("first").ShouldBeNull();
        _line.Enter("second").ShouldBeNull();
        _line.Enter("third").ShouldNotBeNull();

        _line.Next().ShouldBeNull();
        _line.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void In_the_next_turn_the_youngest_begin()
    {
        foreach (var name in new[] { "first", "second", "old", "younger", "youngest" })
        {
            _line.Enter(name);
        }

        _line.Turn();

        new[] { _line.Next(), _line.Next(), _line.Next() }.ShouldBe(["youngest", "younger", null]);
    }

    [Fact]
    public void Whoever_comes_in_the_turn_takes_what_is_left_of_it()
    {
        _line.Enter("first");
        _line.Enter("second");
        _line.Enter("waiting");
        _line.Turn();

        _line.Enter("new").ShouldBeNull();

        new[] { _line.Next(), _line.Next() }.ShouldBe(["waiting", null]);
        _line.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Who_has_given_up_does_not_begin()
    {
        _line.Enter("first");
        _line.Enter("second");
        var place = _line.Enter("third");
        _line.GiveUp(place!);
        _line.Turn();

        _line.Next().ShouldBeNull();
    }
}
