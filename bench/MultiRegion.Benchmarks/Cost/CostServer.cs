using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MultiRegion.Benchmarks.Cost;

/// <summary>
/// What is probed: a process that answers on every loopback address, on one port keeping connections, on one closing them, on one
/// over TLS. It says how many requests it has had when it is asked.
/// </summary>
internal static class CostServer
{
    public const string Command = "cost-server";
    public const string Name = "target.example.com";

    private static readonly byte[] Keeping = "HTTP/1.1 200 OK\r\nServer: bench\r\nDate: Sat, 01 Jan 2000 00:00:00 GMT\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();
    private static readonly byte[] Closing = "HTTP/1.1 200 OK\r\nServer: bench\r\nDate: Sat, 01 Jan 2000 00:00:00 GMT\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();
    private static long _requests;

    public static async Task<int> RunAsync(string certificateFile)
    {
        using var certificate = MakeCertificate();
        await File.WriteAllBytesAsync(certificateFile, certificate.Export(X509ContentType.Cert));
        var secured = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        int[] ports = [PlainServer.Start(Keeping, Count), Listen(Closing, null), Listen(Keeping, secured)];
        Console.Out.WriteLine(string.Join(' ', ports.Select(static port => port.ToString(CultureInfo.InvariantCulture))));
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.Out.WriteLine(Interlocked.Read(ref _requests).ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    private static void Count() => Interlocked.Increment(ref _requests);

    private static int Listen(byte[] answer, SslStreamCertificateContext? certificate)
    {
        var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start(4096);
        _ = AcceptAsync(listener, answer, certificate);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AcceptAsync(TcpListener listener, byte[] answer, SslStreamCertificateContext? certificate)
    {
        while (true)
        {
            _ = ServeAsync(await listener.AcceptSocketAsync(), answer, certificate);
        }
    }

    private static async Task ServeAsync(Socket socket, byte[] answer, SslStreamCertificateContext? certificate)
    {
        socket.NoDelay = true;
        await using var plain = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (certificate is null)
            {
                await AnswerAsync(plain, answer);
                return;
            }

            await using var secured = new SslStream(plain);
            await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate });
            await AnswerAsync(secured, answer);
        }
        catch (Exception gone) when (gone is IOException or System.Security.Authentication.AuthenticationException)
        {
            // Whoever asked has gone.
        }
    }

    private static async Task AnswerAsync(Stream stream, byte[] answer)
    {
        var (buffer, held) = (new byte[1024], 0);
        while (await stream.ReadAsync(buffer.AsMemory(held)) is > 0 and var read)
        {
            held += read;
            if (buffer.AsSpan(0, held).EndsWith("\r\n\r\n"u8))
            {
                held = 0;
                Count();
                await stream.WriteAsync(answer);
                if (answer == Closing)
                {
                    return;
                }
            }
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
