using System.Collections.Immutable;
using MultiRegion.Shared.Http;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MultiRegion.Kubernetes.Config;

/// <summary>Reads YAML, bounded in length, depth, and in what its aliases would come to.</summary>
internal sealed class YamlReader
{
    private readonly Dictionary<AnchorName, YamlValue> _anchors = [];
    private readonly YamlLimits _limits;
    private readonly Parser _parser;
    private long _values;

    private YamlReader(string text, YamlLimits limits) => (_parser, _limits) = (new(new StringReader(text)), limits);

    /// <returns>The one document; a refusal says in which line what is wrong. An empty document is null.</returns>
    public static Result<YamlValue> Read(string text) => Read(text, YamlLimits.Configuration, static reader => reader.OnlyDocument());

    /// <returns>The documents, those that are empty included.</returns>
    public static Result<ImmutableArray<YamlValue>> ReadAll(string text, YamlLimits limits) => Read(text, limits, static reader => reader.Documents());

    private static Result<T> Read<T>(string text, YamlLimits limits, Func<YamlReader, T> read)
    {
        if (text.Length > limits.LongestText)
        {
            return Problem.Refused($"it is longer than {limits.LongestText} characters");
        }

        var reader = new YamlReader(text, limits);
        try
        {
            return read(reader);
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

    private YamlValue OnlyDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            return new() { Kind = YamlKind.Null, Line = 1, Weight = 1 };
        }

        var value = Document();
        return _parser.Current is DocumentStart ? throw Wrong(_parser.Current, "there is a second document: write one") : value;
    }

    private ImmutableArray<YamlValue> Documents()
    {
        var documents = ImmutableArray.CreateBuilder<YamlValue>();
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            documents.Add(Document());
        }

        return documents.ToImmutable();
    }

    // An anchor ends with its document; what has been counted does not.
    private YamlValue Document()
    {
        _parser.Consume<DocumentStart>();
        _anchors.Clear();
        var value = Value(depth: 0);
        _parser.Consume<DocumentEnd>();
        return value;
    }

    private YamlValue Value(int depth)
    {
        var at = _parser.Current ?? throw new YamlException("the document ends too early");
        if (depth > _limits.Deepest)
        {
            throw Wrong(at, $"nested deeper than {_limits.Deepest} levels");
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
        if (_values > _limits.MostValues)
        {
            throw Wrong(at, $"more than {_limits.MostValues} values, aliases written out");
        }

        if (at is NodeEvent { Anchor.IsEmpty: false } node)
        {
            _anchors[node.Anchor] = value;
        }

        return value;
    }

    private static YamlValue Text(Scalar scalar) => new()
    {
        Plain = scalar.Style == ScalarStyle.Plain,
        Tag = scalar.Tag.IsEmpty ? null : scalar.Tag.IsNonSpecific ? "!" : scalar.Tag.Value,
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
        var map = new YamlMembers();
        _parser.MoveNext();
        while (_parser.Current is not MappingEnd)
        {
            var key = _parser.Current as Scalar ?? throw Wrong(_parser.Current!, "a key must be a text");
            var name = _limits.Key(Text(key));
            var merge = key is { Value: "<<", Style: ScalarStyle.Plain };
            _parser.MoveNext();
            if ((merge ? Merge(map, depth) : name.Problem?.Detail ?? map.Add(name.Value!, Value(depth + 1))) is { } wrong)
            {
                throw Wrong(key, wrong);
            }
        }

        return new() { Kind = YamlKind.Map, Line = at.Start.Line, Members = map.ToImmutable(), Weight = map.Weight };
    }

    private string? Merge(YamlMembers map, int depth) =>
        _limits.MergeKeys ? map.Merge(Value(depth + 1)) : "merge keys (<<) are not read: write the keys out";

    private static YamlException Wrong(ParsingEvent at, string what) => new(at.Start, at.End, what);
}
