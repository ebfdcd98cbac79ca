using MultiRegion.Azure.Tests.Fakes;
using MultiRegion.Azure.Wire;
using MultiRegion.Shared.Http;
using MultiRegion.Testing;

namespace MultiRegion.Azure.Tests.Wire;

/// <summary>A client on a fake in virtual time.</summary>
internal sealed class Rig : IDisposable
{
    public Rig(RetrySettings? retry = null, FakeCredential? credential = null, Func<ArmSettings, ArmSettings>? change = null)
    {
        var settings = new ArmSettings
        {
            Subscription = FakeArm.Subscription,
            ResourceGroup = FakeArm.Group,
            Credential = credential ?? new FakeCredential(),
            Time = Clock,
            Roll = static () => 1,
            Retry = retry ?? new(),
            Transport = Fake.Handler,
        };
        Client = new(change?.Invoke(settings) ?? settings);
    }

    public VirtualClock Clock { get; } = new();

    public FakeArm Fake { get; } = new();

    public TrafficManagerClient Client { get; }

    /// <summary>Lets time pass until the call is done.</summary>
    public async Task<Result<T>> RunAsync<T>(ValueTask<Result<T>> call)
    {
        var task = call.AsTask();
        for (var idle = 0; !task.IsCompleted && idle < 1_000_000; idle++)
        {
            if (Clock.AdvanceToNextTimer())
            {
                idle = 0;
            }
            else
            {
                // Cancelled waits go on elsewhere.
                await Task.Yield();
            }
        }

        return task.IsCompleted ? await task : throw new InvalidOperationException("The call waits for something that no time brings.");
    }

    public void Dispose() => Client.Dispose();
}
