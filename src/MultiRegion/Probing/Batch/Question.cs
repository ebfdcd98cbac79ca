using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MultiRegion.Probing.Batch;

/// <summary>What is asked of one target, and what is a good answer.</summary>
internal sealed record Question
{
    public required Destination To { get; init; }

    /// <summary>The name that the certificate must carry; null: no TLS.</summary>
    public required string? TlsName { get; init; }

    /// <summary>The host as an address; null: it is a name.</summary>
    public required IPAddress? Address { get; init; }

    /// <summary>How the certificate is validated; null: as the platform does.</summary>
    public X509ChainPolicy? ChainPolicy { get; init; }

    public required byte[] Request { get; init; }

    public required bool IsHead { get; init; }

    public required ImmutableArray<StatusRange> Statuses { get; init; }

    public required WantedText? Wanted { get; init; }

    public required int MaximumBody { get; init; }

    /// <summary>Who is told when the connection ends that is kept; null: nobody.</summary>
    public required ProbeKey? Watcher { get; init; }

    /// <summary>What a head's status says; null: the body decides.</summary>
    public Finding? Judge(int status)
    {
        foreach (var range in Statuses)
        {
            if (status >= range.From && status <= range.To)
            {
                return Wanted is null ? Finding.Ok : null;
            }
        }

        return Finding.Failure(ProbeReason.WrongStatus, string.Create(CultureInfo.InvariantCulture, $"status {status}"));
    }
}
