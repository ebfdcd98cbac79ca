namespace MultiRegion.Probing;

/// <summary>
/// A probe that is a method of the application. It is called on the engine's own loop: it must not block, and should end
/// when its token is cancelled.
/// </summary>
/// <remarks>
/// A method that throws says nothing about the target: the result is <see cref="ProbeOutcome.Unknown"/> with
/// <see cref="ProbeReason.OwnFault"/>, and names the type of the exception and nothing else of it. A method that ends with
/// an <see cref="OperationCanceledException"/> when its time-out is over has timed out.
/// </remarks>
public sealed class DelegateProbe : IHealthProbe
{
    private readonly Func<ProbeTarget, CancellationToken, ValueTask<ProbeResult>> _probe;
    private readonly TimeProvider _time;

    /// <summary>Makes a probe of a method.</summary>
    /// <param name="probe">The method: what to probe, and the token that is cancelled when the time-out is over.</param>
    /// <param name="timeProvider">Measures how long a method took that threw; null: the system's clock.</param>
    /// <exception cref="ArgumentNullException"><paramref name="probe"/> is null.</exception>
    public DelegateProbe(Func<ProbeTarget, CancellationToken, ValueTask<ProbeResult>> probe, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(probe);
        _probe = probe;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc />
    public async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        try
        {
            return await _probe(target, cancellationToken).ConfigureAwait(false)
                ?? Finding.Unknown(ProbeReason.OwnFault, "the probe returned null").After(_time.GetElapsedTime(start));
        }
        catch (Exception exception)
        {
            return ProbeFaults.Thrown(exception, cancellationToken).After(_time.GetElapsedTime(start));
        }
    }
}
