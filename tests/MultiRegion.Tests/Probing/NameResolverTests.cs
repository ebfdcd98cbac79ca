using System.Net;
using System.Net.Sockets;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public sealed class NameResolverTests
{
    private static readonly IPAddress[] Somewhere = [IPAddress.Parse("192.0.2.1")];
    private readonly ManualClock _clock = new();
    private readonly List<(string Name, TaskCompletionSource<IPAddress[]> Answer)> _asked = [];
    private readonly NameResolver _names;

    public NameResolverTests() => _names = new(Ask, _clock);

    [Fact]
    public async Task A_name_that_many_want_is_asked_for_once()
    {
        var wanted = Enumerable.Range(0, 1000).Select(at => ResolveAsync(at % 2 == 0 ? "eu.example.com" : "EU.example.com")).ToList();

        Answer("eu.example.com");

        (await Task.WhenAll(wanted)).ShouldAllBe(static found => found == Somewhere);
        _asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_answer_is_remembered()
    {
        for (var round = 1; round <= 3; round++)
        {
            var wanted = ResolveAsync("eu.example.com");
            Answer("eu.example.com");
            await wanted;
            _asked.Count.ShouldBe(round);
        }
    }

    [Fact]
    public async Task A_failure_is_everybodys_and_the_next_one_asks_again()
    {
        var wanted = new[] { ResolveAsync("eu.example.com"), ResolveAsync("eu.example.com") };
        _asked[0].Answer.SetException(new SocketException((int)SocketError.TryAgain));

        foreach (var one in wanted)
        {
            (await Should.ThrowAsync<SocketException>(() => one)).SocketErrorCode.ShouldBe(SocketError.TryAgain);
        }

        _ = ResolveAsync("eu.example.com");
        _asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_gives_up_gives_up_for_himself()
    {
        using var timeout = new CancellationTokenSource();
        var (impatient, patient) = (ResolveAsync("eu.example.com", timeout.Token), ResolveAsync("eu.example.com"));
        await timeout.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => impatient);
        Answer("eu.example.com");
        (await patient).ShouldBe(Somewhere);
        _asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Names_that_hang_hold_no_more_than_their_seats_and_are_asked_for_again_when_they_are_free()
    {
        var wanted = Enumerable.Range(0, 1000).Select(at => ResolveAsync($"dead{at}.example.com")).ToList();
        _asked.Count.ShouldBe(NameResolver.AtOnce);

        for (var at = 0; at < 1000; at++)
        {
            _asked[at].Answer.SetResult(Somewhere);
        }

        (await Task.WhenAll(wanted)).Length.ShouldBe(1000);
    }

    [Fact]
    public async Task Names_that_hung_last_time_do_not_keep_others_waiting()
    {
        for (var at = 0; at < 200; at++)
        {
            _ = ResolveAsync($"dead{at}.example.com");
        }

        for (var at = 0; at < 200; at++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _asked[at].Answer.SetResult(Somewhere);
        }

        _asked.Clear();
        for (var at = 0; at < 200; at++)
        {
            _ = ResolveAsync($"dead{at}.example.com");
        }

        var well = ResolveAsync("well.example.com");
        Answer("well.example.com");

        (await well).ShouldBe(Somewhere);
        _asked.Count.ShouldBe(NameResolver.AtOnce + 1);
    }

    [Fact]
    public async Task A_name_that_answers_in_time_again_is_like_the_others()
    {
        for (var round = 0; round < 2; round++)
        {
            var slow = ResolveAsync("eu.example.com");
            _clock.Advance(round == 0 ? TimeSpan.FromSeconds(5) : TimeSpan.Zero);
            Answer("eu.example.com");
            await slow;
        }

        for (var at = 0; at < NameResolver.AtOnce; at++)
        {
            _ = ResolveAsync($"other{at}.example.com");
        }

        _ = ResolveAsync("eu.example.com");
        _asked[^1].Name.ShouldBe($"other{NameResolver.AtOnce - 1}.example.com");
    }

    [Fact]
    public async Task The_systems_resolver_is_asked() =>
        (await NameResolver.System(TimeProvider.System).ResolveAsync("localhost", default)).ShouldContain(static address => IPAddress.IsLoopback(address));

    private Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken = default)
    {
        // With the test runner's context, whoever has waited would go on on another thread.
        SynchronizationContext.SetSynchronizationContext(null);
        return _names.ResolveAsync(name, cancellationToken);
    }

    private Task<IPAddress[]> Ask(string name)
    {
        _asked.Add((name, new()));
        return _asked[^1].Answer.Task;
    }

    private void Answer(string name) => _asked.FindLast(asked => asked.Name == name).Answer.SetResult(Somewhere);
}
