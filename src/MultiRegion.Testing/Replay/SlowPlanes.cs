using System.Collections.Immutable;
using MultiRegion.Testing.Forecast;

namespace MultiRegion.Testing.Replay;

/// <summary>A replica set whose fences and promotions take their time.</summary>
internal sealed class SlowReplica(IDataReplica inner, WorldDelays delays, TimeProvider time) : IDataReplica
{
    public ValueTask<DataObservation> ObserveAsync(CancellationToken cancellationToken) => inner.ObserveAsync(cancellationToken);

    public async ValueTask<Result<FenceOutcome>> FenceAsync(RegionId region, Marker marker, CancellationToken cancellationToken)
    {
        await Task.Delay(delays.Fence, time, cancellationToken).ConfigureAwait(false);
        var fenced = await inner.FenceAsync(region, marker, cancellationToken).ConfigureAwait(false);
        return fenced.Succeeded && delays.FenceOutcome == FenceOutcome.Unconfirmed ? FenceOutcome.Unconfirmed : fenced;
    }

    public ValueTask<Result<DemotionToken>> DemoteAsync(RegionId region, Marker marker, CancellationToken cancellationToken) =>
        inner.DemoteAsync(region, marker, cancellationToken);

    public async ValueTask<Result<Promotion>> PromoteAsync(RegionId region, DemotionToken? token, Marker marker, CancellationToken cancellationToken)
    {
        await Task.Delay(delays.Promotion, time, cancellationToken).ConfigureAwait(false);
        return await inner.PromoteAsync(region, token, marker, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A vault whose restores take their time.</summary>
internal sealed class SlowVault(IBackupVault inner, TimeSpan restore, TimeProvider time) : IBackupVault
{
    public ValueTask<Result<ImmutableArray<Backup>>> ListAsync(ServiceId service, CancellationToken cancellationToken) => inner.ListAsync(service, cancellationToken);

    public ValueTask<Result<Backup>> BackUpAsync(ServiceId service, RegionId region, Marker marker, CancellationToken cancellationToken) =>
        inner.BackUpAsync(service, region, marker, cancellationToken);

    public async ValueTask<Result<Backup>> RestoreAsync(Backup backup, RegionId region, Marker marker, CancellationToken cancellationToken)
    {
        await Task.Delay(restore, time, cancellationToken).ConfigureAwait(false);
        return await inner.RestoreAsync(backup, region, marker, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A step of the application's own that takes its time.</summary>
internal sealed class SlowStep(TimeSpan takes, TimeProvider time) : ICustomStep
{
    public async ValueTask<Result<string>> RunAsync(CustomStepContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(takes, time, cancellationToken).ConfigureAwait(false);
        return "done";
    }
}
