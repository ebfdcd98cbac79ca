using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MultiRegion;
using MultiRegion.Aws;
using MultiRegion.Cloudflare;
using MultiRegion.Routing;

namespace RouterConsole;

/// <summary>How a client is answered by what is there.</summary>
internal delegate ValueTask<Result<Resolution>> Resolving(RoutingIntent intent, ClientLocation client, Func<RegionId, bool> isHealthy, CancellationToken cancellationToken);

/// <summary>A router of this program: what it is, and how it is asked for an answer.</summary>
internal sealed record RouterUnderTest(IGlobalRouter Router, Resolving Resolve);

/// <summary>Makes routers by name. One more provider is one more line here.</summary>
internal static class Routers
{
    private const string Id = "router";

    public static RouterUnderTest Make(Request request, IConfiguration configuration, ServiceDefinition service, Traffic traffic, IServiceCollection services)
    {
        var (builder, section) = (services.AddMultiRegion(), configuration.GetSection("Routers").GetSection(request.Provider));
        Func<IServiceProvider, RouterUnderTest> make = request.Provider switch
        {
            "route53" => Route53(builder.AddRoute53Router(Id, section), request, traffic),
            "global-accelerator" => Accelerator(builder.AddGlobalAcceleratorRouter(Id, section), request, service, traffic),
            "fronted-accelerator" => Fronted(builder, section, request, traffic),
            "cloudflare" => Cloudflare(builder.AddCloudflareRouter(Id, section), request, traffic),
            "embedded" => Embedded(builder, request),
            _ => throw new BadInputException($"--provider: '{request.Provider}' is not known; write route53, global-accelerator, fronted-accelerator, cloudflare or embedded."),
        };
        try
        {
            var provider = services.BuildServiceProvider();
            provider.GetService<IStartupValidator>()?.Validate();
            return make(provider);
        }
        catch (OptionsValidationException error)
        {
            throw new BadInputException(string.Join(" ", error.Failures));
        }
    }

    private static Func<IServiceProvider, RouterUnderTest> Route53(IMultiRegionBuilder builder, Request request, Traffic traffic)
    {
        builder.Services.PostConfigure<Route53RouterOptions>(builder.KeyOf(Id), options => Connect(options.Connection, request, traffic));
        return services => services.GetRequiredKeyedService<Route53Router>(builder.KeyOf(Id)) is var router ? new(router, router.ResolveAsync) : null!;
    }

    private static Func<IServiceProvider, RouterUnderTest> Accelerator(IMultiRegionBuilder builder, Request request, ServiceDefinition service, Traffic traffic)
    {
        builder.Services.PostConfigure<GlobalAcceleratorRouterOptions>(builder.KeyOf(Id), options =>
        {
            Connect(options.Connection, request, traffic);
            if (!options.Services.ContainsKey(service.Id.Value))
            {
                options.Services[service.Id.Value] = OfTopology(service);
            }
        });
        return services => services.GetRequiredKeyedService<GlobalAcceleratorRouter>(builder.KeyOf(Id)) is var router ? new(router, router.ResolveAsync) : null!;
    }

    private static Func<IServiceProvider, RouterUnderTest> Fronted(IMultiRegionBuilder builder, IConfigurationSection section, Request request, Traffic traffic)
    {
        Accelerator(builder.AddGlobalAcceleratorRouter("behind", section.GetSection("Accelerator")), request, traffic);
        Route53(builder.AddRoute53Router(Id, section.GetSection("Dns")), request, traffic);
        return services =>
        {
            var behind = services.GetRequiredKeyedService<GlobalAcceleratorRouter>(builder.KeyOf("behind"));
            return new(new FrontedRouter(behind, services.GetRequiredKeyedService<Route53Router>(builder.KeyOf(Id))), behind.ResolveAsync);
        };
    }

    private static void Accelerator(IMultiRegionBuilder builder, Request request, Traffic traffic) =>
        builder.Services.PostConfigure<GlobalAcceleratorRouterOptions>(builder.KeyOf("behind"), options => Connect(options.Connection, request, traffic));

    /// <summary>Where the file names no token, it is that of the environment.</summary>
    private static Func<IServiceProvider, RouterUnderTest> Cloudflare(IMultiRegionBuilder builder, Request request, Traffic traffic)
    {
        builder.Services.PostConfigure<CloudflareRouterOptions>(builder.KeyOf(Id), options =>
        {
            var connection = options.Connection;
            if (ImportedBalancer.Read(request) is { } import)
            {
                ImportedBalancer.Into(options, import);
            }

            (connection.Endpoint, connection.Transport) = (Inputs.Endpoint(request.Endpoint) ?? connection.Endpoint, traffic);
            connection.Token ??= connection.TokenFile is null ? Environment.GetEnvironmentVariable("CLOUDFLARE_API_TOKEN") : null;
        });
        return services => services.GetRequiredKeyedService<CloudflareRouter>(builder.KeyOf(Id)) is var router ? new(router, router.ResolveAsync) : null!;
    }

    private static Func<IServiceProvider, RouterUnderTest> Embedded(IMultiRegionBuilder builder, Request request)
    {
        builder.AddEmbeddedRouter(Id, options => options.StatePath = request.State ?? Path.Combine(Path.GetDirectoryName(request.Topology)!, "routes.json"));
        return services => services.GetRequiredKeyedService<EmbeddedRouter>(builder.KeyOf(Id)) is var router ? new(router, (intent, client, isHealthy, _) =>
            ValueTask.FromResult<Result<Resolution>>(router.Knows(intent.Service) ? router.Resolve(intent.Service, client, isHealthy) : new Problem(ProblemKind.NotFound, $"service {intent.Service} has no route there yet.", false))) : null!;
    }

    private static void Connect(AwsConnectionOptions connection, Request request, Traffic traffic) =>
        (connection.Endpoint, connection.Transport) = (Inputs.Endpoint(request.Endpoint) ?? connection.Endpoint, traffic);

    /// <summary>Where the file says nothing about a service's endpoints on the accelerator, the topology's stand for them.</summary>
    private static AcceleratorServiceOptions OfTopology(ServiceDefinition service)
    {
        var options = new AcceleratorServiceOptions();
        foreach (var deployment in service.Deployments)
        {
            options.Endpoints[deployment.Region.Value] = new() { EndpointId = deployment.Endpoint.Host };
        }

        return options;
    }
}
