using MultiRegion.Probing.Batch;

namespace MultiRegion.Tests.Probing.Batch;

public class YoungestFirstTests
{
    private readonly YoungestFirst<string> _line = new(2);

    [Fact]
    public void So_many_begin_and_the_others_wait()
    {
        _line.Enter("first").ShouldBeNull();
        _line.Enter("second").ShouldBeNull();
        _line.Enter("third").ShouldNotBeNull();

        _line.Next().ShouldBeNull();
        _line.IsEmpty.ShouldBeFalse();
    }

    [Fact]
    public void When_all_places_are_free_again_the_youngest_begin()
    {
        foreach (var name in new[] { "first", "second", "old", "younger", "youngest" })
        {
            _line.Enter(name);
        }

        _line.FreeAll();

        new[] { _line.Next(), _line.Next(), _line.Next() }.ShouldBe(["youngest", "younger", null]);
    }

    [Fact]
    public void Whoever_comes_takes_a_place_that_is_free()
    {
        _line.Enter("first");
        _line.Enter("second");
        _line.Enter("waiting");
        _line.FreeAll();

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
        _line.FreeAll();

        _line.Next().ShouldBeNull();
    }

    [Fact]
    public void For_each_place_that_is_freed_one_begins()
    {
        foreach (var name in new[] { "first", "second", "old", "young" })
        {
            _line.Enter(name);
        }

        _line.Free();
        new[] { _line.Next(), _line.Next() }.ShouldBe(["young", null]);
        _line.Free();
        new[] { _line.Next(), _line.Next() }.ShouldBe(["old", null]);

        _line.Free();
        _line.Enter("new").ShouldBeNull();
        _line.Enter("newer").ShouldNotBeNull();
    }
}
