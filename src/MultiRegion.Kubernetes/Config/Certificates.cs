using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MultiRegion.Kubernetes.Credentials;

namespace MultiRegion.Kubernetes.Config;

/// <summary>Certificates out of data or files; data counts before a file.</summary>
internal static class Certificates
{
    public static Result<X509Certificate2Collection> Authorities(byte[]? data, string? file, string what)
    {
        var text = Text(data, file, what);
        if (!text.Succeeded)
        {
            return text.Problem;
        }

        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(text.Value);
        }
        catch (CryptographicException)
        {
            return Problem.Refused($"{what}: it holds no certificates in PEM that can be read.");
        }

        return found.Count > 0 ? found : Problem.Refused($"{what}: it holds no certificate in PEM.");
    }

    public static Result<ClientCertificate> Client(Result<string> certificate, Result<string> key, string what, TimeProvider time)
    {
        if ((certificate.Problem ?? key.Problem) is { } problem)
        {
            return problem;
        }

        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificate.Value);
            using var pair = X509Certificate2.CreateFromPem(certificate.Value, key.Value);
            var leaf = X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null);
            return leaf.NotAfter.ToUniversalTime() is var end && end <= time.GetUtcNow().UtcDateTime
                ? Problem.Refused($"{what}: the certificate has expired on {end:yyyy-MM-dd HH:mm} UTC: ask for a new one.")
                : new ClientCertificate(leaf, [.. chain.Where(one => one.Thumbprint != leaf.Thumbprint)]);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return Problem.Refused($"{what}: the certificate and its key cannot be read, or do not belong together.");
        }
    }

    public static Result<string> Text(byte[]? data, string? file, string what)
    {
        if (data is not null)
        {
            return Encoding.UTF8.GetString(data);
        }

        try
        {
            return File.ReadAllText(file!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Problem.Refused($"{what}: the file {file} cannot be read ({error.GetType().Name}).");
        }
    }
}
