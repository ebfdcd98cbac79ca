using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace MultiRegion.Tests.DependencyInjection;

/// <summary>A part of every kind, all of whose calls throw an exception that quotes a secret.</summary>
internal sealed class Part : IGlobalRouter, IClusterFleet, IDataReplica, IBackupVault, IHealthProbe, IFailoverPolicy, ICustomStep, INotifier, IFailoverJournal, ILeaseStore, IOperatorInbox, IDisposable
{
    public const string Secret = "SECRET-MARKER";

    public int Ends { get; private set; }

    RouterCapabilities IGlobalRouter.Capabilities { get; } = new() { Kind = "part", Fencing = FencingStrength.Atomic, Propagation = default, AnswersAreCached = false };

    FleetCapabilities IClusterFleet.Capabilities { get; } = new() { Kind = "part", Fencing = FencingStrength.Atomic };

    public void Dispose() => Ends++;

    public ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken) => throw Leak();

    ValueTask<FleetObservation> IClusterFleet.ObserveAsync(CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<FleetPlan>> PlanAsync(FleetIntent intent, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<FleetReceipt>> ApplyAsync(FleetPlan plan, CancellationToken cancellationToken) => throw Leak();

    ValueTask<DataObservation> IDataReplica.ObserveAsync(CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<FenceOutcome>> FenceAsync(RegionId region, Marker marker, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<DemotionToken>> DemoteAsync(RegionId region, Marker marker, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<Promotion>> PromoteAsync(RegionId region, DemotionToken? token, Marker marker, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<ImmutableArray<Backup>>> ListAsync(ServiceId service, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<Backup>> BackUpAsync(ServiceId service, RegionId region, Marker marker, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<Backup>> RestoreAsync(Backup backup, RegionId region, Marker marker, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) => throw Leak();

    public PolicyDecision Evaluate(in PolicyContext context) => throw Leak();

    public ValueTask<Result<string>> RunAsync(CustomStepContext context, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<Notification>> NotifyAsync(Notification notification, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<long>> AppendAsync(JournalRecord record, long expectedSequence, CancellationToken cancellationToken) => throw Leak();

    public async IAsyncEnumerable<JournalRecord> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public ValueTask<Result<LeaseHolder>> AcquireAsync(ControllerId controller, TimeSpan duration, CancellationToken cancellationToken) => throw Leak();

    public ValueTask ReleaseAsync(ControllerId controller, CancellationToken cancellationToken) => throw Leak();

    public ValueTask<Result<ImmutableArray<OperatorCommand>>> ReadAsync(CancellationToken cancellationToken) => throw Leak();

    public ValueTask AnswerAsync(CommandAnswer answer, CancellationToken cancellationToken) => throw Leak();

    private static InvalidOperationException Leak() => new($"401 for Authorization: Bearer {Secret}", new HttpRequestException($"token {Secret}"));
}
