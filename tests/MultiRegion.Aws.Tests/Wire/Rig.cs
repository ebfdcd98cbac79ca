using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Wire;
using MultiRegion.Shared.Http;
using MultiRegion.Testing;

namespace MultiRegion.Aws.Tests.Wire;

/// <summary>Clients on fakes in virtual time.</summary>
internal sealed class Rig : IDisposable
{
    public Rig(RetrySettings? retry = null)
    {
        Settings = new() { Time = Clock, Roll = static () => 1, Retry = retry ?? new() };
        Dns.Keys = FakeKeys.Route53;
        Front.Keys = FakeKeys.GlobalAccelerator;
        Route53 = Route53Client.Create(Settings with { Credentials = FakeKeys.Route53.Credentials, Transport = Dns.Handler }).Value!;
        Accelerator = GlobalAcceleratorClient.Create(Settings with { Credentials = FakeKeys.GlobalAccelerator.Credentials, Transport = Front.Handler }).Value!;
    }

    public VirtualClock Clock { get; } = new();

    public AwsClientSettings Settings { get; }

    public FakeRoute53 Dns { get; } = new();

    public FakeGlobalAccelerator Front { get; } = new();

    public Route53Client Route53 { get; }

    public GlobalAcceleratorClient Accelerator { get; }

    /// <summary>Lets time pass until the call is done.</summary>
    public async Task<Result<T>> RunAsync<T>(ValueTask<Result<T>> call)
    {
        var task = call.AsTask();
        for (var turns = 0; !task.IsCompleted && turns < 10_000 && Clock.AdvanceToNextTimer(); turns++)
        {
        }

        return task.IsCompleted ? await task : throw new InvalidOperationException("The call waits for something that no time brings.");
    }

    public void Dispose()
    {
        Route53.Dispose();
        Accelerator.Dispose();
    }
}
