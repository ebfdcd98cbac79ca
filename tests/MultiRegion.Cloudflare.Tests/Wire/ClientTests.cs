using Microsoft.Extensions.Logging;
using MultiRegion.Cloudflare.Tests.Fakes;
using MultiRegion.Cloudflare.Wire;

namespace MultiRegion.Cloudflare.Tests.Wire;

/// <summary>The client against the strict fake, and against answers that are none.</summary>
public sealed class ClientTests : IDisposable
{
    private const string Account = FakeCloudflare.Account;
    private const string Zone = FakeCloudflare.Zone;

    private readonly Rig _rig = new();

    public static TheoryData<int> Faults => [.. Enum.GetValues<Fault>().Select(static fault => (int)fault)];

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(Fault.Html, ProblemKind.Failed, "a page of HTML with status 200", 1)]
    [InlineData(Fault.HtmlBadGateway, ProblemKind.Failed, "a page of HTML with status 502", 8)]
    [InlineData(Fault.Empty, ProblemKind.Failed, "the answer is empty", 8)]
    [InlineData(Fault.EmptyForbidden, ProblemKind.Denied, "The token may lack 'Load Balancing: Monitors And Pools Read'", 1)]
    [InlineData(Fault.Truncated, ProblemKind.Failed, "without an answer of the API that can be read", 8)]
    [InlineData(Fault.Endless, ProblemKind.Failed, "longer than 8388608 bytes", 1)]
    [InlineData(Fault.Redirect, ProblemKind.Failed, "redirected (301), which is not followed", 1)]
    [InlineData(Fault.Unavailable, ProblemKind.Failed, "Service temporarily unavailable (code 10001)", 8)]
    [InlineData(Fault.RateLimited, ProblemKind.Unreachable, "Rate limited (code 10429)", 7)]
    [InlineData(Fault.SeveralErrors, ProblemKind.Refused, "name: required (code 1002); origins: at least one (code 1003).", 1)]
    [InlineData(Fault.NoReason, ProblemKind.Refused, "without a reason", 1)]
    [InlineData(Fault.WrongResult, ProblemKind.Failed, "its result is not what it should be", 8)]
    [InlineData(Fault.LostBeforeEffect, ProblemKind.Unreachable, "the connection broke", 8)]
    internal async Task It_is_clear_what_came_instead_of_an_answer(Fault fault, ProblemKind kind, string text, int requests)
    {
        _rig.Fake.Inject(fault, 100);

        var pools = await _rig.RunAsync(_rig.Client.ListPoolsAsync(Account, default));

        pools.Problem.ShouldNotBeNull().Kind.ShouldBe(kind);
        pools.Problem.Detail.ShouldContain(text);
        pools.Problem.Detail.ShouldStartWith("cloudflare: list pools");
        _rig.Fake.Calls.Count.ShouldBe(requests);
    }

    [Theory]
    [InlineData(Fault.RateLimited, 7)]
    [InlineData(Fault.RateLimitedWithoutRetryAfter, 5)]
    internal async Task The_wait_that_is_asked_for_is_kept(Fault fault, double seconds)
    {
        _rig.Fake.Inject(fault);
        var start = _rig.Clock.GetTimestamp();

        (await _rig.RunAsync(_rig.Client.ListPoolsAsync(Account, default))).Succeeded.ShouldBeTrue();

        _rig.Clock.GetElapsedTime(start).TotalSeconds.ShouldBeInRange(seconds, seconds + 0.3);
    }

    /// <summary>The fake's pages of HTML repeat all headers that were sent.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_token_is_in_no_problem(int fault)
    {
        _rig.Fake.Inject((Fault)fault, 100);

        var read = await _rig.RunAsync(_rig.Client.ListPoolsAsync(Account, default));
        var written = await _rig.RunAsync(_rig.Client.CreatePoolAsync(Account, "{}", default));

        foreach (var text in new[] { read.Problem?.ToString() ?? "", written.Problem?.ToString() ?? "" })
        {
            text.ShouldNotContain(FakeCloudflare.Token);
            text.ShouldNotContain("Bearer");
            text.Length.ShouldBeLessThan(2000);
        }

        _rig.Settings.ToString().ShouldNotContain(FakeCloudflare.Token);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_token_is_in_no_line_of_the_log(int fault)
    {
        var log = new Lines();
        using var client = new CloudflareClient(_rig.Settings with { Logger = log });
        _rig.Fake.Inject((Fault)fault, 100);

        var pools = await _rig.RunAsync(client.ListPoolsAsync(Account, default));

        log.Told.Count.ShouldBeGreaterThanOrEqualTo(_rig.Fake.Calls.Count - 1, pools.Problem?.Detail);
        log.Told.ShouldAllBe(static line => !line.Contains(FakeCloudflare.Token, StringComparison.Ordinal) && !line.Contains("Bearer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "holds nothing")]
    [InlineData("two words", "characters that no token has")]
    [InlineData("line\nbreak", "characters that no token has")]
    public async Task Without_a_token_nothing_is_sent(string token, string text)
    {
        using var rig = new Rig(token: TokenSource.Of(token));

        var pools = await rig.RunAsync(rig.Client.ListPoolsAsync(Account, default));

        pools.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Denied);
        pools.Problem.Detail.ShouldContain(text);
        rig.Fake.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_that_throws_is_named_without_its_text()
    {
        using var rig = new Rig(token: new("handed over", static _ => throw new InvalidOperationException("vault password hunter2")));

        var pools = await rig.RunAsync(rig.Client.ListPoolsAsync(Account, default));

        pools.Problem.ShouldNotBeNull().Detail.ShouldContain("handed over cannot be read (InvalidOperationException)");
        pools.Problem.Detail.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_token_in_a_file_is_read_again_for_each_request()
    {
        var path = Path.Combine(Path.GetTempPath(), $"cf-{Environment.ProcessId}-{_rig.GetHashCode()}.token");
        try
        {
            using var client = new CloudflareClient(_rig.Settings with { Token = TokenSource.File(path), Time = TimeProvider.System });
            await File.WriteAllTextAsync(path, "old");
            (await client.ListPoolsAsync(Account, default)).Problem!.Kind.ShouldBe(ProblemKind.Denied);
            await File.WriteAllTextAsync(path, $"{FakeCloudflare.Token}\n");
            (await client.ListPoolsAsync(Account, default)).Succeeded.ShouldBeTrue();
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        using var client = new CloudflareClient(_rig.Settings with { Token = TokenSource.File("/nowhere/cf.token"), Time = TimeProvider.System });

        (await client.ListPoolsAsync(Account, default)).Problem.ShouldNotBeNull().Detail.ShouldContain("the file /nowhere/cf.token cannot be read");
    }

    [Theory]
    [InlineData("zones", "Zone Read")]
    [InlineData("load_balancers", "Load Balancers Read")]
    [InlineData("pools", "Load Balancing: Monitors And Pools Read")]
    [InlineData("monitors", "Load Balancing: Monitors And Pools Read")]
    public async Task A_token_without_a_permission_is_told_which_one(string resource, string permission)
    {
        _rig.Fake.Lacking.Add(resource);

        var problems = new[]
        {
            (await _rig.RunAsync(_rig.Client.FindZonesAsync("example.com", default))).Problem, (await _rig.RunAsync(_rig.Client.ListBalancersAsync(Zone, default))).Problem,
            (await _rig.RunAsync(_rig.Client.ListPoolsAsync(Account, default))).Problem, (await _rig.RunAsync(_rig.Client.ListMonitorsAsync(Account, default))).Problem,
        };

        var problem = problems.OfType<Problem>().ShouldHaveSingleItem();
        problem.Kind.ShouldBe(ProblemKind.Denied);
        problem.Detail.ShouldContain($"'{permission}'");
        problem.Detail.ShouldContain("given by the application");
    }

    [Fact]
    public async Task A_token_without_a_permission_to_write_is_told_that_one()
    {
        _rig.Fake.Lacking.UnionWith(["load_balancers", "pools", "monitors"]);

        (await _rig.RunAsync(_rig.Client.PatchBalancerAsync(Zone, "b", "{}", default))).Problem.ShouldNotBeNull().Detail.ShouldContain("'Load Balancers Write'");
        (await _rig.RunAsync(_rig.Client.PatchPoolAsync(Account, "p", "{}", default))).Problem.ShouldNotBeNull().Detail.ShouldContain("'Load Balancing: Monitors And Pools Write'");
        (await _rig.RunAsync(_rig.Client.DeleteMonitorAsync(Account, "m", default))).Problem.ShouldNotBeNull().Detail.ShouldContain("'Load Balancing: Monitors And Pools Write'");
        (await _rig.RunAsync(_rig.Client.ListPoolReferencesAsync(Account, "p", default))).Problem.ShouldNotBeNull().Detail.ShouldContain("'Load Balancing: Monitors And Pools Read'");
    }

    [Fact]
    public async Task A_token_that_is_wrong_is_denied()
    {
        using var rig = new Rig(token: TokenSource.Of("another"));

        (await rig.RunAsync(rig.Client.ListPoolsAsync(Account, default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Denied);
    }

    [Fact]
    public async Task A_zone_without_load_balancing_says_so()
    {
        _rig.Fake.LoadBalancingIsOff = true;

        var balancers = await _rig.RunAsync(_rig.Client.ListBalancersAsync(Zone, default));

        balancers.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        balancers.Problem.Detail.ShouldContain("not part of the zone's or account's plan");
    }

    [Fact]
    public async Task A_zone_that_is_not_there_is_not_found() =>
        (await _rig.RunAsync(_rig.Client.ListBalancersAsync("nowhere", default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);

    [Fact]
    public async Task Pages_are_followed_to_the_end()
    {
        _rig.Fake.PageSize = 3;
        for (var i = 0; i < 10; i++)
        {
            _rig.Fake.Pools[$"p{i}"] = new() { ["id"] = $"p{i}", ["name"] = $"pool-{i}" };
        }

        var pools = await _rig.RunAsync(_rig.Client.ListPoolsAsync(Account, default));

        pools.Value.Select(static pool => pool.Name).ShouldBe(Enumerable.Range(0, 10).Select(static i => $"pool-{i}"));
        _rig.Fake.Calls.Select(static call => call.Target.Split('?').ElementAtOrDefault(1)).ShouldBe([null, "page=2", "page=3", "page=4"]);
    }

    [Fact]
    public async Task A_creation_is_never_sent_twice_when_its_answer_was_lost()
    {
        _rig.Fake.Inject(Fault.LostAfterEffect);

        var pool = await _rig.RunAsync(_rig.Client.CreatePoolAsync(Account, """{"name":"a","origins":[{"name":"o","address":"192.0.2.1"}]}""", default));

        pool.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        pool.Problem.Detail.ShouldContain("It may have taken effect");
        _rig.Fake.Pools.Count.ShouldBe(1);
        _rig.Fake.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Fault.LostAfterEffect)]
    [InlineData(Fault.ErrorAfterEffect)]
    internal async Task A_deletion_whose_answer_was_lost_is_told_as_done(Fault fault)
    {
        _rig.Fake.Pools["p"] = new() { ["id"] = "p", ["name"] = "a" };
        _rig.Fake.Inject(fault);

        (await _rig.RunAsync(_rig.Client.DeletePoolAsync(Account, "p", default))).Value.ShouldBeTrue();
    }

    [Fact]
    public async Task A_pool_in_use_cannot_be_deleted_and_its_user_is_named()
    {
        _rig.Fake.Pools["p"] = new() { ["id"] = "p", ["name"] = "a" };
        _rig.Fake.Balancers["b"] = new() { ["id"] = "b", ["name"] = "www.example.com", ["fallback_pool"] = "p" };

        var gone = await _rig.RunAsync(_rig.Client.DeletePoolAsync(Account, "p", default));

        gone.Problem.ShouldNotBeNull().Detail.ShouldContain("referenced by load balancer(s): www.example.com");
    }

    [Fact]
    public async Task S92_Duplicate_addresses_in_a_pool_are_refused() =>
        (await _rig.RunAsync(_rig.Client.CreatePoolAsync(Account, """{"name":"a","origins":[{"address":"192.0.2.1"},{"address":"192.0.2.1"}]}""", default)))
            .Problem.ShouldNotBeNull().Detail.ShouldContain("addresses must be unique");

    [Fact]
    public async Task S96_No_five_minutes_hold_more_than_1200_requests()
    {
        var start = _rig.Clock.GetTimestamp();
        var sent = new List<TimeSpan>();
        for (var i = 0; i < 2500; i++)
        {
            await _rig.RunAsync(_rig.Client.ListMonitorsAsync(Account, default));
            sent.Add(_rig.Clock.GetElapsedTime(start));
        }

        sent.Select((at, i) => sent.Skip(i).TakeWhile(other => other - at < TimeSpan.FromMinutes(5)).Count()).Max().ShouldBeLessThanOrEqualTo(1200);
        sent.Count(static at => at < TimeSpan.FromSeconds(1)).ShouldBeLessThanOrEqualTo(203);
        sent[^1].TotalSeconds.ShouldBeInRange(600, 760, "and they are not slower than the budget demands");
    }

    [Fact]
    public async Task S93_A_patch_edits_the_fields_that_it_names()
    {
        _rig.Fake.Pools["p"] = new() { ["id"] = "p", ["name"] = "a", ["enabled"] = true, ["origins"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["address"] = "192.0.2.1" }) };

        var pool = (await _rig.RunAsync(_rig.Client.PatchPoolAsync(Account, "p", """{"load_shedding":{"default_percent":90}}""", default))).Value!;

        (pool.Name, pool.LoadShedding!.DefaultPercent, pool.Origins!.Value.Length).ShouldBe(("a", 90, 1));
    }

    [Fact]
    public async Task Pool_health_is_read()
    {
        _rig.Fake.Health["p"] = System.Text.Json.Nodes.JsonNode.Parse("""{"pool_id":"p","pop_health":{"Amsterdam, NL":{"healthy":true,"origins":[{"192.0.2.1":{"failure_reason":"No failures","healthy":true,"response_code":401,"rtt":"12.1ms"}}]}}}""")!.AsObject();

        var health = (await _rig.RunAsync(_rig.Client.GetPoolHealthAsync(Account, "p", default))).Value!;

        health.PopHealth!["Amsterdam, NL"].Origins!.Value[0]["192.0.2.1"].Healthy.ShouldBe(true);
    }

    private sealed class Lines : ILogger
    {
        public List<string> Told { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Told.Add(formatter(state, exception));
    }
}
