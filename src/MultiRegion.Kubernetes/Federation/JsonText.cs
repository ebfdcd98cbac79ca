using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MultiRegion.Kubernetes.Config;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Reads JSON, one value or several after each other, into the same values as YAML, with their lines.</summary>
internal ref struct JsonText
{
    private Utf8JsonReader _reader;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly YamlLimits _limits;
    private long _line = 1;
    private int _counted;
    private long _values;

    private JsonText(ReadOnlySpan<byte> bytes, YamlLimits limits)
    {
        _bytes = bytes;
        _limits = limits;
        _reader = new(bytes, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = limits.Deepest });
    }

    /// <returns>The values; null when this is no JSON: it may be YAML then, or its reader says better what is wrong.</returns>
    public static Result<ImmutableArray<YamlValue>>? Read(string text, YamlLimits limits)
    {
        if (text.Length > limits.LongestText || text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return null;
        }

        try
        {
            return new JsonText(Encoding.UTF8.GetBytes(text), limits).All();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ImmutableArray<YamlValue> All()
    {
        var values = ImmutableArray.CreateBuilder<YamlValue>();
        while (_reader.Read())
        {
            values.Add(Value());
        }

        return values.ToImmutable();
    }

    private YamlValue Value()
    {
        _values = _values < _limits.MostValues ? _values + 1 : throw new JsonException();
        var line = Line();
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject => Map(line),
            JsonTokenType.StartArray => List(line),
            JsonTokenType.String => new() { Kind = YamlKind.Text, Text = _reader.GetString()!, Line = line, Weight = 1 },
            JsonTokenType.Null => new() { Kind = YamlKind.Null, Line = line, Weight = 1 },
            JsonTokenType.Number when !double.IsFinite(_reader.GetDouble()) => throw new JsonException(),
            _ => new() { Kind = YamlKind.Text, Plain = true, Text = Encoding.UTF8.GetString(_reader.ValueSpan), Line = line, Weight = 1 },
        };
    }

    private YamlValue Map(long line)
    {
        var members = ImmutableDictionary.CreateBuilder<string, YamlValue>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var key = _reader.GetString()!;
            _reader.Read();
            _ = members.TryAdd(key, Value()) ? true : throw new JsonException();
        }

        return new() { Kind = YamlKind.Map, Line = line, Members = members.ToImmutable(), Weight = 1 };
    }

    private YamlValue List(long line)
    {
        var items = ImmutableArray.CreateBuilder<YamlValue>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Value());
        }

        return new() { Kind = YamlKind.List, Line = line, Items = items.ToImmutable(), Weight = 1 };
    }

    private long Line()
    {
        var at = (int)_reader.TokenStartIndex;
        _line += _bytes[_counted..at].Count((byte)'\n');
        _counted = at;
        return _line;
    }
}
