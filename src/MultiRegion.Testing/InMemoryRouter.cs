using System.Collections.Immutable;
using MultiRegion.Routing;

namespace MultiRegion.Testing;

/// <summary>
/// An <see cref="EmbeddedRouter"/> whose changes take time to come into effect, and whose control plane can fail. Clients are answered from
/// what has come into effect, also while the control plane is gone.
/// </summary>
public sealed class InMemoryRouter : EmbeddedRoutes, IGlobalRouter
{
    private readonly PropagatingStore _store;
    private readonly EmbeddedRouter _router;
    private readonly Faults _faults = new();
    private readonly Faults _timeouts = new();
    private volatile Answered? _answered;

    /// <summary>Makes a router without routes.</summary>
    /// <param name="time">The clock that propagation runs on.</param>
    public InMemoryRouter(TimeProvider time)
        : base(seed: 0)
    {
        ArgumentNullException.ThrowIfNull(time);
        _store = new(time);
        _router = new(_store, seed: 0, TimeSpan.Zero);
    }

    /// <summary>How long a change takes from now on until clients are answered from it. Default zero.</summary>
    public TimeSpan Propagation
    {
        get => _store.Propagation;
        set => _store.Propagation = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>What <see cref="RouterCapabilities.AnswersAreCached"/> says. Default false.</summary>
    public bool AnswersAreCached { get; init; }

    /// <summary>
    /// What <see cref="RouterCapabilities.Fencing"/> says. Default <see cref="FencingStrength.Atomic"/>; where it is only
    /// checked, <see cref="LandLate"/> shows what its window lets through.
    /// </summary>
    public FencingStrength Fencing { get; init; } = FencingStrength.Atomic;

    /// <summary>Whether every plan, apply and confirm is <see cref="ProblemKind.Unreachable"/>. Default false.</summary>
    public bool ControlPlaneGone { get; set; }

    /// <summary>How many plans have changed something.</summary>
    public long Writes => _store.Writes;

    /// <summary>What was applied, oldest first; without edits by hand.</summary>
    public ImmutableArray<RouterWrite> Log => _store.Log;

    /// <inheritdoc />
    public RouterCapabilities Capabilities => _router.Capabilities with { Kind = "in-memory", IsVolatile = false, Fencing = Fencing, Propagation = Propagation, AnswersAreCached = AnswersAreCached };

    internal override RouteTable Current => _store.Visible.Table;

    /// <summary>The last document that was written, in effect or not.</summary>
    internal EmbeddedDocument Written => _store.Read().Value!;

    /// <summary>The document that clients are answered from.</summary>
    internal EmbeddedDocument Visible => _store.Visible.Document;

    /// <summary>How long it is until clients see another version; null when they see the last one.</summary>
    internal TimeSpan? NextChange => _store.NextChange;

    /// <summary>Makes the next calls fail without any effect.</summary>
    /// <param name="problem">What they bring.</param>
    /// <param name="times">How many calls; at least 1.</param>
    /// <param name="calls">Which calls.</param>
    public void FailNext(Problem problem, int times = 1, RouterCalls calls = RouterCalls.All) => _faults.FailNext(problem, times, (int)calls);

    /// <summary>Makes the next applies take effect and then bring <see cref="ProblemKind.Unreachable"/>, as a lost answer does.</summary>
    /// <param name="times">How many applies; at least 1.</param>
    public void TimeOutNext(int times = 1) =>
        _timeouts.FailNext(Problem.Unreachable("The answer was lost; whether the call took effect is unknown."), times);

    /// <summary>Changes the shares as a person would: behind our back, leaving our marker where it is.</summary>
    /// <param name="service">A service that has a route.</param>
    /// <param name="shares">Its new shares.</param>
    /// <exception cref="KeyNotFoundException">The service has no route.</exception>
    public void EditByHand(ServiceId service, Shares shares) => _store.PutByHand(document => document.Find(service) is { } entry
        ? document.With(service, entry with { Content = entry.Content with { Shares = shares } })
        : throw new KeyNotFoundException($"There is no route for service '{service}' to edit."));

    /// <summary>Lets a write of ours land that was checked against an older marker and held up since, as a paused controller's does.</summary>
    /// <param name="service">A service that has a route.</param>
    /// <param name="shares">The shares that it writes.</param>
    /// <param name="marker">The marker that it was sent under.</param>
    /// <exception cref="KeyNotFoundException">The service has no route.</exception>
    public void LandLate(ServiceId service, Shares shares, Marker marker) => _store.PutByHand(document => document.Find(service) is { } entry
        ? document.With(service, EmbeddedEntry.Of(entry.Content with { Shares = shares }, marker))
        : throw new KeyNotFoundException($"There is no route for service '{service}' to overwrite."));

    /// <summary>Puts a route there as a person would: without a marker.</summary>
    /// <param name="intent">The route; its marker is left out.</param>
    public void AddByHand(RoutingIntent intent)
    {
        ArgumentNullException.ThrowIfNull(intent);
        _store.PutByHand(document => document.With(intent.Service, new() { Content = EmbeddedContent.Of(intent) }));
    }

    /// <summary>Loses every route, as somebody who deletes the zone does.</summary>
    public void Forget() => _store.PutByHand(static _ => EmbeddedDocument.Empty);

    /// <inheritdoc />
    public async ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken) =>
        Fault(RouterCalls.Plan) is { } problem ? problem : await _router.PlanAsync(intents, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        if (Fault(RouterCalls.Apply) is { } problem)
        {
            return problem;
        }

        var applied = await _router.ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
        return _timeouts.Take() is { } lost ? lost : applied;
    }

