using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MultiRegion.Testing;

namespace MultiRegion.Tests.Engine;

/// <summary>What follows from what the application's own calls meet with.</summary>
public sealed class CallReportTests
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(5);

    [Fact]
    public async Task A_burst_of_errors_makes_the_region_be_probed_at_once_and_is_no_failure()
    {
        await using var world = await new World().BeginAsync();
        var probes = world.Probe.Count(World.A);

        Call(world, World.A, calls: 20, failed: 20);
        await world.RunAsync(TimeSpan.FromMilliseconds(2));

        world.Probe.Count(World.A).ShouldBeInRange(probes + 1, probes + 2);
        await world.RunAsync(TimeSpan.FromMinutes(1));
        world.Router.Writes.ShouldBe(1);
    }

    [Fact]
    public async Task Errors_that_are_sustained_against_a_better_region_degrade_and_nothing_else()
    {
        await using var world = await new World().BeginAsync();
        for (var second = 0; second < 75; second++)
        {
            Call(world, World.A, calls: 10, failed: 4);
            Call(world, World.B, calls: 10, failed: 0);
            await world.RunAsync(TimeSpan.FromSeconds(1));
            Verdict(world).ShouldBe(second < 60 ? MultiRegion.Verdict.Healthy : Verdict(world));
        }

        Verdict(world).ShouldBe(MultiRegion.Verdict.Degraded);
    }

    [Fact]
    public async Task Errors_alone_never_move_anything_when_no_other_region_is_known_to_be_better()
    {
        await using var world = await new World().BeginAsync();
        for (var second = 0; second < 90; second++)
        {
            Call(world, World.A, calls: 50, failed: 50);
            await world.RunAsync(TimeSpan.FromSeconds(1));
        }

        Verdict(world).ShouldBe(MultiRegion.Verdict.Healthy);
        world.Router.Writes.ShouldBe(1);
        world.Probe.Count(World.A).ShouldBeLessThan(150);
    }

    [Fact]
    public async Task Calls_to_what_is_not_in_the_topology_count_nowhere_and_impossible_ones_are_refused()
    {
        await using var world = await new World().BeginAsync();

        world.Engine!.ReportCall("gone", World.A, failed: true, Fast);
        world.Engine.ReportCall(World.Shop, "gone", failed: true, Fast);
        await world.RunAsync(TimeSpan.FromSeconds(10));

        Should.Throw<ArgumentOutOfRangeException>(() => world.Engine.ReportCall(World.Shop, World.A, failed: false, -Fast));
    }

    [Theory]
    [InlineData("http://a.example.com/x", HttpStatusCode.InternalServerError, true)]
    [InlineData("http://A.example.com/x", HttpStatusCode.BadGateway, true)]
    [InlineData("http://a.example.com/x", HttpStatusCode.NotFound, false)]
    [InlineData("http://a.example.com:81/x", HttpStatusCode.InternalServerError, false)]
    [InlineData("http://other.example.com/x", HttpStatusCode.InternalServerError, false)]
    public async Task A_handler_reports_answers_by_where_they_came_from(string uri, HttpStatusCode status, bool rings)
    {
        await using var world = await new World().BeginAsync();
        using var client = Client(world, (_, _) => Task.FromResult(new HttpResponseMessage(status)));

        await RingsAsync(world, () => client.GetAsync(new Uri(uri)), rings);
    }

    [Fact]
    public async Task A_handler_reports_what_throws_and_lets_it_through()
    {
        await using var world = await new World().BeginAsync();
        using var client = Client(world, static (_, _) => throw new HttpRequestException("broken"));

        await RingsAsync(world, () => Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://a.example.com/"))), rings: true);
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(500, true)]
    public async Task A_call_that_its_caller_gives_up_has_failed_only_when_it_waited_for_long(int milliseconds, bool rings)
    {
        Threads.Stay();
        await using var world = await new World().BeginAsync();
        using var client = Client(world, async (_, token) =>
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(milliseconds / 5.0));
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            return new();
        }, TimeSpan.FromMilliseconds(100));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await RingsAsync(world, () => Should.ThrowAsync<OperationCanceledException>(() => client.SendAsync(new(HttpMethod.Get, "http://a.example.com/"), cancelled.Token)), rings);
    }

    [Fact]
    public async Task A_handler_is_registered_by_name_and_made_anew_each_time()
    {
        var services = new ServiceCollection();
        services.AddMultiRegion(name: "ops").AddCallReporting("shop", World.Shop, static handler => handler.FailedAfter = Fast);
        await using var provider = services.BuildServiceProvider();

        using var one = provider.GetRequiredKeyedService<CallReportingHandler>("ops/shop");
        using var other = provider.GetRequiredKeyedService<CallReportingHandler>("ops/shop");

        one.FailedAfter.ShouldBe(Fast);
        other.ShouldNotBeSameAs(one);
    }

    private static async Task RingsAsync(World world, Func<Task> call, bool rings)
    {
        var probes = world.Probe.Count(World.A);
        for (var time = 0; time < 5; time++)
        {
            await call();
        }

        await world.Engine!.TickAsync();
        world.Probe.Count(World.A).ShouldBe(probes + (rings ? 1 : 0));
    }

    private static HttpMessageInvoker Invoker(World world, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, TimeSpan failedAfter) =>
        new(new CallReportingHandler(world.Engine!, World.Shop, world.Clock) { FailedAfter = failedAfter, InnerHandler = new Inner(answer) });

    private static Sender Client(World world, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, TimeSpan? failedAfter = null) =>
        new(Invoker(world, answer, failedAfter ?? TimeSpan.FromMilliseconds(500)));

    private static void Call(World world, RegionId region, int calls, int failed)
    {
        for (var call = 0; call < calls; call++)
        {
            world.Engine!.ReportCall(World.Shop, region, failed: call < failed, Fast);
        }
    }

    private static Verdict Verdict(World world) => world.Status.Regions.Single(static region => region.Region == World.A).Verdict;

    // Not a client, whose own cancellation would come before the handler is asked.
    private sealed class Sender(HttpMessageInvoker invoker) : IDisposable
    {
        public Task<HttpResponseMessage> GetAsync(Uri uri) => SendAsync(new(HttpMethod.Get, uri), default);

        public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var _ = request;
            return await invoker.SendAsync(request, cancellationToken);
        }

        public void Dispose() => invoker.Dispose();
    }

    private sealed class Inner(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request, cancellationToken);
    }
}
