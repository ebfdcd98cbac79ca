using static MultiRegion.Probing.Batch.Grammar;

namespace MultiRegion.Probing.Batch;

/// <summary>
/// The value of Content-Length, over all fields of that name: digits and nothing else. Said more than once it must be the same
/// each time, or else the two ends may disagree about where the message ends.
/// </summary>
internal struct ContentLength
{
    private long _value;
    private bool _hasDigits;
    private bool _isOver;

    /// <summary>What was said; null: nothing.</summary>
    public long? Said { get; private set; }

    public bool Read(byte one)
    {
        switch (one)
        {
            case Space or Tab:
                _isOver |= _hasDigits;
                return true;
            case (byte)',':
                return End();
            default:
                return !_isOver && IsDigit(one) && Append(one - '0');
        }
    }

    public bool End()
    {
        var isGood = _hasDigits && (Said is null || Said == _value);
        Said ??= _value;
        (_value, _hasDigits, _isOver) = (0, false, false);
        return isGood;
    }

    private bool Append(int digit)
    {
        var fits = _value <= (long.MaxValue - digit) / 10;
        (_value, _hasDigits) = (fits ? (_value * 10) + digit : 0, true);
        return fits;
    }
}
