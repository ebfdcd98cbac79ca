using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public sealed class TripwirePlacesTests : IDisposable
{
    private readonly ProbeBench _bench = new();
    private readonly SemaphoreSlim _rings = new(0);

    // Not disposed of: a connection may still ring while it is being closed.
    public TripwirePlacesTests() => _bench.Context.Wires.OnTrip = _ => _rings.Release();

    public void Dispose()
    {
        _bench.Dispose();
    }

    [Fact(Timeout = 20_000)]
    public async Task Places_that_nobody_is_connected_to_are_forgotten()
    {
        var go = new TaskCompletionSource();
        await using var server = TripwireTests.Keeping(TripwireTests.Kept, go.Task);
        (await _bench.ProbeAsync(new HttpProbeDefinition(), server.Port)).Outcome.ShouldBe(ProbeOutcome.Success);
        (await _bench.ProbeAsync(new HttpProbeDefinition(), HttpProbeTests.FreePort())).Reason.ShouldBe(ProbeReason.ConnectionRefused);
        _bench.Context.Wires.Count.ShouldBe(2);

        _bench.Context.Wires.Prune();
        _bench.Context.Wires.Count.ShouldBe(1);

        go.SetResult();
        await _rings.WaitAsync();
        _bench.Context.Wires.Prune();
        _bench.Context.Wires.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(new byte[] { 21, 3, 3, 0, 2 }, true)]
    [InlineData(new byte[] { 23, 3, 3, 0, 19 }, true)]
    [InlineData(new byte[] { 23, 3, 3, 0, 250 }, false)]
    [InlineData(new byte[] { 22, 3, 3, 0, 19 }, false)]
    public void A_TLS_alert_is_told_by_its_header(byte[] header, bool alert) => TlsRecord.MayBeAlert(header).ShouldBe(alert);
}
