using Microsoft.Extensions.Options;
using MultiRegion.Engine;

namespace MultiRegion.Hosting;

/// <summary>Checks the settings of an engine when the host starts; all mistakes at once.</summary>
internal sealed class EngineOptionsValidator : IValidateOptions<EngineOptions>
{
    public ValidateOptionsResult Validate(string? name, EngineOptions options)
    {
        var wrong = EngineOptionsCheck.Find(options);
        var who = string.IsNullOrEmpty(name) ? "Engine" : $"Engine '{name}'";
        return wrong.IsEmpty ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong.Select(mistake => $"{who}: {mistake}"));
    }
}
