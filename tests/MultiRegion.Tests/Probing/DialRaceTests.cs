using System.Net;
using System.Net.Sockets;
using MultiRegion.Probing;
using MultiRegion.Testing;

namespace MultiRegion.Tests.Probing;

public sealed class DialRaceTests
{
    private static readonly IPAddress Six = IPAddress.Parse("2001:db8::1");
    private static readonly IPAddress SixToo = IPAddress.Parse("2001:db8::2");
    private static readonly IPAddress Four = IPAddress.Parse("192.0.2.1");
    private readonly VirtualClock _clock = new();
    private readonly List<(IPAddress To, TimeSpan At, TaskCompletionSource<Socket> Answer)> _tried = [];

    [Fact]
    public async Task An_address_that_answers_is_the_only_one_that_is_asked()
    {
        using var socket = NewSocket();
        var race = Race([Six, Four]);
        _tried[0].Answer.SetResult(socket);

        (await race).ShouldBe(socket);
        Tried.ShouldBe([(Six, 0)]);
    }

    [Fact]
    public async Task The_families_take_turns_when_addresses_are_silent_and_the_first_is_asked_once_more()
    {
        using var socket = NewSocket();
        var race = Race([Six, SixToo, Four]);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Tried.ShouldBe([(Six, 0), (Four, 150), (SixToo, 300), (Six, 450)]);
        race.IsCompleted.ShouldBeFalse();
        _tried[1].Answer.SetResult(socket);
        (await race).ShouldBe(socket);
    }

    [Fact]
    public async Task A_refusal_gives_the_next_address_its_turn_at_once_and_is_not_asked_for_twice()
    {
        var race = Race([Six, Four]);
        _tried[0].Answer.SetException(new SocketException((int)SocketError.ConnectionRefused));
        Tried.ShouldBe([(Six, 0), (Four, 0)]);
        _tried[1].Answer.SetException(new SocketException((int)SocketError.NetworkUnreachable));

        (await Should.ThrowAsync<SocketException>(() => race)).SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
        Tried.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_single_lost_packet_costs_a_head_start()
    {
        using var socket = NewSocket();
        var race = Race([Four]);
        _clock.Advance(DialRace.HeadStart);
        _tried[1].Answer.SetResult(socket);

        (await race).ShouldBe(socket);
        Tried.ShouldBe([(Four, 0), (Four, 150)]);
    }

    [Fact]
    public async Task Whoever_connects_after_the_race_is_closed_again()
    {
        using var winner = NewSocket();
        using var loser = NewSocket();
        var race = Race([Six, Four]);
        _clock.Advance(DialRace.HeadStart);
        _tried[1].Answer.SetResult(winner);
        (await race).ShouldBe(winner);

        _tried[0].Answer.SetResult(loser);

        Should.Throw<ObjectDisposedException>(() => loser.Available);
        _ = winner.Available;
    }

    [Fact]
    public async Task A_cancelled_race_ends_at_once()
    {
        using var timeout = new CancellationTokenSource();
        var race = Race([Six, Four], timeout.Token);
        await timeout.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => race);
    }

    [Fact]
    public async Task Without_addresses_there_is_no_data() =>
        (await Should.ThrowAsync<SocketException>(() => Race([]))).SocketErrorCode.ShouldBe(SocketError.NoData);

    private List<(IPAddress, double)> Tried => [.. _tried.Select(static tried => (tried.To, tried.At.TotalMilliseconds))];

    private static Socket NewSocket() => new(SocketType.Stream, ProtocolType.Tcp);

    private Task<Socket> Race(IPAddress[] addresses, CancellationToken cancellationToken = default)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        return new DialRace(ConnectAsync, _clock).RunAsync(addresses, cancellationToken).AsTask();
    }

    private async ValueTask<Socket> ConnectAsync(IPAddress address, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<Socket>();
        _tried.Add((address, _clock.Elapsed, answer));
        _ = cancellationToken;
        return await answer.Task;
    }
}
