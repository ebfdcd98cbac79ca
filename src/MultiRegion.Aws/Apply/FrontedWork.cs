using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using MultiRegion.Routing;

namespace MultiRegion.Aws.Apply;

/// <summary>Plans and writes an accelerator and the alias in front of it together.</summary>
internal sealed class FrontedWork(GlobalAcceleratorRouter accelerator, Route53Router dns)
{
    private static readonly RegionId Front = "accelerator";

    public async ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken)
    {
        var name = await accelerator.DnsNameAsync(cancellationToken).ConfigureAwait(false);
        if (!name.Succeeded)
        {
            return name.Problem;
        }

        // What one side refuses is taken from the other side too, so that both are planned again until they agree.
        var refused = new Dictionary<ServiceId, RouterChange>();
        while (true)
        {
            RoutingIntent[] rest = [.. intents.Where(intent => !refused.ContainsKey(intent.Service))];
            var behind = await accelerator.PlanAsync(rest, cancellationToken).ConfigureAwait(false);
            var ahead = behind.Succeeded ? await dns.PlanAsync([.. rest.Select(intent => Alias(intent, name.Value))], cancellationToken).ConfigureAwait(false) : behind;
            if (!ahead.Succeeded)
            {
                return ahead.Problem;
            }

            var known = refused.Count;
            foreach (var change in behind.Value!.Changes.Concat(ahead.Value.Changes).Where(static change => change.Problem is not null))
            {
                refused.TryAdd(change.Service, change);
            }

            if (refused.Count == known)
            {
                return Joined(intents, behind.Value, ahead.Value, refused);
            }
        }
    }

    public async ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken)
    {
        if (FrontedJson.Read(plan.Document) is not { } both)
        {
            return Problem.Refused("The plan is not one of a fronted accelerator.");
        }

        var behind = await accelerator.ApplyAsync(plan with { Document = both.Behind }, cancellationToken).ConfigureAwait(false);
        if (!behind.Succeeded)
        {
            return behind.Problem;
        }

        var ahead = await dns.ApplyAsync(plan with { Document = both.Ahead }, cancellationToken).ConfigureAwait(false);
        return ahead.Succeeded ? new RouterReceipt(FrontedJson.Write(new(behind.Value.Document, ahead.Value.Document))) : ahead.Problem;
    }

    public async ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken)
    {
        if (FrontedJson.Read(receipt.Document) is not { } both)
        {
            return Problem.Refused("The receipt is not one of a fronted accelerator.");
        }

        var behind = await accelerator.ConfirmAsync(new(both.Behind), cancellationToken).ConfigureAwait(false);
        return behind is { Succeeded: true, Value: Confirmation.InEffect } ? await dns.ConfirmAsync(new(both.Ahead), cancellationToken).ConfigureAwait(false) : behind;
    }

    private static RoutingIntent Alias(RoutingIntent intent, string name) => intent with
    {
        Tree = new EndpointNode(Front),
        Endpoints = ImmutableSortedDictionary<RegionId, EndpointAddress>.Empty.Add(Front, new(name)),
        Shares = Shares.AllFull,
        HealthCheck = null,
    };

    private static RouterPlan Joined(IReadOnlyList<RoutingIntent> intents, RouterPlan behind, RouterPlan ahead, Dictionary<ServiceId, RouterChange> refused) => new()
    {
        Changes = [.. intents.Select(intent => refused.GetValueOrDefault(intent.Service) ?? Joined(Of(behind, intent), Of(ahead, intent)))],
        Document = FrontedJson.Write(new(behind.Document, ahead.Document)),
        Commands = [.. behind.Commands, .. ahead.Commands],
    };

    private static RouterChange Of(RouterPlan plan, RoutingIntent intent) => plan.Changes.First(change => change.Service == intent.Service);

    private static RouterChange Joined(RouterChange behind, RouterChange ahead) => behind with
    {
        Before = behind.Before is null && ahead.Before is null ? null : $"{behind.Before}; {ahead.Before}",
        After = $"{behind.After}; {ahead.After}",
        Losses = [.. behind.Losses, .. ahead.Losses],
        IsEmpty = behind.IsEmpty && ahead.IsEmpty,
        LiveMarker = Newer(behind.LiveMarker, ahead.LiveMarker),
    };

    private static Marker? Newer(Marker? left, Marker? right) => left?.Against(right) is null or MarkerOrder.Older ? right : left;
}

/// <summary>The documents of the accelerator and of the alias in front of it.</summary>
internal sealed record FrontedDocument(string Behind, string Ahead);

[JsonSerializable(typeof(FrontedDocument))]
internal sealed partial class FrontedJson : JsonSerializerContext
{
    public static string Write(FrontedDocument document) => JsonSerializer.Serialize(document, Default.FrontedDocument);

    public static FrontedDocument? Read(string document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, Default.FrontedDocument) is { Behind: not null, Ahead: not null } both ? both : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
