using System.Collections.Immutable;
using System.Text.Json;
using MultiRegion.Aws.Documents;

namespace MultiRegion.Aws.Planning;

/// <summary>Documents as the vendor's command line takes them.</summary>
internal static class CliJson
{
    public static void Write(Utf8JsonWriter writer, ImmutableArray<RecordChange> changes)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("Changes");
        foreach (var change in changes)
        {
            writer.WriteStartObject();
            writer.WriteString("Action", change.Action.ToString().ToUpperInvariant());
            writer.WriteStartObject("ResourceRecordSet");
            Write(writer, change.Record);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, HealthCheckConfig config)
    {
        writer.WriteStartObject();
        Text(writer, "Type", config.Type);
        Text(writer, "IPAddress", config.IpAddress);
        Number(writer, "Port", config.Port);
        Text(writer, "ResourcePath", config.ResourcePath);
        Text(writer, "FullyQualifiedDomainName", config.FullyQualifiedDomainName);
        Text(writer, "SearchString", config.SearchString);
        Number(writer, "RequestInterval", config.RequestInterval);
        Number(writer, "FailureThreshold", config.FailureThreshold);
        Flag(writer, "Inverted", config.Inverted);
        Flag(writer, "EnableSNI", config.EnableSni);
        Number(writer, "HealthThreshold", config.HealthThreshold);
        Texts(writer, "ChildHealthChecks", config.Children);
        if (config.Alarm is { } alarm)
        {
            writer.WriteStartObject("AlarmIdentifier");
            Text(writer, "Region", alarm.Region);
            Text(writer, "Name", alarm.Name);
            writer.WriteEndObject();
        }

        Text(writer, "InsufficientDataHealthStatus", config.InsufficientDataHealthStatus);
        Text(writer, "RoutingControlArn", config.RoutingControlArn);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ResourceRecordSet record)
    {
        Text(writer, "Name", record.Name);
        Text(writer, "Type", record.Type);
        Text(writer, "SetIdentifier", record.SetIdentifier);
        Number(writer, "Weight", record.Weight);
        Text(writer, "Region", record.Region);
        Area(writer, record.GeoLocation);
        Text(writer, "Failover", record.Failover);
        Flag(writer, "MultiValueAnswer", record.MultiValueAnswer);
        Number(writer, "TTL", record.Ttl);
        if (!record.Values.IsEmpty)
        {
            writer.WriteStartArray("ResourceRecords");
            foreach (var value in record.Values)
            {
                writer.WriteStartObject();
                Text(writer, "Value", value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (record.Alias is { } alias)
        {
            writer.WriteStartObject("AliasTarget");
            Text(writer, "HostedZoneId", alias.HostedZoneId);
            Text(writer, "DNSName", alias.DnsName);
            Flag(writer, "EvaluateTargetHealth", alias.EvaluateTargetHealth);
            writer.WriteEndObject();
        }

        Text(writer, "HealthCheckId", record.HealthCheckId);
    }

    private static void Area(Utf8JsonWriter writer, GeoLocation? area)
    {
        if (area is not null)
        {
            writer.WriteStartObject("GeoLocation");
            Text(writer, "ContinentCode", area.Continent);
            Text(writer, "CountryCode", area.Country);
            Text(writer, "SubdivisionCode", area.Subdivision);
            writer.WriteEndObject();
        }
    }

    private static void Text(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void Texts(Utf8JsonWriter writer, string name, ImmutableArray<string> texts)
    {
        if (!texts.IsEmpty)
        {
            writer.WriteStartArray(name);
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, long? number)
    {
        if (number is { } known)
        {
            writer.WriteNumber(name, known);
        }
    }

    private static void Flag(Utf8JsonWriter writer, string name, bool? flag)
    {
        if (flag is { } known)
        {
            writer.WriteBoolean(name, known);
        }
    }
}
