using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion;
using MultiRegion.Routing;

namespace RouterConsole;

/// <summary>What came of it.</summary>
internal sealed class Outcome
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public List<JsonObject> Changes { get; } = [];

    public List<string> Losses { get; } = [];

    public List<string> Commands { get; } = [];

    public string? Refused { get; set; }

    public bool InEffect { get; set; }

    public RouterChange? Found { get; set; }

    public Resolution? Answer { get; set; }

    /// <summary>Takes what a plan says into the outcome: single records where its document has them, else the service as a whole.</summary>
    public void Take(RouterPlan plan)
    {
        var change = plan.Changes[0];
        (Refused, Found) = (change.Problem?.ToString(), change);
        Losses.AddRange(change.Losses);
        Commands.AddRange(plan.Commands);
        if (change is { Problem: null, IsEmpty: false })
        {
            Changes.AddRange(PlanDocument.Changes(plan.Document));
            if (Changes.Count == 0)
            {
                Changes.Add(PlanDocument.Change(change.Before is null ? "create" : "update", change.Service.Value, change.Before, change.After));
            }
        }
    }

    public string ToJson(Traffic traffic) => new JsonObject
    {
        ["changes"] = new JsonArray([.. Changes]),
        ["losses"] = new JsonArray([.. Losses.Select(static loss => JsonValue.Create(loss))]),
        ["refused"] = Refused,
        ["writes"] = traffic.Writes,
        ["requests"] = traffic.Requests,
        ["inEffect"] = InEffect,
        ["answer"] = Answer is null ? null : new JsonObject(Answer.Fractions.Select(static fraction => KeyValuePair.Create<string, JsonNode?>(fraction.Region.Value, Math.Round(fraction.Percent, 3)))),
        ["live"] = Found?.Before is null ? null : new JsonObject { ["records"] = Found.Before, ["marker"] = Found.LiveMarker?.ToString(), ["shares"] = Found.LiveShares?.ToString() },
    }.ToJsonString(Relaxed);

    public void Print(TextWriter writer, Request request)
    {
        if (request.AsCommands)
        {
            Commands.ForEach(writer.WriteLine);
            return;
        }

        writer.WriteLine($"found: {Found?.Before ?? "nothing"}{(Found?.LiveMarker is { } marker ? $", written by {marker}" : "")}");
        Changes.ForEach(change => writer.WriteLine($"{change["kind"]} {change["id"]}"));
        Losses.ForEach(loss => writer.WriteLine($"lost: {loss}"));
        if (Refused is not null)
        {
            writer.WriteLine($"refused: {Refused}");
        }

        if (Answer is not null)
        {
            writer.WriteLine($"answer: {(Answer.Fractions.IsEmpty ? "none" : string.Join(", ", Answer.Fractions.Select(static fraction => FormattableString.Invariant($"{fraction.Region} {fraction.Percent:0.##} %"))))}");
        }

        writer.WriteLine(InEffect ? "in effect" : "not in effect");
    }
}
