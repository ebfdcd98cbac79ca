using MultiRegion.Cloudflare.Tests.Fakes;
using MultiRegion.Cloudflare.Wire;
using MultiRegion.Shared.Http;
using MultiRegion.Testing;

namespace MultiRegion.Cloudflare.Tests.Wire;

/// <summary>A client on a fake in virtual time.</summary>
internal sealed class Rig : IDisposable
{
    public Rig(RetrySettings? retry = null, TokenSource? token = null)
    {
        Settings = new() { Token = token ?? TokenSource.Of(FakeCloudflare.Token), Time = Clock, Roll = static () => 1, Retry = retry ?? new(), Transport = Fake.Handler };
        Client = new(Settings);
    }

    public VirtualClock Clock { get; } = new();

    public CloudflareSettings Settings { get; }

    public FakeCloudflare Fake { get; } = new();

    public CloudflareClient Client { get; }

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
                // Files and cancelled waits go on elsewhere.
                await Task.Yield();
            }
        }

        return task.IsCompleted ? await task : throw new InvalidOperationException("The call waits for something that no time brings.");
    }

    public void Dispose() => Client.Dispose();
}
