using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>Recognises the TXT records by which external-dns says that a name is its own.</summary>
internal static class ExternalDns
{
    private const string Heritage = "heritage=external-dns";
    private const string OwnerField = "external-dns/owner=";

    /// <summary>The names under which such a record can stand for a hostname, without prefixes of the installation's own.</summary>
    public static IEnumerable<string> Names(string hostname) => [hostname, $"a-{hostname}", $"aaaa-{hostname}", $"cname-{hostname}"];

    /// <summary>The owner that a record names; null when it is none of external-dns.</summary>
    public static string? OwnerOf(ResourceRecordSet record) => record.Type != "TXT" ? null : record.Values
        .Where(static value => value.Contains(Heritage, StringComparison.Ordinal))
        .Select(static value => value.Trim('"').Split(',').FirstOrDefault(static field => field.StartsWith(OwnerField, StringComparison.Ordinal))?[OwnerField.Length..] ?? "unknown")
        .FirstOrDefault();
}
