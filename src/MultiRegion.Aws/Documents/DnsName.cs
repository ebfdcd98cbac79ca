namespace MultiRegion.Aws.Documents;

/// <summary>Names as the documents hold them: lower case, with the final dot.</summary>
internal static class DnsName
{
    public static string Of(string hostname) => hostname.EndsWith('.') ? hostname.ToLowerInvariant() : $"{hostname.ToLowerInvariant()}.";

    /// <summary>Whether a name is another one or lies below it.</summary>
    public static bool IsWithin(string name, string other) =>
        name.EndsWith(other, StringComparison.Ordinal) && (name.Length == other.Length || name[name.Length - other.Length - 1] == '.');
}
