using System.Collections.Immutable;
using MultiRegion.Shared.Http;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MultiRegion.Kubernetes.Config;

/// <summary>Reads one YAML document, bounded in length, depth, and in what its aliases would come to.</summary>
internal sealed class YamlReader
{
    public const int LongestText = 4 * 1024 * 1024;
    public const int Deepest = 64;
    public const int MostValues = 200_000;

    private readonly Dictionary<AnchorName, YamlValue> _anchors = [];
    private readonly Parser _parser;
    private long _values;

    private YamlReader(string text) => _parser = new(new StringReader(text));

    /// <returns>The document; a refusal says in which line what is wrong. An empty document is null.</returns>
    public static Result<YamlValue> Read(string text)
    {
        if (text.Length > LongestText)
        {
            return Problem.Refused($"it is longer than {LongestText} characters");
        }

        var reader = new YamlReader(text);
        try
        {
            return reader.Document();
        }
        catch (YamlException error)
        {
            return Problem.Refused($"line {error.Start.Line}, column {error.Start.Column}: {ErrorText.Line(error.Message, 200).TrimEnd('.')}");
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The parser falls over some texts that are no YAML instead of refusing them.
            return Problem.Refused($"after line {reader._parser.Current?.End.Line ?? 1}: this is no YAML");
        }
    }

    private YamlValue Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            return new() { Kind = YamlKind.Null, Line = 1, Weight = 1 };
        }

        _parser.Consume<DocumentStart>();
        var value = Value(depth: 0);
        _parser.Consume<DocumentEnd>();
        return _parser.Current is DocumentStart ? throw Wrong(_parser.Current, "there is a second document: write one") : value;
    }

    private YamlValue Value(int depth)
    {
        var at = _parser.Current ?? throw new YamlException("the document ends too early");
        if (depth > Deepest)
        {
            throw Wrong(at, $"nested deeper than {Deepest} levels");
        }

        var value = at switch
        {
            AnchorAlias alias => _anchors.GetValueOrDefault(alias.Value) ?? throw Wrong(at, "an alias of an anchor that does not stand before it"),
            Scalar scalar => Text(scalar),
            SequenceStart => List(at, depth),
            MappingStart => Map(at, depth),
            _ => throw Wrong(at, "a value was expected"),
        };
        _parser.MoveNext();
        return Count(at, value);
    }

    // An alias counts as what it stands for: a small text with a large meaning is refused before anybody walks it.
    private YamlValue Count(ParsingEvent at, YamlValue value)
    {
        _values += at is AnchorAlias ? value.Weight : 1;
        if (_values > MostValues)
        {
            throw Wrong(at, $"more than {MostValues} values, aliases written out");
        }

        if (at is NodeEvent { Anchor.IsEmpty: false } node)
        {
            _anchors[node.Anchor] = value;
        }

        return value;
    }

    private static YamlValue Text(Scalar scalar) => new()
    {
        Kind = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL" ? YamlKind.Null : YamlKind.Text,
        Text = scalar.Value,
        Line = scalar.Start.Line,
        Weight = 1,
    };

    private YamlValue List(ParsingEvent at, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlValue>();
        _parser.MoveNext();
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(Value(depth + 1));
        }

        return new() { Kind = YamlKind.List, Line = at.Start.Line, Items = items.ToImmutable(), Weight = 1 + items.Sum(static item => item.Weight) };
    }

    private YamlValue Map(ParsingEvent at, int depth)
    {
        var members = ImmutableDictionary.CreateBuilder<string, YamlValue>(StringComparer.Ordinal);
        _parser.MoveNext();
        while (_parser.Current is not MappingEnd)
        {
            var key = _parser.Current as Scalar ?? throw Wrong(_parser.Current!, "a key must be a text");
            if (key.Value == "<<")
            {
                throw Wrong(key, "merge keys (<<) are not read: write the keys out");
            }

            _parser.MoveNext();
            if (!members.TryAdd(key.Value, Value(depth + 1)))
            {
                throw Wrong(key, $"the key '{ErrorText.Line(key.Value, 60)}' stands there twice");
            }
        }

        return new() { Kind = YamlKind.Map, Line = at.Start.Line, Members = members.ToImmutable(), Weight = 1 + members.Values.Sum(static value => value.Weight) };
    }

    private static YamlException Wrong(ParsingEvent at, string what) => new(at.Start, at.End, what);
}
