using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MultiRegion.Aws.DependencyInjection;

/// <summary>Reads the options of routers from configuration, strictly: every mistake is named with its path.</summary>
internal static class RouterSections
{
    public static void Read(IConfigurationSection section, Route53RouterOptions options) => Read(options.GetType(), section, new()
    {
        ["Owner"] = at => options.Owner = Text(at),
        ["HostedZoneIds"] = at => Each(at, item => options.HostedZoneIds.Add(Text(item))),
        ["Regions"] = at => Each(at, region => options.Regions[region.Key] = RegionOf(region)),
        ["HealthCheckInterval"] = at => options.HealthCheckInterval = Number(at),
        ["FailureThreshold"] = at => options.FailureThreshold = Number(at),
        ["Propagation"] = at => options.Propagation = Time(at),
        ["Connection"] = at => Read(at, options.Connection),
    });

    public static void Read(IConfigurationSection section, GlobalAcceleratorRouterOptions options) => Read(options.GetType(), section, new()
    {
        ["Owner"] = at => options.Owner = Text(at),
        ["AcceleratorArn"] = at => options.AcceleratorArn = Text(at),
        ["Services"] = at => Each(at, service => options.Services[service.Key] = ServiceOf(service)),
        ["Propagation"] = at => options.Propagation = Time(at),
        ["Connection"] = at => Read(at, options.Connection),
    });

    private static Route53RegionOptions RegionOf(IConfigurationSection section)
    {
        var options = new Route53RegionOptions();
        Read(options.GetType(), section, new()
        {
            ["AwsRegion"] = at => options.AwsRegion = Text(at),
            ["RoutingControlArn"] = at => options.RoutingControlArn = Text(at),
            ["SwitchAddress"] = at => options.SwitchAddress = Address(at),
            ["AlarmName"] = at => options.AlarmName = Text(at),
            ["AlarmRegion"] = at => options.AlarmRegion = Text(at),
        });
        return options;
    }

    private static AcceleratorServiceOptions ServiceOf(IConfigurationSection section)
    {
        var options = new AcceleratorServiceOptions();
        Read(options.GetType(), section, new()
        {
            ["Ports"] = at => Each(at, item => options.Ports.Add(Number(item))),
            ["Protocol"] = at => options.Protocol = Text(at),
            ["Endpoints"] = at => Each(at, endpoint => options.Endpoints[endpoint.Key] = EndpointOf(endpoint)),
        });
        return options;
    }

    private static AcceleratorEndpointOptions EndpointOf(IConfigurationSection section)
    {
        var options = new AcceleratorEndpointOptions();
        Read(options.GetType(), section, new()
        {
            ["EndpointId"] = at => options.EndpointId = Text(at),
            ["AwsRegion"] = at => options.AwsRegion = Text(at),
            ["Weight"] = at => options.Weight = Number(at),
            ["PreserveClientAddress"] = at => options.PreserveClientAddress = Flag(at),
        });
        return options;
    }

    private static void Read(IConfigurationSection section, AwsConnectionOptions options) => Read(options.GetType(), section, new()
    {
        ["Region"] = at => options.Region = Text(at),
        ["UseDualStack"] = at => options.UseDualStack = Flag(at),
        ["UseFips"] = at => options.UseFips = Flag(at),
        ["Endpoint"] = at => options.Endpoint = Address(at),
    });

    private static void Read(Type options, IConfigurationSection section, Dictionary<string, Action<IConfigurationSection>> keys)
    {
        var known = new Dictionary<string, Action<IConfigurationSection>>(keys, StringComparer.OrdinalIgnoreCase);
        List<string> mistakes = [];
        foreach (var child in section.GetChildren())
        {
            try
            {
                (known.GetValueOrDefault(child.Key) ?? (static at => throw new FormatException($"{at.Path} is not a key that is known here")))(child);
            }
            catch (FormatException error)
            {
                mistakes.Add(error.Message);
            }
            catch (OptionsValidationException error)
            {
                mistakes.AddRange(error.Failures);
            }
        }

        if (mistakes.Count > 0)
        {
            throw new OptionsValidationException(section.Path, options, mistakes);
        }
    }

    private static void Each(IConfigurationSection section, Action<IConfigurationSection> read)
    {
        foreach (var child in section.GetChildren())
        {
            read(child);
        }
    }

    private static string Text(IConfigurationSection at) => at.Value ?? throw Wrong(at, "a text");

    private static int Number(IConfigurationSection at) => int.TryParse(at.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(at, "a whole number");

    private static bool Flag(IConfigurationSection at) => bool.TryParse(at.Value, out var flag) ? flag : throw Wrong(at, "true or false");

    private static TimeSpan Time(IConfigurationSection at) => TimeSpan.TryParse(at.Value, CultureInfo.InvariantCulture, out var time) ? time : throw Wrong(at, "a time such as 00:01:00");

    private static Uri Address(IConfigurationSection at) => Uri.TryCreate(at.Value, UriKind.Absolute, out var address) ? address : throw Wrong(at, "an absolute address");

    private static FormatException Wrong(IConfigurationSection at, string what) => new($"{at.Path} is '{at.Value}': write {what}");
}
