namespace MultiRegion.Probing;

/// <summary>Succeeds when a TCP connection is accepted; sends nothing.</summary>
internal sealed class TcpProbe(TcpProbeDefinition definition, ProbeContext context) : IPromptProbe
{
    public async ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        var start = context.Time.GetTimestamp();
        var finding = Destination.Find(definition, target, protocolPort: null) is { } destination
            ? await ConnectAsync(new(destination, tlsName: null, cancellationToken) { Time = context.Time, Names = context.Names }).ConfigureAwait(false)
            : Finding.NowhereToGo;
        return finding.After(context.Time.GetElapsedTime(start));
    }

    private static async ValueTask<Finding> ConnectAsync(DialAttempt attempt)
    {
        try
        {
            using var socket = await Dialer.ConnectAsync(attempt, attempt.CancellationToken).ConfigureAwait(false);
            return Finding.Ok;
        }
        catch (Exception exception)
        {
            return ProbeFaults.Of(exception, attempt);
        }
    }
}
