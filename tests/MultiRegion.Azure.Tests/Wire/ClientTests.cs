using System.Text.Json;
using Microsoft.Extensions.Logging;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Planning;
using MultiRegion.Azure.Tests.Fakes;
using MultiRegion.Azure.Tests.Twin;
using MultiRegion.Azure.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Azure.Tests.Wire;

/// <summary>The client on the fake: good answers, long operations, bad answers, and what is never told.</summary>
public sealed class ClientTests : IDisposable
{
    private static readonly string Body = Bodies.Of(Profiles.Of("shop", "Priority", "A B"));
    private readonly Rig _rig = new();

    public static TheoryData<string> Faults => [.. Enum.GetNames<Fault>().Where(static name => name != nameof(Fault.None))];

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_profile_is_written_read_listed_and_deleted()
    {
        (await PutAsync()).Succeeded.ShouldBeTrue();
        (await _rig.RunAsync(_rig.Client.GetProfileAsync("shop", default))).Value!.Properties!.DnsConfig!.Fqdn.ShouldBe("shop.trafficmanager.net");
        (await _rig.RunAsync(_rig.Client.ListProfilesAsync(default))).Value.ShouldHaveSingleItem().Name.ShouldBe("shop");
        (await _rig.RunAsync(_rig.Client.DeleteProfileAsync("shop", default))).Value.ShouldBeTrue();
        (await _rig.RunAsync(_rig.Client.DeleteProfileAsync("shop", default))).Value.ShouldBeTrue();
        (await _rig.RunAsync(_rig.Client.GetProfileAsync("shop", default))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.NotFound);
    }

