using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing.Conformance;

/// <content>TLS that fails, and protocols taken for each other.</content>
public abstract partial class ProberConformance
{
    private const string Name = "shop.example.com";

    private static readonly HttpProbeDefinition Secured = new() { Https = true, TlsName = Name, BodyContains = "green" };

    [Fact(Timeout = 30_000)]
    public async Task A_valid_certificate_is_trusted_and_the_connection_is_kept()
    {
        await using var server = Tls(Certificates.SelfSigned(Name), static (stream, end) => Hostile.AnswerAsync(stream, Hostile.Good, end), out var context);

        for (var round = 0; round < 3; round++)
        {
            (await ProbeAsync(Secured, server.Port, context)).Reason.ShouldBe(ProbeReason.Ok);
        }

        server.Accepted.ShouldBe(1);
        context.Dispose();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("other.example.com", -1, 1, true, "RemoteCertificateNameMismatch")]
    [InlineData(Name, -2, -1, true, "RemoteCertificateChainErrors: NotTimeValid")]
    [InlineData(Name, 1, 2, true, "RemoteCertificateChainErrors: NotTimeValid")]
    [InlineData(Name, -1, 1, false, "RemoteCertificateChainErrors: UntrustedRoot")]
    public async Task A_certificate_of_another_name_out_of_its_time_or_of_nobody_fails(string name, int from, int to, bool isTrusted, string detail)
    {
        await using var server = Tls(Certificates.SelfSigned(name, from, to), static (stream, end) => Hostile.AnswerAsync(stream, Hostile.Good, end), out var trusting);

        var result = await ProbeAsync(Secured, server.Port, isTrusted ? trusting : _context);

        (result.Outcome, result.Reason, result.Detail).ShouldBe((ProbeOutcome.Failure, ProbeReason.TlsFailed, detail));
        trusting.Dispose();
    }

    [Theory(Timeout = 30_000)]
    [InlineData(40)]
    [InlineData(70)]
    [InlineData(80)]
    [InlineData(112)]
    public async Task An_alert_instead_of_a_handshake_fails(byte alert)
    {
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await stream.ReadExactlyAsync(new byte[5], end);
            await stream.WriteAsync(new byte[] { 21, 3, 3, 0, 2, 2, alert }, end);
            await stream.CopyToAsync(Stream.Null, end);
        });

        await ShouldFindAsync(ProbeReason.TlsFailed, Secured, server.Port);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task A_target_that_wants_a_certificate_of_ours_fails(SslProtocols protocol)
    {
        // From TLS 1.3 on, the refusal comes after our side of the handshake is done.
        using var certificate = Certificates.SelfSigned(Name);
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await using var secured = new SslStream(stream);
            await secured.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    EnabledSslProtocols = protocol,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = static (_, offered, _, _) => offered is not null,
                },
                end);
        });
        using var context = Trusting(certificate);

        var result = await ProbeAsync(Secured, server.Port, context);

        result.Outcome.ShouldBe(ProbeOutcome.Failure);
        result.Reason.ShouldBeOneOf(ProbeReason.TlsFailed, ProbeReason.ConnectionLost);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Len")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\ngray")]
    public async Task A_goodbye_in_the_middle_of_an_answer_is_a_lost_connection(string beginning)
    {
        await using var server = Tls(
            Certificates.SelfSigned(Name),
            async (stream, end) =>
            {
                await LoopbackServer.ReadRequestAsync(stream, end);
                await stream.WriteAsync(Hostile.Bytes(beginning), end);
                await ((SslStream)stream).ShutdownAsync();
            },
            out var context);

        (await ProbeAsync(Secured, server.Port, context)).Reason.ShouldBe(ProbeReason.ConnectionLost);
        context.Dispose();
    }

    [Theory(Timeout = 30_000)]
    [InlineData("HTTP/1.1 200 ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n")]
    public async Task A_broken_record_in_the_middle_of_an_answer_fails(string beginning)
    {
        using var certificate = Certificates.SelfSigned(Name);
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await using var secured = new SslStream(stream, leaveInnerStreamOpen: true);
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, end);
            await LoopbackServer.ReadRequestAsync(secured, end);
            await secured.WriteAsync(Hostile.Bytes(beginning), end);
            await stream.WriteAsync(new byte[] { 23, 3, 3, 0, 32 }.Concat(new byte[32]).ToArray(), end);
            await stream.CopyToAsync(Stream.Null, end);
        });
        using var context = Trusting(certificate);

        var result = await ProbeAsync(Secured, server.Port, context);

        result.Outcome.ShouldBe(ProbeOutcome.Failure);
        result.Reason.ShouldBeOneOf(ProbeReason.TlsFailed, ProbeReason.ConnectionLost);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_handshake_that_hangs_times_out()
    {
        var worst = new TaskCompletionSource();
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await stream.ReadExactlyAsync(new byte[5], end);
            worst.SetResult();
            await stream.CopyToAsync(Stream.Null, end);
        });

        var result = await ProbeUntilAsync(worst.Task, Secured, server.Port);

        (result.Outcome, result.Reason, result.Detail).ShouldBe((ProbeOutcome.Failure, ProbeReason.TimedOut, "during the TLS handshake"));
        await server.Quiet;
    }

    [Fact(Timeout = 30_000)]
    public async Task A_plain_target_on_a_port_for_tls_fails()
    {
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await stream.ReadExactlyAsync(new byte[5], end);
            await stream.WriteAsync(Hostile.Bytes("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"), end);
        });

        await ShouldFindAsync(ProbeReason.TlsFailed, Secured, server.Port);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_target_with_tls_on_a_plain_port_fails()
    {
        await using var server = Tls(Certificates.SelfSigned(Name), static (stream, end) => Hostile.AnswerAsync(stream, Hostile.Good, end), out var context);
        await using var closing = Hostile.Closing("\x15\x03\x03\0\x02\x02\x46");

        foreach (var port in (int[])[server.Port, closing.Port])
        {
            (await ProbeAsync(Plain, port)).Reason.ShouldBeOneOf(ProbeReason.Garbage, ProbeReason.ConnectionLost);
        }

        context.Dispose();
    }

    private static LoopbackServer Tls(X509Certificate2 certificate, Func<Stream, CancellationToken, Task> script, out ProbeContext trusting)
    {
        trusting = Trusting(certificate);
        return new(async (stream, end) =>
        {
            await using var secured = new SslStream(stream);
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, end);
            await script(secured, end);
        });
    }

    private static ProbeContext Trusting(X509Certificate2 root) => new(TimeProvider.System) { ChainPolicy = Certificates.Trusting(root) };
}
