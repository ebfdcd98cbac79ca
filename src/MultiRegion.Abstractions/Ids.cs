using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiRegion;

/// <summary>A name that identifies one thing of one kind; compared ordinally, printed as it was given.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IStringId<TSelf> : IComparable<TSelf>
    where TSelf : struct, IStringId<TSelf>
{
    /// <summary>The text of the id; empty for the default value.</summary>
    string Value { get; }

    /// <summary>Makes an id from its text.</summary>
    /// <param name="value">1 to 253 characters out of letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, <c>:</c> and <c>/</c>.</param>
    /// <exception cref="ArgumentException">The text is empty, too long or holds another character.</exception>
    static abstract TSelf From(string value);
}

/// <summary>What a text must be to serve as an id.</summary>
public static class IdText
{
    /// <summary>The longest id, in characters: the length of the longest DNS name (RFC 1035, section 2.3.4).</summary>
    public const int MaximumLength = 253;

    /// <summary>Says whether a text can be an id, and if not, why.</summary>
    /// <param name="value">The text.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool IsValid([NotNullWhen(true)] string? value, [NotNullWhen(false)] out string? problem)
    {
        problem = value switch
        {
            null or "" => "an id may not be empty",
            { Length: > MaximumLength } => $"an id has at most {MaximumLength} characters, this one has {value.Length}",
            _ when value.AsSpan().IndexOfAnyExcept(Allowed) is >= 0 and var at =>
                $"'{value[at]}' at position {at + 1} is not allowed in an id: use letters, digits, '-', '_', '.', ':' and '/'",
            _ => null,
        };
        return problem is null;
    }

    internal static string Check(string? value) =>
        IsValid(value, out var problem) ? value : throw new ArgumentException($"'{value}': {problem}.", nameof(value));

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/");
}

/// <summary>Reads and writes an id as a JSON string or property name.</summary>
/// <typeparam name="TId">The id type.</typeparam>
public sealed class StringIdJsonConverter<TId> : JsonConverter<TId>
    where TId : struct, IStringId<TId>
{
    /// <inheritdoc />
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Make(reader.GetString());

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    /// <inheritdoc />
    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Make(reader.GetString());

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, [DisallowNull] TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value);

    private static TId Make(string? text) =>
        IdText.IsValid(text, out var problem) ? TId.From(text) : throw new JsonException($"'{text}': {problem}.");
}