    [Fact]
    public async Task A_list_is_followed_to_its_end_and_to_no_other_host()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await _rig.RunAsync(_rig.Client.PutProfileAsync(name, Bodies.Of(Profiles.Of(name, "Priority", "A")), default));
        }

        _rig.Fake.PageSize = 2;
        (await _rig.RunAsync(_rig.Client.ListProfilesAsync(default))).Value.Select(static profile => profile.Name).ShouldBe(["a", "b", "c"]);
        _rig.Fake.PollOrigin = "https://elsewhere.example.net";
        (await _rig.RunAsync(_rig.Client.ListProfilesAsync(default))).Problem.ShouldNotBeNull().Detail.ShouldContain("names another host");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_long_operation_is_asked_about_until_it_is_done(bool byLocation)
    {
        (_rig.Fake.Polls, _rig.Fake.ByLocation) = (3, byLocation);

        var written = await PutAsync();

        written.Value!.Name.ShouldBe("shop");
        _rig.Fake.Calls.Select(static call => call.Method).ShouldBe(["PUT", "GET", "GET", "GET", "GET", "GET"]);
        (await _rig.RunAsync(_rig.Client.DeleteProfileAsync("shop", default))).Value.ShouldBeTrue();
        _rig.Fake.Profiles.ShouldBeEmpty();
    }

    [Fact]
    public async Task Between_two_questions_it_waits_as_long_as_the_server_asks()
    {
        _rig.Fake.Polls = 2;
        var start = _rig.Clock.GetTimestamp();

        await PutAsync();

        _rig.Clock.GetElapsedTime(start).ShouldBe(TimeSpan.FromSeconds(3 + 1 + 1));
    }

    [Theory]
    [InlineData(false, "accepted, and failed then: The name servers were not updated (code DnsUpdateFailed)")]
    [InlineData(true, "The operation was aborted by another")]
    public async Task A_long_operation_that_fails_says_why(bool byLocation, string why)
    {
        (_rig.Fake.Polls, _rig.Fake.ByLocation, _rig.Fake.OperationsFail) = (1, byLocation, true);

        var problem = (await PutAsync()).Problem.ShouldNotBeNull();

        problem.Retryable.ShouldBeTrue();
        problem.Detail.ShouldContain(why);
    }

    [Fact]
    public async Task A_long_operation_without_end_is_given_up_with_the_doubt_told()
    {
        _rig.Fake.Polls = int.MaxValue;

        var problem = (await PutAsync()).Problem.ShouldNotBeNull();

        problem.Kind.ShouldBe(ProblemKind.Unreachable);
        problem.Detail.ShouldContain("accepted, and not done within 300 s. It may still take effect");
    }

    [Fact]
    public async Task An_operation_on_another_host_gets_no_token()
    {
        (_rig.Fake.Polls, _rig.Fake.PollOrigin) = (1, "https://elsewhere.example.net");

        (await PutAsync()).Problem.ShouldNotBeNull().Detail.ShouldContain("names another host");
        _rig.Fake.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_bad_answer_is_a_problem_or_is_overcome_and_nothing_secret_is_in_it(string name)
    {
        var fault = Enum.Parse<Fault>(name);
        _rig.Fake.Inject(fault, 100);

        var (read, written) = (await _rig.RunAsync(_rig.Client.ListProfilesAsync(default)), await PutAsync());

        foreach (var problem in new[] { read.Problem, written.Problem }.OfType<Problem>())
        {
            problem.Detail.ShouldNotContain(FakeArm.Token);
            problem.Detail.ShouldStartWith("azure: ");
        }

        written.Problem.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(Fault.Unavailable)]
    [InlineData(Fault.RateLimited)]
    [InlineData(Fault.HtmlBadGateway)]
    [InlineData(Fault.LostBeforeEffect)]
    [InlineData(Fault.LostAfterEffect)]
    [InlineData(Fault.ErrorAfterEffect)]
    [InlineData(Fault.Busy)]
    [InlineData(Fault.Truncated)]
    internal async Task What_passes_is_tried_again(Fault fault)
    {
        _rig.Fake.Inject(fault);

        (await PutAsync()).Succeeded.ShouldBeTrue();

        _rig.Fake.Writes.Count().ShouldBe(2);
    }

    [Theory]
    [InlineData(Fault.Details, ProblemKind.Refused, false, "azure: write profile: Several things are wrong (code BadRequest, target profile): the first (code A, target endpoints[0]); the second (code B).")]
    [InlineData(Fault.EmptyForbidden, ProblemKind.Denied, false, "azure: write profile: status 403 without an error of ARM that can be read (0 bytes). The identity may lack 'Microsoft.Network/trafficManagerProfiles/write'.")]
    [InlineData(Fault.Unauthorized, ProblemKind.Denied, false, "azure: write profile: The access token is from the wrong issuer (code InvalidAuthenticationTokenTenant). The token is not valid for this cloud or tenant, or not any more.")]
    [InlineData(Fault.Redirect, ProblemKind.Failed, false, "azure: write profile: redirected (301), which is not followed: the endpoint is wrong.")]
    [InlineData(Fault.NoReason, ProblemKind.Failed, false, "azure: write profile: status 400 without an error of ARM that can be read (2 bytes).")]
    internal async Task What_is_final_is_told_with_code_target_and_details(Fault fault, ProblemKind kind, bool retryable, string detail)
    {
        _rig.Fake.Inject(fault);

        var problem = (await PutAsync()).Problem.ShouldNotBeNull();

        (problem.Kind, problem.Retryable, problem.Detail).ShouldBe((kind, retryable, detail));
    }

    [Fact]
    public async Task A_throttled_minute_is_waited_for_when_it_is_short_and_handed_on_when_it_is_long()
    {
        _rig.Fake.Inject(Fault.RateLimited, 2);
        var start = _rig.Clock.GetTimestamp();
        (await PutAsync()).Succeeded.ShouldBeTrue();
        _rig.Clock.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(14));

        using var hasty = new Rig(new() { LongestWait = TimeSpan.FromSeconds(5) });
        hasty.Fake.Inject(Fault.RateLimited);
        (await hasty.RunAsync(hasty.Client.ListProfilesAsync(default))).Problem.ShouldNotBeNull().RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData("11111111-1111-1111-1111-111111111111", FakeArm.Group, "The subscription is wrong, or belongs to another cloud or tenant.")]
    [InlineData(FakeArm.Subscription, "nowhere", "Create the resource group, or correct its name.")]
    public async Task A_subscription_or_group_that_is_not_there_is_told(string subscription, string group, string text)
    {
        using var rig = new Rig(change: settings => settings with { Subscription = subscription, ResourceGroup = group });

        var problem = (await rig.RunAsync(rig.Client.ListProfilesAsync(default))).Problem.ShouldNotBeNull();

        (problem.Kind, problem.Retryable).ShouldBe((ProblemKind.NotFound, false));
        problem.Detail.ShouldEndWith(text);
    }

    [Fact]
    public async Task A_geographic_region_twice_colliding_priorities_a_loop_and_a_foreign_subscription_are_refused_by_the_fake_as_by_Azure()
    {
        await PutAsync();
        var id = (string)_rig.Fake.Profiles["shop"]["id"]!;
        Profile Nested(string target) => Profiles.Of("shop", "Priority", "[n]").But("n", properties => properties with { TargetResourceId = target });

        (await PutAsync(Profiles.Of("shop", "Geographic", "A B", static endpoint => endpoint.With(static properties => properties with { GeoMapping = ["GEO-EU"] })))).Problem.ShouldNotBeNull().Detail.ShouldContain("the geographic region GEO-EU is there twice");
        (await PutAsync(Profiles.Of("shop", "Priority", "A B", static endpoint => endpoint.With(static properties => properties with { Priority = 1 })))).Problem.ShouldNotBeNull().Detail.ShouldContain("the priority 1 is there twice");
        (await PutAsync(Nested(id))).Problem.ShouldNotBeNull().Detail.ShouldContain("form a loop");
        (await PutAsync(Nested(id.Replace(FakeArm.Subscription, "11111111-1111-1111-1111-111111111111", StringComparison.Ordinal)))).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Denied);
        (await PutAsync(Nested(id.Replace("shop", "gone", StringComparison.Ordinal)))).Problem.ShouldNotBeNull().Detail.ShouldContain("does not exist");
    }

    [Fact]
    public async Task The_token_is_asked_for_the_cloud_s_scope_and_once_for_many_requests()
    {
        var credential = new FakeCredential();
        using var rig = new Rig(credential: credential);

        await rig.RunAsync(rig.Client.ListProfilesAsync(default));
        await rig.RunAsync(rig.Client.ListProfilesAsync(default));

        credential.Scopes.ShouldBe(["https://management.azure.com/.default"]);
    }

    [Fact]
    public async Task A_credential_that_fails_is_a_denial_without_its_words()
    {
        using var rig = new Rig(credential: new FakeCredential(failure: new InvalidOperationException($"secret {FakeArm.Token}")));

        var problem = (await rig.RunAsync(rig.Client.ListProfilesAsync(default))).Problem.ShouldNotBeNull();

        (problem.Kind, problem.Detail).ShouldBe((ProblemKind.Denied, "azure: list profiles: No token: the credential (FakeCredential) failed with InvalidOperationException."));
        rig.Fake.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_log_of_repeated_attempts_has_no_token()
    {
        var log = new ListLogger();
        using var rig = new Rig(change: settings => settings with { Logger = log });
        rig.Fake.Inject(Fault.HtmlBadGateway, 3);

        (await rig.RunAsync(rig.Client.ListProfilesAsync(default))).Succeeded.ShouldBeTrue();

        log.Lines.Count.ShouldBe(3);
        log.Lines.ShouldAllBe(static line => !line.Contains(FakeArm.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task S70_A_flood_of_writes_is_held_back_to_what_ARM_allows()
    {
        var start = _rig.Clock.GetTimestamp();
        for (var i = 0; i < 220; i++)
        {
            (await PutAsync()).Succeeded.ShouldBeTrue();
        }

        _rig.Clock.GetElapsedTime(start).TotalSeconds.ShouldBe(2, 0.2);
        _rig.Fake.Calls.Count.ShouldBe(220);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_let_go()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await _rig.Client.ListProfilesAsync(gone.Token));
    }

    [Fact]
    public void An_error_is_read_to_its_depth_and_no_further()
    {
        var nest = Enumerable.Range(1, 9).Aggregate("""{"code":"Deepest","message":"m"}""", static (inner, level) => $$$"""{"code":"C{{{level}}}","message":"m","details":[{{{inner}}}]}""");

        ArmError.Read(System.Text.Encoding.UTF8.GetBytes($$$"""{"error":{{{nest}}}}""")).ShouldNotBeNull().ToString().ShouldBe("m (code C9): m (code C8): m (code C7): m (code C6)");
        ArmError.Read("[]"u8.ToArray()).ShouldBeNull();
        ArmError.Read("nothing"u8.ToArray()).ShouldBeNull();
    }

    private Task<Result<Profile>> PutAsync(Profile? profile = null) => _rig.RunAsync(_rig.Client.PutProfileAsync("shop", profile is null ? Body : Bodies.Of(profile), default));

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception) + exception);
    }
}
