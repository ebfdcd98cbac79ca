using Microsoft.Extensions.DependencyInjection;
using MultiRegion;

namespace RouterConsole;

/// <summary>One run.</summary>
internal static class Session
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(Request request, CancellationToken cancellationToken)
    {
        using var traffic = new Traffic();
        var outcome = new Outcome();
        try
        {
            await RunAsync(request, traffic, outcome, cancellationToken).ConfigureAwait(false);
        }
        catch (BadInputException error)
        {
            outcome.Refused = error.Message;
        }

        outcome.Print(request.Json ? Console.Error : Console.Out, request);
        if (request.Json)
        {
            Console.Out.WriteLine(outcome.ToJson(traffic));
        }

        return outcome.Refused is null ? 0 : 1;
    }

    private static async Task RunAsync(Request request, Traffic traffic, Outcome outcome, CancellationToken cancellationToken)
    {
        var (configuration, topology) = Inputs.File(request.Topology);
        var intent = Inputs.Intent(request, topology, request.Epoch is { } epoch ? Inputs.Marker(request, epoch) : null);
        var made = Routers.Make(request, configuration, topology.Service(intent.Service), traffic, new ServiceCollection());
        if (ImportedBalancer.Read(request) is { } import)
        {
            intent = ImportedBalancer.Into(intent, import);
            outcome.Losses.AddRange(import.NotMapped.Select(static text => $"not mapped: {text}"));
        }

        if (request.Verb == Verb.Resolve)
        {
            await ResolveAsync(request, made, intent, outcome, cancellationToken).ConfigureAwait(false);
            return;
        }

        var plan = await PlanAsync(made.Router, intent, outcome, cancellationToken).ConfigureAwait(false);
        if (plan is not null && request.Verb is Verb.Apply or Verb.Adopt && request.Epoch is null)
        {
            // Above what is found, unless everything is so already.
            intent = intent with { Marker = Inputs.Marker(request, (plan.Changes[0].LiveMarker?.Epoch ?? 0) + (plan.IsEmpty ? 0 : 1)) };
            plan = plan.IsEmpty ? plan : await PlanAsync(made.Router, intent, outcome, cancellationToken).ConfigureAwait(false);
        }

        if (plan is not null)
        {
            outcome.Take(plan);
            await EndAsync(request, made.Router, plan, outcome, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task EndAsync(Request request, IGlobalRouter router, RouterPlan plan, Outcome outcome, CancellationToken cancellationToken)
    {
        if (request.Verb == Verb.Read)
        {
            outcome.Changes.Clear();
        }

        if (outcome.Refused is null && request.Verb is Verb.Apply or Verb.Adopt)
        {
            await ApplyAsync(router, plan, outcome, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            outcome.InEffect = plan.IsEmpty && outcome.Refused is null;
        }
    }

    private static async Task<RouterPlan?> PlanAsync(IGlobalRouter router, RoutingIntent intent, Outcome outcome, CancellationToken cancellationToken)
    {
        var plan = await router.PlanAsync([intent], cancellationToken).ConfigureAwait(false);
        outcome.Refused = plan.Problem?.ToString();
        return plan.Value;
    }

    private static async Task ApplyAsync(IGlobalRouter router, RouterPlan plan, Outcome outcome, CancellationToken cancellationToken)
    {
        var receipt = await router.ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
        if (!receipt.Succeeded)
        {
            outcome.Refused = receipt.Problem.ToString();
            return;
        }

        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            var confirmed = await router.ConfirmAsync(receipt.Value, cancellationToken).ConfigureAwait(false);
            if (confirmed is { Succeeded: true, Value: not Confirmation.Pending } or { Succeeded: false, Problem.Retryable: false })
            {
                outcome.InEffect = confirmed is { Succeeded: true, Value: Confirmation.InEffect };
                outcome.Refused = confirmed.Problem?.ToString();
                return;
            }

            await Task.Delay(Poll, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task ResolveAsync(Request request, RouterUnderTest made, RoutingIntent intent, Outcome outcome, CancellationToken cancellationToken)
    {
        var answer = await made.Resolve(intent, Inputs.Client(request.Client), region => !request.Sick.Contains(region.Value), cancellationToken).ConfigureAwait(false);
        (outcome.Answer, outcome.Refused, outcome.InEffect) = (answer.Value, answer.Problem?.ToString(), answer.Succeeded);
    }
}
