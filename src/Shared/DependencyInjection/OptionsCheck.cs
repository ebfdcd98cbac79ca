using Microsoft.Extensions.Options;

namespace MultiRegion.Shared.DependencyInjection;

/// <summary>Names all mistakes in options at once.</summary>
/// <param name="key">The name of the options.</param>
/// <param name="what">What they are of, for example <c>Router 'edge'</c>.</param>
/// <param name="mistakes">Finds them.</param>
internal sealed class OptionsCheck<TOptions>(string key, string what, Func<TOptions, IEnumerable<string>> mistakes) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> found = name == key ? [.. mistakes(options).Select(mistake => $"{what}: {mistake}.")] : [];
        return name != key ? ValidateOptionsResult.Skip : found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
