using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace MultiRegion.Topology.Forms;

/// <summary>The names of an enum, in kebab case (<c>on-approval</c>) or as in code (<c>OnApproval</c>), whatever their case.</summary>
internal sealed partial class ChoiceForm<T> : ScalarForm<T>
    where T : struct, Enum
{
    private static readonly ImmutableArray<(T Value, string Name, string Kebab)> Choices =
        [.. Enum.GetValues<T>().Select(static value => (value, $"{value}", Kebab($"{value}")))];

    public override FormKind Kind => FormKind.Choice;

    public override ImmutableArray<string> Names => [.. Choices.Select(static choice => choice.Kebab)];

    protected override string Expected => $"one of {string.Join(", ", Names)}";

    public override void Check(T value, string path, Findings findings)
    {
        if (!Enum.IsDefined(value))
        {
            findings.Add(path, $"'{value}' is not {Expected}", NearName.Mend("", Names));
        }
    }

    public override string? Text(T value) => Kebab($"{value}");

    protected override string? Parse(string text, out T value)
    {
        foreach (var choice in Choices)
        {
            if (text.Equals(choice.Name, StringComparison.OrdinalIgnoreCase) || text.Equals(choice.Kebab, StringComparison.OrdinalIgnoreCase))
            {
                value = choice.Value;
                return null;
            }
        }

        value = default;
        return NearName.Mend(text, Names);
    }

    private static string Kebab(string name) => InnerCapital().Replace(name, "-$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex InnerCapital();
}
