using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MultiRegion.Tests.Probing;

public class TlsProbeTests : IDisposable
{
    private static readonly HttpProbeDefinition Https = new() { Https = true };
    private readonly X509Certificate2 _certificate = Certificates.SelfSigned("shop.example.com");
    private readonly Func<ProbeBench, ProbeBench> _prepare;
    private readonly ProbeBench _trusting;

    public TlsProbeTests()
        : this(static bench => bench)
    {
    }

    private protected TlsProbeTests(Func<ProbeBench, ProbeBench> prepare) =>
        (_prepare, _trusting) = (prepare, prepare(new(Certificates.Trusting(_certificate))));

    public void Dispose()
    {
        _trusting.Dispose();
        _certificate.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_certificate_must_carry_the_tls_name_which_is_also_asked_for()
    {
        var (server, asked) = Serve();
        await using var _ = server;

        (await _trusting.ProbeAsync(Https with { TlsName = "shop.example.com" }, server.Port)).Reason.ShouldBe(ProbeReason.Ok);
        (await _trusting.ProbeAsync(Https with { HostHeader = "shop.example.com:8443" }, server.Port)).Reason.ShouldBe(ProbeReason.Ok);
        (await _trusting.ProbeAsync(Https with { TlsName = "shop.example.com", HostHeader = "other.example.com" }, server.Port)).Reason.ShouldBe(ProbeReason.Ok);

        asked.ShouldAllBe(name => name == "shop.example.com");
    }

    [Fact]
    public async Task A_certificate_for_another_name_fails()
    {
        var (server, _) = Serve();
        await using var disposing = server;

        foreach (var definition in new[] { Https, Https with { TlsName = "other.example.com" }, Https with { HostHeader = "other.example.com" } })
        {
            var result = await _trusting.ProbeAsync(definition, server.Port);
            (result with { Latency = default }).ShouldBe(new(ProbeOutcome.Failure, ProbeReason.TlsFailed, default, "RemoteCertificateNameMismatch"));
        }
    }

    [Fact]
    public async Task Probes_with_different_tls_names_do_not_share_a_connection()
    {
        var (server, _) = Serve();
        await using var disposing = server;

        (await _trusting.ProbeAsync(Https with { TlsName = "shop.example.com" }, server.Port)).Reason.ShouldBe(ProbeReason.Ok);
        (await _trusting.ProbeAsync(Https with { TlsName = "other.example.com" }, server.Port)).Reason.ShouldBe(ProbeReason.TlsFailed);
    }

    [Fact]
    public async Task A_self_signed_certificate_that_nobody_trusts_fails()
    {
        using var bench = _prepare(new());
        var (server, _) = Serve();
        await using var disposing = server;

        var result = await bench.ProbeAsync(Https with { TlsName = "shop.example.com" }, server.Port);

        result.Reason.ShouldBe(ProbeReason.TlsFailed);
        result.Detail.ShouldBe("RemoteCertificateChainErrors: UntrustedRoot");
    }

    [Fact]
    public async Task A_target_that_does_not_speak_tls_fails()
    {
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await stream.ReadExactlyAsync(new byte[5], end);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), end);
        });

        var result = await _trusting.ProbeAsync(Https, server.Port);

        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.TlsFailed));
    }

    [Fact]
    public async Task An_alert_instead_of_a_handshake_fails()
    {
        await using var server = new LoopbackServer(static async (stream, end) =>
        {
            await stream.ReadExactlyAsync(new byte[5], end);
            await stream.WriteAsync(new byte[] { 21, 3, 3, 0, 2, 2, 40 }, end);
            await stream.CopyToAsync(Stream.Null, end);
        });

        var result = await _trusting.ProbeAsync(Https, server.Port);

        (result.Outcome, result.Reason).ShouldBe((ProbeOutcome.Failure, ProbeReason.TlsFailed));
    }

    [Fact(Timeout = 20_000)]
    public async Task A_handshake_that_hangs_times_out()
    {
        var begun = new TaskCompletionSource();
        await using var server = new LoopbackServer(async (stream, end) =>
        {
            await stream.ReadExactlyAsync(new byte[5], end);
            begun.SetResult();
            await stream.CopyToAsync(Stream.Null, end);
        });
        using var timeout = new CancellationTokenSource();

        var probing = _trusting.ProbeAsync(Https, server.Port, timeout.Token);
        await begun.Task;
        await timeout.CancelAsync();

        ((await probing) with { Latency = default }).ShouldBe(new(ProbeOutcome.Failure, ProbeReason.TimedOut, default, "during the TLS handshake"));
        await server.Quiet;
    }

    private (LoopbackServer Server, List<string> Names) Serve()
    {
        var names = new List<string>();
        return (new(async (stream, end) =>
        {
            await using var secured = new SslStream(stream);
            await secured.AuthenticateAsServerAsync(
                (_, hello, _, _) =>
                {
                    names.Add(hello.ServerName);
                    return new(new SslServerAuthenticationOptions { ServerCertificate = _certificate });
                },
                null,
                end);
            while (await LoopbackServer.ReadRequestAsync(secured, end) is not "")
            {
                await secured.WriteAsync(Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), end);
            }
        }), names);
    }
}

/// <summary>Certificates made on the spot.</summary>
internal static class Certificates
{
    public static X509Certificate2 SelfSigned(string name, int fromDay = -1, int toDay = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(fromDay), DateTimeOffset.UtcNow.AddDays(toDay));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    public static X509ChainPolicy Trusting(X509Certificate2 root) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { root },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
