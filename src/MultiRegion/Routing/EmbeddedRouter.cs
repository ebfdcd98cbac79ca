using System.Text.Json;

namespace MultiRegion.Routing;

/// <summary>
/// A router that needs no cloud: it keeps each service's tree, endpoints and shares in memory or in a file, and answers clients in
/// process. Other processes follow the file with an <see cref="EmbeddedRouteFollower"/>.
/// </summary>
/// <remarks>
/// Writes are fenced atomically: under an exclusive lock the live state is read again, its marker compared, and the whole state
/// replaced at once. A route without a marker, or edited by a person since, is reported as <see cref="ProblemKind.NotOwned"/> and
/// left alone until an intent adopts it. A state file that cannot be read is never written over.
/// </remarks>
public sealed class EmbeddedRouter : EmbeddedRoutes, IGlobalRouter
{
    private readonly IEmbeddedStore _store;

    /// <summary>Makes a router.</summary>
    /// <param name="options">Where it keeps its routes.</param>
    /// <param name="time">Its clock.</param>
    /// <exception cref="ArgumentException">An option is blank or out of range.</exception>
    public EmbeddedRouter(EmbeddedRouterOptions options, TimeProvider time)
        : this(Store(options, time), options.Seed ?? time.GetTimestamp(), options.StatePath is null ? TimeSpan.Zero : options.FollowInterval, isVolatile: options.StatePath is null)
    {
    }

    internal EmbeddedRouter(IEmbeddedStore store, long seed, TimeSpan propagation, bool isVolatile = false)
        : base(seed)
    {
        _store = store;
        Capabilities = new()
        {
            Kind = "embedded",
            Fencing = FencingStrength.Atomic,
            Propagation = propagation,
            AnswersAreCached = false,
            IsVolatile = isVolatile,
            ShareResolution = 0,
        };
    }

    /// <inheritdoc />
    public RouterCapabilities Capabilities { get; }

    /// <summary>How many times this instance has written the state: once per plan that changed something.</summary>
    public long Writes => _store.Writes;

    internal override RouteTable Current => _store.Table;

    /// <inheritdoc />
    public ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intents);
        cancellationToken.ThrowIfCancellationRequested();
        var live = _store.Read();
        return ValueTask.FromResult<Result<RouterPlan>>(live.Succeeded ? EmbeddedPlanner.Plan(live.Value, intents) : live.Problem);
    }

    /// <inheritdoc />
    public async ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        cancellationToken.ThrowIfCancellationRequested();
        if (EmbeddedJson.Read(plan.Document, EmbeddedJson.Default.EmbeddedPlan) is not { Items.IsDefault: false } document)
        {
            return Problem.Refused("The plan is not one of an embedded router.");
        }

        if (document.Items.IsEmpty && plan.Changes.Select(static change => change.Problem).FirstOrDefault(static found => found is not null) is { } problem)
        {
            return problem;
        }

        var written = await _store.UpdateAsync(live => EmbeddedMerge.Apply(live, document), cancellationToken).ConfigureAwait(false);
        return written.Succeeded
            ? new RouterReceipt(JsonSerializer.Serialize(EmbeddedMerge.Receipt(written.Value, document), EmbeddedJson.Default.EmbeddedReceipt))
            : written.Problem;
    }

    /// <inheritdoc />
    public ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        cancellationToken.ThrowIfCancellationRequested();
        var live = _store.Read();
        return ValueTask.FromResult(live.Succeeded ? Confirm(live.Value, receipt) : live.Problem);
    }

    internal static Result<Confirmation> Confirm(EmbeddedDocument live, RouterReceipt receipt) =>
        EmbeddedJson.Read(receipt.Document, EmbeddedJson.Default.EmbeddedReceipt) is { } document
            ? EmbeddedMerge.Confirm(live, document)
            : Problem.Refused("The receipt is not one of an embedded router.");

    private static IEmbeddedStore Store(EmbeddedRouterOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return options.Checked().StatePath is { } path ? new FileStore(path, options, time) : new MemoryStore();
    }
}
