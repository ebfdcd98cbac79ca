using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiRegion.Routing;

/// <summary>
/// The part, in percent, of what the routing tree would give a region that the region really gets: 100 is the tree as it
/// stands, 0 is a drain (no new answers in any health state).
/// </summary>
[JsonConverter(typeof(ShareJsonConverter))]
public readonly record struct Share : IComparable<Share>
{
    /// <summary>Makes a share.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside 0 to 100, or not a number.</exception>
    public Share(double percent)
    {
        if (!(percent is >= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A share is 0 to 100 percent.");
        }

        Percent = percent;
    }

    /// <summary>No new answers.</summary>
    public static Share None { get; } = new(0);

    /// <summary>What the tree gives.</summary>
    public static Share Full { get; } = new(100);

    /// <summary>0 to 100.</summary>
    public double Percent { get; }

    /// <summary>0 to 1.</summary>
    public double Fraction => Percent / 100;

    /// <summary>Whether the region is drained.</summary>
    public bool IsDrained => Percent == 0;

    /// <summary>Whether the tree stands unchanged for the region.</summary>
    public bool IsFull => Percent == 100;

    /// <inheritdoc />
    public int CompareTo(Share other) => Percent.CompareTo(other.Percent);

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Percent:0.###} %");

    /// <summary>Orders shares.</summary>
    public static bool operator <(Share left, Share right) => left.Percent < right.Percent;

    /// <summary>Orders shares.</summary>
    public static bool operator >(Share left, Share right) => left.Percent > right.Percent;

    /// <summary>Orders shares.</summary>
    public static bool operator <=(Share left, Share right) => left.Percent <= right.Percent;

    /// <summary>Orders shares.</summary>
    public static bool operator >=(Share left, Share right) => left.Percent >= right.Percent;
}

/// <summary>Reads and writes a share as a JSON number.</summary>
public sealed class ShareJsonConverter : JsonConverter<Share>
{
    /// <inheritdoc />
    public override Share Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDouble() is >= 0 and <= 100 and var percent ? new(percent) : throw new JsonException("A share is 0 to 100 percent.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Share value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Percent);
}

/// <summary>The share of each region of a service. A region that is not named has the full share.</summary>
public sealed record Shares
{
    /// <summary>Every region has what the tree gives.</summary>
    public static Shares AllFull { get; } = new();

    /// <summary>The named regions with their shares, in ordinal order of the regions.</summary>
    [JsonRequired]
    public ImmutableSortedDictionary<RegionId, Share> ByRegion { get; init; } = ImmutableSortedDictionary<RegionId, Share>.Empty;

    /// <summary>The share of a region.</summary>
    /// <param name="region">The region.</param>
    [JsonIgnore]
    public Share this[RegionId region] => ByRegion.TryGetValue(region, out var share) ? share : Share.Full;

    /// <summary>The same shares with one region's changed.</summary>
    /// <param name="region">The region.</param>
    /// <param name="share">Its new share.</param>
    public Shares With(RegionId region, Share share) => new() { ByRegion = ByRegion.SetItem(region, share) };

    /// <inheritdoc />
    public bool Equals(Shares? other) => other is not null && ByRegion.SequenceEqual(other.ByRegion);

    /// <inheritdoc />
    public override int GetHashCode() => ByRegion.Aggregate(0, static (hash, pair) => HashCode.Combine(hash, pair));

    /// <inheritdoc />
    public override string ToString() => ByRegion.IsEmpty ? "all full" : string.Join(", ", ByRegion.Select(static pair => $"{pair.Key} {pair.Value}"));
}
