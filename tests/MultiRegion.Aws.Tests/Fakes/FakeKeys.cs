using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>Checks signatures of version 4, written from the algorithm's description.</summary>
/// <param name="Id">The access key.</param>
/// <param name="Secret">The secret key.</param>
/// <param name="Scope">Region and service, for example <c>us-east-1/route53</c>.</param>
/// <param name="Token">The session token that must come along.</param>
internal sealed record FakeKeys(string Id, string Secret, string Scope, string? Token = null)
{
    public static FakeKeys Route53 { get; } = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1/route53");

    public static FakeKeys GlobalAccelerator { get; } = Route53 with { Scope = "us-west-2/globalaccelerator" };

    /// <summary>The same keys for a client.</summary>
    public AWSCredentials Credentials => Token is null ? new BasicAWSCredentials(Id, Secret) : new SessionAWSCredentials(Id, Secret, Token);

    /// <returns>The error's code; null when the signature is right.</returns>
    public string? Complaint(FakeRequest request)
    {
        if (request.Header("Authorization") is not { } authorization || !authorization.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal))
        {
            return "MissingAuthenticationToken";
        }

        var parts = authorization["AWS4-HMAC-SHA256 ".Length..].Split(',', StringSplitOptions.TrimEntries).Select(static part => part.Split('=', 2)).ToDictionary(static part => part[0], static part => part[1]);
        var scope = parts["Credential"].Split('/', 2);
        return scope[0] != Id ? "InvalidClientTokenId"
            : !scope[1].EndsWith($"/{Scope}/aws4_request", StringComparison.Ordinal) ? "SignatureDoesNotMatch"
            : Token is not null && request.Header("X-Amz-Security-Token") != Token ? "InvalidClientTokenId"
            : Signature(request, scope[1], parts["SignedHeaders"]) == parts["Signature"] ? null : "SignatureDoesNotMatch";
    }

    private string Signature(FakeRequest request, string scope, string signed)
    {
        var hash = Hex(SHA256.HashData(request.Body));
        var headers = string.Concat(signed.Split(';').Select(name => $"{name}:{request.Header(name)?.Trim()}\n"));
        var mark = request.RawTarget.IndexOf('?', StringComparison.Ordinal);
        var query = mark < 0 ? "" : string.Join('&', request.RawTarget[(mark + 1)..].Split('&').Select(static one => one.Contains('=', StringComparison.Ordinal) ? one : one + "=").Order(StringComparer.Ordinal));
        var canonical = $"{request.Method}\n{Twice(mark < 0 ? request.RawTarget : request.RawTarget[..mark])}\n{query}\n{headers}\n{signed}\n{request.Header("X-Amz-Content-SHA256") ?? hash}";
        var toSign = $"AWS4-HMAC-SHA256\n{request.Header("X-Amz-Date")}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + Secret), static (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
        return request.Header("X-Amz-Content-SHA256") is { } sent && sent != hash ? "" : Hex(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    /// <summary>The path is escaped once more than it was sent.</summary>
    private static string Twice(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Hex(byte[] bytes) => string.Concat(bytes.Select(static one => one.ToString("x2", CultureInfo.InvariantCulture)));
}
