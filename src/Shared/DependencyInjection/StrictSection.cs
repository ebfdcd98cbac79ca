using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MultiRegion.Shared.DependencyInjection;

/// <summary>Reads options from configuration, strictly: every mistake is named with its path, all at once, and no secret is repeated.</summary>
internal static class StrictSection
{
    private static readonly HashSet<string> Secrets = new(["Token"], StringComparer.OrdinalIgnoreCase);

    internal static void ReadKeys(Type options, IConfigurationSection section, Dictionary<string, Action<IConfigurationSection>> keys)
    {
        var known = new Dictionary<string, Action<IConfigurationSection>>(keys, StringComparer.OrdinalIgnoreCase);
        List<string> mistakes = [];
        foreach (var child in section.GetChildren())
        {
            try
            {
                (known.GetValueOrDefault(child.Key) ?? (static at => throw new FormatException($"{at.Path} is not a key that is known here")))(child);
            }
            catch (FormatException error)
            {
                mistakes.Add(error.Message);
            }
            catch (OptionsValidationException error)
            {
                mistakes.AddRange(error.Failures);
            }
        }

        if (mistakes.Count > 0)
        {
            throw new OptionsValidationException(section.Path, options, mistakes);
        }
    }

    internal static void Each(IConfigurationSection section, Action<IConfigurationSection> read)
    {
        foreach (var child in section.GetChildren())
        {
            read(child);
        }
    }

    internal static string Text(IConfigurationSection at) => at.Value ?? throw Wrong(at, "a text");

    internal static int Number(IConfigurationSection at) => int.TryParse(at.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(at, "a whole number");

    internal static bool Flag(IConfigurationSection at) => bool.TryParse(at.Value, out var flag) ? flag : throw Wrong(at, "true or false");

    internal static TimeSpan Time(IConfigurationSection at) => TimeSpan.TryParse(at.Value, CultureInfo.InvariantCulture, out var time) ? time : throw Wrong(at, "a time such as 00:01:00");

    internal static Uri Address(IConfigurationSection at) => Uri.TryCreate(at.Value, UriKind.Absolute, out var address) ? address : throw Wrong(at, "an absolute address");

    internal static T Choice<T>(IConfigurationSection at)
        where T : struct, Enum => Enum.TryParse<T>(at.Value, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : throw Wrong(at, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    private static FormatException Wrong(IConfigurationSection at, string what) => new($"{at.Path} {(Secrets.Contains(at.Key) ? "is wrong" : $"is '{at.Value}'")}: write {what}");
}
