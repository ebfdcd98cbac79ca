using System.Collections.Immutable;
using System.Net;
using System.Numerics;
using MultiRegion.Azure.Documents;

namespace MultiRegion.Azure.Twin;

/// <summary>Ranges of addresses, as endpoints of Subnet profiles have them.</summary>
internal static class Subnets
{
    public static IEnumerable<SubnetRange> Of(Endpoint endpoint) => endpoint.Properties?.Subnets ?? [];

    public static bool Holds(SubnetRange range, IPAddress? address) =>
        address is not null && Bounds(range) is var (first, last) && first.AddressFamily == address.AddressFamily && Number(address) is var number && number >= Number(first) && number <= Number(last);

    public static bool Overlap(SubnetRange left, SubnetRange right) =>
        Bounds(left) is var (from, to) && Bounds(right) is var (first, last) && from.AddressFamily == first.AddressFamily && Number(from) <= Number(last) && Number(first) <= Number(to);

    /// <summary>The first and the last address; null when it is no range.</summary>
    public static (IPAddress First, IPAddress Last)? Bounds(SubnetRange range)
    {
        if (!IPAddress.TryParse(range.First, out var first))
        {
            return null;
        }

        if (range.Last is { Length: > 0 })
        {
            return IPAddress.TryParse(range.Last, out var last) && last.AddressFamily == first.AddressFamily && Number(last) >= Number(first) ? (first, last) : null;
        }

        var bits = first.GetAddressBytes().Length * 8;
        return range.Scope is { } scope && scope >= 0 && scope <= bits ? (first, Last(first, bits - scope)) : null;
    }

    private static IPAddress Last(IPAddress first, int open)
    {
        var bytes = first.GetAddressBytes();
        for (var bit = 0; bit < open; bit++)
        {
            bytes[^((bit / 8) + 1)] |= (byte)(1 << (bit % 8));
        }

        return new(bytes);
    }

    private static BigInteger Number(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);
}
