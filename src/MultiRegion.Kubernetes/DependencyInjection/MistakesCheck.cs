using Microsoft.Extensions.Options;

namespace MultiRegion.Kubernetes.DependencyInjection;

/// <summary>Names all mistakes in options at once.</summary>
internal sealed class MistakesCheck<TOptions>(string key, string what, Func<TOptions, IEnumerable<string>> mistakes) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> found = name == key ? [.. mistakes(options).Select(mistake => $"{what}: {mistake}.")] : [];
        return name != key ? ValidateOptionsResult.Skip : found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }
}
