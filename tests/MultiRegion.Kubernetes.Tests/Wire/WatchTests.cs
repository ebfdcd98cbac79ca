using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Tests.Wire;

public sealed class WatchTests
{
    [Fact]
    public async Task A_watch_lists_and_then_follows_what_changes()
    {
        using var watch = new Watching();
        watch.Rig.Fake.Put(Rig.ConfigMap("c1"));

        (await watch.NextAsync()).ShouldBe("Listed c1");
        watch.Rig.Fake.Put(Rig.ConfigMap("c2"));
        (await watch.NextAsync()).ShouldBe("Added c2");
        watch.Rig.Fake.Change("configmaps", "shop", "c2", static item => item["data"]!["a"] = "2");
        (await watch.NextAsync()).ShouldBe("Modified c2");
        await watch.Rig.Client.DeleteAsync(Rig.ConfigMaps, "shop", "c1", new(), default);
        (await watch.NextAsync()).ShouldBe("Deleted c1");
    }

    [Fact]
    public async Task A_stream_that_ends_is_taken_up_where_it_was_with_the_version_of_a_bookmark()
    {
        using var watch = new Watching();
        await watch.NextAsync();
        watch.Rig.Fake.Put(Rig.Namespace("elsewhere"));
        watch.Rig.Fake.Bookmark();
        var next = watch.NextAsync();

        // The stream lasts as long as the watch asked for, and ends without a word.
        await watch.PassUntilAsync(static rig => rig.Fake.Requests.Count(static request => request.Is("watch")) > 1);
        watch.Rig.Fake.Put(Rig.ConfigMap("c2"));

        (await next).ShouldBe("Added c2");
        var streams = watch.Rig.Fake.Requests.Where(static request => request.Is("watch")).ToList();
        streams[1].Query("resourceVersion").ShouldNotBe(streams[0].Query("resourceVersion"));
        streams.ShouldAllBe(static stream => stream.Is("allowWatchBookmarks") && stream.Query("timeoutSeconds") == "450");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_version_that_is_gone_leads_to_a_new_list(bool asEvent)
    {
        using var watch = new Watching();
        await watch.NextAsync();
        var next = watch.NextAsync();
        if (asEvent)
        {
            await watch.PassUntilAsync(static rig => rig.Fake.Requests.Any(static request => request.Is("watch")));
        }

        watch.Rig.Fake.Compact();
        watch.Rig.Fake.Put(Rig.ConfigMap("c3"));

        (await next).ShouldBe("Listed c3");
    }

    [Fact]
    public async Task A_busy_server_is_waited_for()
    {
        using var watch = new Watching();
        await watch.NextAsync();
        watch.Rig.Fake.Next(static _ =>
        {
            var busy = FakeResponse.Error(429, "TooManyRequests", "later");
            busy.Headers["Retry-After"] = "7";
            return busy;
        });
        var next = watch.NextAsync();
        await watch.PassUntilAsync(static rig => rig.Fake.Requests.Count(static request => request.Is("watch")) > 1);

        watch.Rig.Clock.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(7));
        watch.Rig.Fake.Put(Rig.ConfigMap("c2"));
        (await next).ShouldBe("Added c2");
    }

    [Fact]
    public async Task A_watch_that_is_not_allowed_ends_with_the_reason()
    {
        using var watch = new Watching();
        watch.Rig.Fake.Next(static _ => FakeResponse.Error(403, "Forbidden", "configmaps is forbidden"));

        (await watch.NextAsync()).ShouldBe("Failed Denied");
    }

    /// <summary>A watch, an event at a time.</summary>
    private sealed class Watching : IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly IAsyncEnumerator<WatchEvent> _events;

        public Watching() => _events = Rig.Client.WatchAsync(Rig.ConfigMaps, "shop", new(), _end.Token).GetAsyncEnumerator(_end.Token);

        public Rig Rig { get; } = new();

        public async Task<string> NextAsync()
        {
            (await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
            var seen = _events.Current;
            return seen.Kind == WatchKind.Failed ? $"Failed {seen.Problem!.Kind}" : $"{seen.Kind} {string.Join(' ', seen.Items.Select(static item => item.Name()))}".TrimEnd();
        }

        public async Task PassUntilAsync(Func<Rig, bool> until)
        {
            for (var i = 0; i < 1_000_000 && !until(Rig); i++)
            {
                // Bookmarks and events that were sent are read before any time passes.
                for (var breath = 0; breath < 200; breath++)
                {
                    await Task.Yield();
                }

                _ = !until(Rig) && !Rig.Fake.HasBookmark && Rig.Clock.AdvanceToNextTimer();
            }

            until(Rig).ShouldBeTrue();
        }

        public void Dispose()
        {
            _end.Cancel();
            _end.Dispose();
            Rig.Dispose();
        }
    }
}
