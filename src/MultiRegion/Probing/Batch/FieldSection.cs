using static MultiRegion.Probing.Batch.Grammar;

namespace MultiRegion.Probing.Batch;

/// <summary>
/// Reads fields up to the empty line. A lone line feed ends a line as CR LF does, a lone CR is bad, and a line that begins with
/// a blank goes on with the field before it (RFC 9112, 2.2 and 5.2).
/// </summary>
/// <param name="areTrailers">Whether they come after the body, and so say nothing about the message any more.</param>
internal struct FieldSection(bool areTrailers)
{
    private Place _place;
    private FieldName _name;
    private FieldKind _kind;
    private Framing _framing;

    private enum Place
    {
        Start,
        LineStart,
        Name,
        Value,
        ValueEnding,
        Ending,
    }

    public readonly Framing Framing => _framing;

    public Parsed Read(ref ReadOnlySpan<byte> bytes)
    {
        var result = Parsed.More;
        while (result == Parsed.More && !bytes.IsEmpty)
        {
            if (_place == Place.Value && _kind == FieldKind.Other)
            {
                SkipValue(ref bytes);
            }

            result = bytes.IsEmpty ? Parsed.More : Read(Take(ref bytes));
        }

        return result;
    }

    private static void SkipValue(ref ReadOnlySpan<byte> bytes)
    {
        var stop = bytes.IndexOfAny(ValueStops);
        bytes = stop < 0 ? default : bytes[stop..];
    }

    private Parsed Read(byte one) => _place switch
    {
        Place.Start or Place.LineStart => BeginLine(one),
        Place.Name => ReadName(one),
        Place.Value => ReadValue(one),
        Place.ValueEnding => one == LineFeed ? Go(Place.LineStart) : Parsed.Bad,
        _ => one == LineFeed ? End() : Parsed.Bad,
    };

    private Parsed BeginLine(byte one)
    {
        if (IsBlank(one))
        {
            return _place == Place.LineStart && _framing.Read(_kind, Space) ? Go(Place.Value) : Parsed.Bad;
        }

        if (one is CarriageReturn or LineFeed)
        {
            return one == LineFeed ? End() : Go(Place.Ending);
        }

        if (!EndField())
        {
            return Parsed.Bad;
        }

        _name = default;
        return ReadName(one);
    }

    private Parsed ReadName(byte one)
    {
        if (one != ':')
        {
            _name.Add(one);
            return IsToken(one) ? Go(Place.Name) : Parsed.Bad;
        }

        _kind = areTrailers ? FieldKind.Other : _name.Kind;
        return _name.IsEmpty ? Parsed.Bad : Go(Place.Value);
    }

    private Parsed ReadValue(byte one) => one switch
    {
        LineFeed => Go(Place.LineStart),
        CarriageReturn => Go(Place.ValueEnding),
        0 => Parsed.Bad,
        _ => _framing.Read(_kind, one) ? Parsed.More : Parsed.Bad,
    };

    private Parsed End() => EndField() ? Parsed.Done : Parsed.Bad;

    private bool EndField()
    {
        var isGood = _framing.End(_kind);
        _kind = FieldKind.Other;
        return isGood;
    }

    private Parsed Go(Place place)
    {
        _place = place;
        return Parsed.More;
    }
}
