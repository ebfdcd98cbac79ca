using static MultiRegion.Probing.Batch.Grammar;

namespace MultiRegion.Probing.Batch;

/// <summary>The value of Connection, over all fields of that name.</summary>
internal struct ConnectionOptions
{
    private Word _option;

    public bool Closes { get; private set; }

    public void Read(byte one)
    {
        if (one == ',')
        {
            End();
        }
        else if (!IsBlank(one))
        {
            _option.Add(one);
        }
    }

    public void End()
    {
        Closes |= _option.Is("close"u8);
        _option = default;
    }
}
