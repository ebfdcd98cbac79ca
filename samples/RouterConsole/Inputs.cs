using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using MultiRegion;
using MultiRegion.Routing;
using MultiRegion.Topology;

namespace RouterConsole;

/// <summary>Reads the file and the command line.</summary>
internal static class Inputs
{
    public static (IConfiguration Configuration, EstateTopology Topology) File(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            throw new BadInputException($"--topology: there is no file {path}.");
        }

        try
        {
            var configuration = new ConfigurationBuilder().AddJsonFile(path).Build();
            var section = configuration.GetSection("MultiRegion");
            return (configuration, TopologyReader.Read(section.Exists() ? section : configuration).OrThrow());
        }
        catch (Exception error) when (error is TopologyException or InvalidDataException)
        {
            throw new BadInputException($"--topology: {error.Message}");
        }
    }

    public static RoutingIntent Intent(Request request, EstateTopology topology, Marker? marker)
    {
        var service = topology.Services.FirstOrDefault(service => service.Id.Value == request.Service)
            ?? throw new BadInputException($"--service: the topology has no service '{request.Service}', but {string.Join(", ", topology.Services.Select(static service => service.Id))}.");
        return new()
        {
            Service = service.Id,
            Hostname = service.Hostname,
            Tree = service.RoutingTree(),
            Endpoints = System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(service.Deployments.Select(static deployment => KeyValuePair.Create(deployment.Region, deployment.Endpoint))),
            Shares = Shares(request, service),
            Draining = request.Planned ? [.. request.Drain.Select(static region => new RegionId(region))] : [],
            HealthCheck = service.Probe,
            Marker = marker,
            Adopt = request.Verb == Verb.Adopt,
        };
    }

    public static Uri? Endpoint(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
        : throw new BadInputException($"--endpoint: '{text}' is not an absolute address.");

    /// <summary>The plan's hash stands for what is asked for: the same command again is the same write.</summary>
    public static Marker Marker(Request request, long epoch)
    {
        var asked = $"{request.Provider} {request.Service} {request.Shares} {string.Join(',', request.Drain)}{(request.Planned ? " planned" : "")}";
        return new(epoch, 1, new("router-console"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked)))[..12]);
    }

    public static ClientLocation Client(string text)
    {
        var fields = Fields(text, "--client");
        string? Find(string name) => fields.FirstOrDefault(field => field.Key == name).Value;
        var unknown = fields.FirstOrDefault(static field => field.Key is not ("country" or "continent" or "subdivision" or "latitude" or "longitude"));
        return unknown.Key is not null ? throw new BadInputException($"--client: '{unknown.Key}' is not known; write country, continent, subdivision, latitude or longitude.") : new()
        {
            Country = Find("country")?.ToUpperInvariant(),
            Continent = Find("continent")?.ToUpperInvariant(),
            Subdivision = Find("subdivision")?.ToUpperInvariant(),
            Coordinate = Find("latitude") is { } latitude && Find("longitude") is { } longitude ? new(Number(latitude, "--client"), Number(longitude, "--client")) : null,
        };
    }

    private static Shares Shares(Request request, ServiceDefinition service)
    {
        var shares = MultiRegion.Routing.Shares.AllFull;
        foreach (var (name, percent) in Fields(request.Shares, "--shares").Concat(request.Drain.Select(static region => KeyValuePair.Create(region, "0"))))
        {
            var region = service.Deployments.FirstOrDefault(deployment => deployment.Region.Value == name)?.Region
                ?? throw new BadInputException($"service {service.Id} has no region '{name}', but {string.Join(", ", service.Deployments.Select(static deployment => deployment.Region))}.");
            var number = Number(percent, "--shares");
            shares = number is >= 0 and <= 100 ? shares.With(region, new(number)) : throw new BadInputException($"--shares: {name} is {percent}; write 0 to 100.");
        }

        return shares;
    }

    private static List<KeyValuePair<string, string>> Fields(string text, string option) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=') is [var name, var value]
            ? KeyValuePair.Create(name, value)
            : throw new BadInputException($"{option}: '{part}' is not of the form name=value."))];

    private static double Number(string text, string option) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new BadInputException($"{option}: '{text}' is not a number.");
}
