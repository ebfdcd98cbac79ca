using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MultiRegion.Tests.Documentation;

internal static class OwnProvider
{
    // begin OwnProvider
    public static IMultiRegionBuilder AddExampleRouter(this IMultiRegionBuilder builder, RouterId id, Action<ExampleRouterOptions> configure)
    {
        var key = builder.KeyOf(id.Value);
        builder.Services.AddOptions<ExampleRouterOptions>(key).Configure(configure);
        return builder.AddRouter(id, services => new ExampleRouter(
            services.GetRequiredService<IOptionsMonitor<ExampleRouterOptions>>().Get(key), services.GetRequiredService<TimeProvider>()));
    }

    // end
}

internal sealed class ExampleRouterOptions;

internal sealed class ExampleRouter(ExampleRouterOptions options, TimeProvider time) : IGlobalRouter
{
    public RouterCapabilities Capabilities { get; } = new() { Kind = options.ToString()!, Fencing = FencingStrength.Checked, Propagation = time.LocalTimeZone.BaseUtcOffset, AnswersAreCached = true };

    public ValueTask<Result<RouterPlan>> PlanAsync(IReadOnlyList<RoutingIntent> intents, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Result<RouterReceipt>> ApplyAsync(RouterPlan plan, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Result<Confirmation>> ConfirmAsync(RouterReceipt receipt, CancellationToken cancellationToken) => throw new NotSupportedException();
}
