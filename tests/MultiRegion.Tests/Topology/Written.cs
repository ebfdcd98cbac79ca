using System.Text;
using Microsoft.Extensions.Configuration;

namespace MultiRegion.Tests.Topology;

/// <summary>Configuration as it is written.</summary>
internal static class Written
{
    /// <summary>Two regions and a service in both: the least that is worth reading.</summary>
    public const string Shop =
        """
        {
          "Regions": { "eu": {}, "us": {} },
          "Services": {
            "shop": {
              "Hostname": "shop.example.com",
              "Routers": ["dns"],
              "Probe": { "Http": {} },
              "Deployments": [
                { "Region": "eu", "Endpoint": "eu.example.com" },
                { "Region": "us", "Endpoint": "us.example.com", "Role": "standby" }
              ]
            }
          }
        }
        """;

    public static IConfigurationRoot Json(params string[] layers)
    {
        var builder = new ConfigurationBuilder();
        foreach (var layer in layers)
        {
            builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(layer)));
        }

        return builder.Build();
    }

    /// <summary>The shop with settings laid over it, as environment variables would be.</summary>
    public static IConfigurationRoot ShopWith(params (string Path, string? Value)[] settings) =>
        new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Shop)))
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Path, setting.Value)))
            .Build();

    public static string Document(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));
}
