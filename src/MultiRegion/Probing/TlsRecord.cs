using System.Buffers.Binary;

namespace MultiRegion.Probing;

/// <summary>What the header of a TLS record gives away.</summary>
internal static class TlsRecord
{
    private const byte Alert = 21;
    private const byte Encrypted = 23;

    // Two bytes of alert, the true type, and the tag of the cipher.
    private const int EncryptedAlert = 2 + 1 + 16;

    /// <summary>Whether a record with this header can be an alert: from TLS 1.3 on, its true type is hidden and only its length tells.</summary>
    /// <param name="header">Type, version and length: 5 bytes.</param>
    public static bool MayBeAlert(ReadOnlySpan<byte> header) =>
        header[0] == Alert || (header[0] == Encrypted && BinaryPrimitives.ReadUInt16BigEndian(header[3..]) == EncryptedAlert);
}
