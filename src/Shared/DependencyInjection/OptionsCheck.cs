using Microsoft.Extensions.Options;

namespace MultiRegion.Shared.DependencyInjection;

/// <summary>Names all mistakes in the options of one router.</summary>
internal sealed class OptionsCheck<TOptions>(string key, RouterId id, Func<TOptions, IEnumerable<string>> mistakes) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> found = name == key ? [.. mistakes(options).Select(mistake => $"Router '{id}': {mistake}.")] : [];
        return name != key ? ValidateOptionsResult.Skip : found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