    /// <inheritdoc />
    public async ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken)
    {
        if (Fault(RouterCalls.Confirm) is { } problem)
        {
            return problem;
        }

        // Whoever waits for a change asks again and again: the answer stays while neither document is another.
        var (written, visible) = (Written, Visible);
        if (_answered is not { } last || !ReferenceEquals(last.Receipt, receipt) || !ReferenceEquals(last.Written, written) || !ReferenceEquals(last.Visible, visible))
        {
            var live = await _router.ConfirmAsync(receipt, cancellationToken).ConfigureAwait(false);
            _answered = last = new(receipt, written, visible, Seen(live, visible, receipt));
        }

        return last.Answer;
    }

    private static Result<Confirmation> Seen(Result<Confirmation> live, EmbeddedDocument visible, RouterReceipt receipt) =>
        live is not { Succeeded: true, Value: Confirmation.InEffect } ? live
        : EmbeddedRouter.Confirm(visible, receipt).Value == Confirmation.InEffect ? Confirmation.InEffect
        : Confirmation.Pending;

    private Problem? Fault(RouterCalls call) =>
        ControlPlaneGone ? Problem.Unreachable("The router's control plane does not answer.") : _faults.Take((int)call);

    private sealed record Answered(RouterReceipt Receipt, EmbeddedDocument Written, EmbeddedDocument Visible, Result<Confirmation> Answer);
}

/// <summary>Calls of a router.</summary>
[Flags]
public enum RouterCalls
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><see cref="IGlobalRouter.PlanAsync"/>.</summary>
    Plan = 1,

    /// <summary><see cref="IGlobalRouter.ApplyAsync"/>.</summary>
    Apply = 2,

    /// <summary><see cref="IGlobalRouter.ConfirmAsync"/>.</summary>
    Confirm = 4,

    /// <summary>All of them.</summary>
    All = Plan | Apply | Confirm,
}

/// <summary>A write that a router has accepted for one service.</summary>
/// <param name="Marker">Under which marker.</param>
/// <param name="Service">The service.</param>
/// <param name="Shares">The shares that it wrote.</param>
public sealed record RouterWrite(Marker Marker, ServiceId Service, Shares Shares);
