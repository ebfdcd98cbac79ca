using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>A plan as calls of the vendor's command line, for a POSIX shell.</summary>
internal static class AwsCommands
{
    public static ImmutableArray<string> Of(Route53Plan plan)
    {
        var writes = plan.Services.Where(static service => service.After is not null).ToList();
        var ids = ImmutableDictionary<string, string>.Empty;
        return
        [
            .. writes.SelectMany(static service => service.Checks).DistinctBy(static check => check.Key).Select(Create),
            .. Batches.Pack(writes.Select(service => Batches.Prepare(service, ids))).SelectMany(static batch => Batches.Steps(batch).Select(changes => Change(batch.Zone, changes))),
        ];
    }

    private static string Change(string zone, ImmutableArray<RecordChange> changes) =>
        $"aws route53 change-resource-record-sets --hosted-zone-id {zone} --change-batch {Quote(Json(writer => CliJson.Write(writer, changes)))}";

    private static string Create(NewCheck check) =>
        $"{Variable(check.Key)}=$(aws route53 create-health-check --caller-reference {check.Reference} --health-check-config {Quote(Json(writer => CliJson.Write(writer, check.Config)))} --query HealthCheck.Id --output text)";

    private static string Variable(string key) => key.Replace(':', '_');

    /// <summary>Keys of checks that are not there yet become shell variables.</summary>
    private static string Quote(string json)
    {
        var quoted = new StringBuilder("'").Append(json.Replace("'", @"'\''", StringComparison.Ordinal)).Append('\'');
        for (var at = json.IndexOf("\"check:", StringComparison.Ordinal); at >= 0; at = json.IndexOf("\"check:", at + 1, StringComparison.Ordinal))
        {
            var key = json[(at + 1)..json.IndexOf('"', at + 1)];
            quoted.Replace($"\"{key}\"", $"\"'\"${Variable(key)}\"'\"");
        }

        return quoted.ToString();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
