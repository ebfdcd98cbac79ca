using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Azure.Documents;
using MultiRegion.Azure.Planning;
using MultiRegion.Azure.Tests.Apply;
using MultiRegion.Azure.Wire;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Azure.Tests.Specs;

/// <summary>Our bodies and readings, and the fake's answers, against the vendor's own files.</summary>
public sealed class SpecTests
{
    private const string Folder = "azure/specification/trafficmanager/resource-manager/Microsoft.Network/stable/2022-04-01";
    private const string Path = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Network/trafficmanagerprofiles/{profileName}";

    [SpecFact]
    public async Task Every_body_that_is_written_and_every_answer_of_the_fake_is_what_the_vendor_s_description_says()
    {
        var schema = await SchemaAsync();
        var definition = schema.BodyOf("PUT", Path);
        var checkedBodies = 0;
        foreach (var tree in new[] { "T1", "T2", "T3", "T4", "T5", "T6", "T7" })
        {
            using var rig = new RouterRig();
            foreach (var (shares, epoch) in new[] { ("", 1), ("A 0", 2), ("A 10", 3), ("", 4) })
            {
                await rig.WriteAsync(RouterRig.Intent(Trees.ByName(tree), shares, RouterRig.Mark(epoch)));
            }

            foreach (var call in rig.Fake.Calls.Where(static call => call.Body.Length > 0))
            {
                schema.Mistakes(call.Method == "PUT" ? definition : "CheckTrafficManagerRelativeDnsNameAvailabilityParameters", JsonNode.Parse(call.Body)).ShouldBeEmpty($"{call.Method} {call.Target} {call.Body}");
                checkedBodies++;
            }

            foreach (var profile in rig.Fake.Profiles.Values)
            {
                schema.Mistakes("Profile", profile).ShouldBeEmpty(profile.ToJsonString());
            }
        }

        checkedBodies.ShouldBeGreaterThan(80);
    }

    [SpecFact]
    public async Task The_official_examples_fit_the_description_and_are_read_and_written_back_without_a_loss()
    {
        var schema = await SchemaAsync();
        var profiles = Directory.EnumerateFiles(SpecFactAttribute.Path($"{Folder}/examples"), "Profile-*.json").Select(static file => JsonNode.Parse(File.ReadAllText(file))!)
            .SelectMany(static example => example["responses"]!.AsObject().Select(static response => response.Value?["body"]).Append(example["parameters"]!["parameters"]))
            .SelectMany(static body => (body?["value"] as JsonArray ?? Enumerable.Repeat(body, 1))).OfType<JsonObject>().Where(static body => body["properties"] is not null).ToList();

        profiles.Count.ShouldBeGreaterThan(12);
        foreach (var profile in profiles)
        {
            schema.Mistakes("Profile", profile).ShouldBeEmpty();
            var read = profile.Deserialize(DocumentJson.Default.Profile)!;
            Sorted(JsonSerializer.SerializeToNode(read, DocumentJson.Default.Profile)!).ShouldBe(Sorted(profile));
            Prints.Content(read).ShouldBe(Prints.Content(read));
        }
    }

    [SpecFact]
    public async Task The_official_answers_to_questions_about_names_are_read()
    {
        var example = JsonNode.Parse(await File.ReadAllTextAsync(SpecFactAttribute.Path($"{Folder}/examples/NameAvailabilityV2Test_NameNotAvailable-POST-example-23.json")))!;

        example["responses"]!["200"]!["body"].Deserialize(DocumentJson.Default.NameAvailability)!.NameAvailable.ShouldBe(false);
    }

    [SpecFact]
    public async Task The_version_and_the_paths_are_those_of_the_description()
    {
        var description = JsonNode.Parse(await File.ReadAllTextAsync(SpecFactAttribute.Path($"{Folder}/trafficmanager.json")))!;

        ((string?)description["info"]!["version"]).ShouldBe(TrafficManagerClient.ApiVersion);
        description["paths"]!.AsObject().Select(static path => path.Key).ShouldContain("/subscriptions/{subscriptionId}/providers/Microsoft.Network/checkTrafficManagerNameAvailabilityV2");
        description["paths"]![Path]!.AsObject().Select(static operation => operation.Key).ShouldBe(["get", "put", "delete", "patch"], ignoreOrder: true);
    }

    [SpecFact]
    public void The_recorded_profiles_of_others_are_read()
    {
        foreach (var body in Bodies(JsonNode.Parse(File.ReadAllText(SpecFactAttribute.Path("azure/recorded/TrafficManagerTest.test_find_by_name.json")))!))
        {
            body.Deserialize(DocumentJson.Default.Profile)!.Properties!.TrafficRoutingMethod.ShouldNotBeNullOrEmpty();
        }
    }

    private static IEnumerable<JsonObject> Bodies(JsonNode recorded) => recorded switch
    {
        JsonObject map when ((string?)map["type"])?.EndsWith("rafficManagerProfiles", StringComparison.OrdinalIgnoreCase) == true && map["properties"] is JsonObject => [map],
        JsonObject map => map.Where(static pair => pair.Value is not null).SelectMany(static pair => Bodies(pair.Value!)),
        JsonArray array => array.OfType<JsonNode>().SelectMany(Bodies),
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith('{') && text.Contains("rafficManagerProfiles", StringComparison.OrdinalIgnoreCase) => Bodies(JsonNode.Parse(text)!),
        _ => [],
    };

    private static async Task<Schema> SchemaAsync() => new(JsonNode.Parse(await File.ReadAllTextAsync(SpecFactAttribute.Path($"{Folder}/trafficmanager.json")))!);

    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject map => $"{{{string.Join(',', map.Where(static pair => pair.Value is not null).OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"\"{pair.Key}\":{Sorted(pair.Value)}"))}}}",
        JsonArray array => $"[{string.Join(',', array.Select(Sorted))}]",
        _ => node?.ToJsonString() ?? "null",
    };
}
