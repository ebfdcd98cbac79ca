using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Config;

namespace MultiRegion.Kubernetes.Credentials;

/// <summary>What an exec plugin is told, and what it may answer. Pure.</summary>
internal static class ExecRules
{
    private const string V1 = "client.authentication.k8s.io/v1";
    private const string V1Beta1 = "client.authentication.k8s.io/v1beta1";

    /// <returns>What is wrong with the entry; null: nothing.</returns>
    public static string? Check(ExecEntry exec) =>
        exec.ApiVersion is not (V1 or V1Beta1) ? $"{exec.At}.apiVersion: it is not {V1} or {V1Beta1}."
        : exec is { ApiVersion: V1, InteractiveMode: null } ? $"{exec.At}.interactiveMode: it is missing, and {V1} asks for it: write Never, IfAvailable or Always."
        : exec.InteractiveMode is not (null or "Never" or "IfAvailable" or "Always") ? $"{exec.At}.interactiveMode: write Never, IfAvailable or Always."
        : exec.InteractiveMode == "Always" ? $"{exec.At}.interactiveMode: the plugin always asks somebody, and there is nobody to ask here."
        : null;

    /// <summary>What the plugin finds in <c>KUBERNETES_EXEC_INFO</c>.</summary>
    public static string Info(ExecEntry exec, ClusterEntry cluster)
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (exec.ProvideClusterInfo)
        {
            spec["cluster"] = Cluster(cluster);
        }

        return new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = exec.ApiVersion, ["spec"] = spec }.ToJsonString();
    }

    /// <summary>Reads what the plugin printed. Nothing of it is repeated in a message.</summary>
    public static Result<ExecAnswer> Read(ExecEntry exec, string printed)
    {
        try
        {
            return JsonNode.Parse(printed) is JsonObject answer ? Read(exec, answer) : Problem.Refused("it printed no JSON object");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return Problem.Refused("what it printed is not an ExecCredential in JSON");
        }
    }

    private static Result<ExecAnswer> Read(ExecEntry exec, JsonObject answer)
    {
        if ((string?)answer["kind"] != "ExecCredential" || (string?)answer["apiVersion"] != exec.ApiVersion)
        {
            return Problem.Refused($"it answered with another kind or apiVersion than ExecCredential of {exec.ApiVersion}");
        }

        var (token, certificate, key) = (Text(answer, "token"), Text(answer, "clientCertificateData"), Text(answer, "clientKeyData"));
        return (certificate is null) != (key is null) ? Problem.Refused("it answered with a certificate without key, or a key without certificate")
            : token is null && certificate is null ? Problem.Refused("it answered with neither a token nor a certificate")
            : token is not null && !TokenText.IsOne(token) ? Problem.Refused("its token has characters that no token has")
            : Text(answer, "expirationTimestamp") is not { } end ? new ExecAnswer(token, certificate, key, null)
            : DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) ? new ExecAnswer(token, certificate, key, until)
            : Problem.Refused("its expirationTimestamp is no time");
    }

    private static string? Text(JsonObject answer, string member) => (string?)answer["status"]?[member] is { Length: > 0 } text ? text : null;

    private static JsonObject Cluster(ClusterEntry cluster)
    {
        var told = new JsonObject { ["server"] = cluster.Server, ["insecure-skip-tls-verify"] = cluster.SkipTlsVerify };
        var authority = cluster.AuthorityData is null && cluster.AuthorityFile is null ? null : Certificates.Text(cluster.AuthorityData, cluster.AuthorityFile, "") is { Succeeded: true } text ? text.Value : null;
        Set(told, "tls-server-name", cluster.TlsServerName);
        Set(told, "proxy-url", cluster.ProxyUrl);
        Set(told, "certificate-authority-data", authority is null ? null : Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authority)));
        if (cluster.ExecConfig is { } config)
        {
            told["config"] = JsonNode.Parse(config);
        }

        return told;
    }

    private static void Set(JsonObject map, string key, string? value)
    {
        if (value is not null)
        {
            map[key] = value;
        }
    }
}

/// <summary>What a plugin answered. It holds secrets, and is therefore no record that prints itself.</summary>
internal sealed class ExecAnswer(string? token, string? certificate, string? key, DateTimeOffset? until)
{
    public string? Token { get; } = token;

    public string? Certificate { get; } = certificate;

    public string? Key { get; } = key;

    public DateTimeOffset? Until { get; } = until;
}
