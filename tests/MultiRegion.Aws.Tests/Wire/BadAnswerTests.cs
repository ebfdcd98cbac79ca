using Amazon.Runtime;
using Microsoft.Extensions.Logging;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Wire;

namespace MultiRegion.Aws.Tests.Wire;

/// <summary>Answers that are none.</summary>
public sealed class BadAnswerTests : IDisposable
{
    private const string Token = "FwoGZXIvYXdzSESSIONTOKENEXAMPLE";

    private static readonly FakeKeys Keys = new("AKIDSECRETTEST", "TheSecretAccessKeyOfThisTest/+abc", "us-east-1/route53", Token);

    private readonly Rig _rig = new();
    private readonly string _zone;

    public BadAnswerTests() => _zone = _rig.Dns.AddZone("example.com");

    public static TheoryData<int> Faults => [.. Enum.GetValues<Fault>().Select(static fault => (int)fault)];

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(Fault.Html, ProblemKind.Failed, "a page of HTML with status 200", 1)]
    [InlineData(Fault.HtmlBadGateway, ProblemKind.Failed, "a page of HTML with status 502", 8)]
    [InlineData(Fault.Truncated, ProblemKind.Failed, "cannot be read: no whole XML document", 8)]
    [InlineData(Fault.Endless, ProblemKind.Failed, "longer than 8388608 bytes", 1)]
    [InlineData(Fault.Redirect, ProblemKind.Failed, "redirected (301), which is not followed", 1)]
    [InlineData(Fault.Unavailable, ProblemKind.Failed, "ServiceUnavailable", 8)]
    [InlineData(Fault.ErrorAfterEffect, ProblemKind.Failed, "status 500 without an error that can be read", 8)]
    [InlineData(Fault.LostAfterEffect, ProblemKind.Unreachable, "the connection broke", 8)]
    internal async Task It_is_clear_what_came_instead_of_an_answer(Fault fault, ProblemKind kind, string text, int requests)
    {
        _rig.Dns.Inject(fault, 100);

        var records = await _rig.RunAsync(_rig.Route53.ListRecordsAsync(_zone, null, false, default));

        records.Problem.ShouldNotBeNull().Kind.ShouldBe(kind);
        records.Problem.Detail.ShouldContain(text);
        records.Problem.Detail.ShouldStartWith("route53:ListResourceRecordSets");
        _rig.Dns.Requests.ShouldBe(requests);
    }

    [Fact]
    public async Task Pages_that_name_themselves_as_the_next_end_the_list()
    {
        _rig.Dns.Seed(_zone, Enumerable.Range(0, 10).Select(static n => Samples.Record($"h{n}.example.com.")));
        _rig.Dns.RecordPage = 3;
        _rig.Dns.Inject(Fault.RepeatedMarker);

        var records = await _rig.RunAsync(_rig.Route53.ListRecordsAsync(_zone, null, false, default));

        records.Problem.ShouldNotBeNull().Detail.ShouldContain("repeats a page marker");
    }

    [Fact]
    public async Task An_access_that_is_denied_names_the_statement_to_add()
    {
        _rig.Dns.Inject(Fault.Denied);
        _rig.Front.Inject(Fault.Denied);

        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, Samples.Create(Samples.Record()), "c", default));
        var list = await _rig.RunAsync(_rig.Accelerator.ListAsync(default));

        change.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Denied);
        change.Problem.Detail.ShouldEndWith($$"""{"Effect":"Allow","Action":"route53:ChangeResourceRecordSets","Resource":"arn:aws:route53:::hostedzone/{{_zone}}"}""");
        list.Problem.ShouldNotBeNull().Detail.ShouldEndWith("""{"Effect":"Allow","Action":"globalaccelerator:ListAccelerators","Resource":"*"}""");
    }

    [Fact]
    public async Task A_session_that_has_expired_says_which_credentials_were_used()
    {
        _rig.Dns.Inject(Fault.ExpiredToken);

        var zone = await _rig.RunAsync(_rig.Route53.GetZoneAsync(_zone, default));

        zone.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Denied);
        zone.Problem.Detail.ShouldContain("the session token has expired");
        zone.Problem.Detail.ShouldContain("given by the application (BasicAWSCredentials)");
    }

    [Fact]
    public async Task Without_credentials_nothing_is_sent()
    {
        using var client = Route53Client.Create(_rig.Settings with { Credentials = new BrokenCredentials(), Transport = _rig.Dns.Handler }).Value!;

        var zone = await _rig.RunAsync(client.GetZoneAsync(_zone, default));

        zone.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Denied);
        zone.Problem.Detail.ShouldContain("No AWS credentials");
        zone.Problem.Detail.ShouldNotContain("hunter2");
        _rig.Dns.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Each_repetition_is_logged_with_its_reason()
    {
        var log = new Lines();
        using var client = Route53Client.Create(_rig.Settings with { Credentials = FakeKeys.Route53.Credentials, Transport = _rig.Dns.Handler, Logger = log }).Value!;
        _rig.Dns.Inject(Fault.Throttle, 2);

        await _rig.RunAsync(client.GetZoneAsync(_zone, default));

        log.ShouldBe(["Attempt 1 is repeated in 00:00:00.2000000: Throttled: route53:GetHostedZone: Throttling: Rate exceeded", "Attempt 2 is repeated in 00:00:00.4000000: Throttled: route53:GetHostedZone: Throttling: Rate exceeded"]);
    }

    [Fact]
    public async Task A_source_of_credentials_that_hangs_is_given_up()
    {
        using var client = Route53Client.Create(_rig.Settings with { Credentials = new HangingCredentials(), Transport = _rig.Dns.Handler, Retry = new() { Attempts = 2 } }).Value!;

        var zone = await _rig.RunAsync(client.GetZoneAsync(_zone, default));

        zone.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        zone.Problem.Retryable.ShouldBeTrue();
        zone.Problem.Detail.ShouldContain("No AWS credentials within 10 s");
        _rig.Dns.Requests.ShouldBe(0);
    }

    [Fact]
    public void The_default_chain_is_named_when_no_credentials_are_given()
    {
        using var source = new AwsCredentialSource(null, TimeSpan.FromSeconds(1), TimeProvider.System);

        source.Tried.ShouldContain("AWS_ACCESS_KEY_ID");
        source.Tried.ShouldContain("the instance's metadata");
    }

    /// <summary>The fake's page of HTML and its answer to a bad signature repeat all headers that were sent.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task No_secret_is_in_any_problem(int fault)
    {
        _rig.Dns.Keys = Keys;
        var log = new Lines();
        using var client = Route53Client.Create(_rig.Settings with { Credentials = Keys.Credentials, Transport = _rig.Dns.Handler, Logger = log }).Value!;
        _rig.Dns.Inject((Fault)fault, 100);

        var read = await _rig.RunAsync(client.ListRecordsAsync(_zone, null, false, default));
        var written = await _rig.RunAsync(client.ChangeAsync(_zone, Samples.Create(Samples.Record()), "c", default));

        foreach (var text in log.Append(read.Problem?.ToString() ?? "").Append(written.Problem?.ToString() ?? ""))
        {
            text.ShouldNotContain(Keys.Secret);
            text.ShouldNotContain(Token);
            text.ShouldNotContain("Signature=");
            text.Length.ShouldBeLessThan(2000);
        }

        _rig.Dns.Calls.ShouldAllBe(static call => call.Request.Header("X-Amz-Security-Token") == Token);
    }

    [Fact]
    public async Task A_text_that_XML_cannot_carry_is_refused_before_it_is_sent()
    {
        var change = await _rig.RunAsync(_rig.Route53.ChangeAsync(_zone, Samples.Create(Samples.Record(value: "bad\u0001value")), "c", default));

        change.Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        _rig.Dns.Requests.ShouldBe(0);
    }

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));
    }

    private sealed class HangingCredentials : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw new NotSupportedException();

        public override Task<ImmutableCredentials> GetCredentialsAsync() => new TaskCompletionSource<ImmutableCredentials>().Task;
    }

    private sealed class BrokenCredentials : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() => throw new AmazonClientException("could not read the password hunter2");
    }
}
