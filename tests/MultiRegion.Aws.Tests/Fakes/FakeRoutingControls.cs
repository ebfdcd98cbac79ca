using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>The data plane of a cluster of routing controls; one of its endpoints, or several that share their states.</summary>
internal sealed class FakeRoutingControls : FakeService
{
    private const string Target = "ToggleCustomerAPI.";

    private readonly Dictionary<string, bool> _states;

    public FakeRoutingControls(FakeRoutingControls? peer = null) => _states = peer?._states ?? [];

    /// <summary>How many controls must stay on; a change that breaks it is refused.</summary>
    public int AtLeastOn { get; set; }

    public void Add(string arn, bool on) => _states[arn] = on;

    public bool IsOn(string arn) => _states[arn];

    protected override string AccessDeniedCode => "AccessDeniedException";

    protected override FakeResponse Throttling() => Error(429, "ThrottlingException", "Rate exceeded");

    protected override string Operation(FakeRequest request) =>
        request.Header("X-Amz-Target") is { } target && target.StartsWith(Target, StringComparison.Ordinal) ? target[Target.Length..] : "?";

    protected override bool IsWrite(string operation) => operation.StartsWith("Update", StringComparison.Ordinal);

    protected override FakeResponse Error(int status, string code, string message) => FakeResponse.Text(
        status, "application/x-amz-json-1.0", new JsonObject { ["__type"] = $"com.amazonaws.route53recoverycluster#{code}", ["message"] = message }.ToJsonString());

    protected override FakeResponse Handle(FakeRequest request, string operation)
    {
        try
        {
            return request.Header("Content-Type") != "application/x-amz-json-1.0" ? Error(415, "UnknownOperationException", "Content-Type")
                : FakeResponse.Text(200, "application/x-amz-json-1.0", Do(operation, FakeJson.Parse(request.Body)).ToJsonString());
        }
        catch (JsonException)
        {
            return Error(400, "SerializationException", "The body is no JSON.");
        }
        catch (FakeRefusal refusal)
        {
            return Error(refusal.Status, refusal.Code, refusal.Message);
        }
    }

    private JsonObject Do(string operation, FakeJson body) => operation switch
    {
        "GetRoutingControlState" => Get(body),
        "UpdateRoutingControlState" => Set([body], body),
        "UpdateRoutingControlStates" => Set([.. body.Items("UpdateRoutingControlStateEntries", 1, 100)], body),
        _ => throw new FakeRefusal(400, "UnknownOperationException", operation),
    };

    private JsonObject Get(FakeJson body)
    {
        var arn = Known(body);
        return new() { ["RoutingControlArn"] = arn, ["RoutingControlState"] = _states[arn] ? "On" : "Off", ["RoutingControlName"] = "control" };
    }

    private JsonObject Set(List<FakeJson> entries, FakeJson body)
    {
        var wanted = entries.ToDictionary(Known, static entry => entry.OneOf("RoutingControlState", "On", "Off") == "On");
        var on = _states.Count(state => wanted.GetValueOrDefault(state.Key, state.Value));
        if (on < AtLeastOn && !body.Has("SafetyRulesToOverride"))
        {
            throw new FakeRefusal(409, "ConflictException", $"The assertion rule asks for at least {AtLeastOn} controls that are on.");
        }

        foreach (var (arn, state) in wanted)
        {
            _states[arn] = state;
        }

        return [];
    }

    private string Known(FakeJson body) => _states.ContainsKey(body.Text("RoutingControlArn")) ? body.Text("RoutingControlArn")
        : throw new FakeRefusal(404, "ResourceNotFoundException", "The routing control was not found.");
}
