using Microsoft.Extensions.Options;

namespace MultiRegion.Cloudflare.DependencyInjection;

/// <summary>Names all mistakes in the options of one router.</summary>
internal sealed class OptionsCheck(string key, RouterId id, bool hasTokenReader) : IValidateOptions<CloudflareRouterOptions>
{
    public ValidateOptionsResult Validate(string? name, CloudflareRouterOptions options)
    {
        List<string> found = name == key ? [.. RouterSettings.Mistakes(options, hasTokenReader).Select(mistake => $"Router '{id}': {mistake}.")] : [];
        return name != key ? ValidateOptionsResult.Skip : found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
