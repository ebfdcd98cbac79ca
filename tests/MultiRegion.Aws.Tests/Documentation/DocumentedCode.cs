using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MultiRegion.Aws.Tests.Documentation;

/// <summary>The code of the provider's documents, compiled. A test beside the core's documents holds them to it.</summary>
internal static class DocumentedCode
{
    public static void Routers(IServiceCollection services, IConfiguration configuration)
    {
        // begin AwsRouters
        services.AddMultiRegion(configuration.GetSection("MultiRegion"))
            .AddRoute53Router("route53", configuration.GetSection("Route53"))
            .AddGlobalAcceleratorRouter("accelerator", configuration.GetSection("Accelerator"))
            .AddFrontedAcceleratorRouter("front", accelerator => { /* its ARN, ports, endpoints */ });

        // end
    }
}
