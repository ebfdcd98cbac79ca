using System.Buffers;
using System.Text.Json;
using MultiRegion.Journal;
using MultiRegion.Probing;

namespace MultiRegion.Engine;

/// <summary>Writes every probe's result beside the journal, for the replay of an incident.</summary>
internal sealed class ObservationWriter(ObservationLog log, TimeProvider time)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private bool _hasWritten;

    public void Write(ProbeObservation observation)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer))
        {
            json.WriteStartObject();
            json.WriteString("at", time.GetUtcNow());
            json.WriteString("target", observation.Key.ToString());
            json.WriteString("outcome", observation.Result.Outcome.ToString());
            json.WriteString("reason", observation.Result.Reason.ToString());
            if (observation.StartedLate)
            {
                json.WriteBoolean("late", true);
            }

            json.WriteNumber("ms", Math.Round(observation.Result.Latency.TotalMilliseconds, 3));
            json.WriteEndObject();
        }

        log.Write(_buffer.WrittenSpan);
        _hasWritten = true;
    }

    /// <summary>Lets readers see what the round has written.</summary>
    public void EndRound()
    {
        if (_hasWritten)
        {
            log.Flush();
            _hasWritten = false;
        }
    }
}
