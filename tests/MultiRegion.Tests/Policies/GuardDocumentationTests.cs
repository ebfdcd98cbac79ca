using MultiRegion.Policies;

namespace MultiRegion.Tests.Policies;

public sealed class GuardDocumentationTests
{
    [Fact]
    public void The_documented_table_is_the_table_of_the_code()
    {
        var documented = Documents.Table("guards.md", "guard").Select(static cells => $"{cells[0]}: {cells[1]}, {cells[2]}, {cells[3]}");

        documented.ShouldBe(Enum.GetValues<Guard>().Select(static guard =>
            $"{guard}: {Word(guard, MoveCause.Planned)}, {Word(guard, MoveCause.Grey)}, {Word(guard, MoveCause.Dead)}"));
    }

    [Fact]
    public void Every_rule_is_explained() =>
        Documents.Table("guards.md", "rule").Select(static cells => cells[0]).ShouldBe(Enum.GetValues<GuardRule>().Select(static rule => rule.ToString().ToLowerInvariant()), ignoreOrder: true);

    private static string Word(Guard guard, MoveCause cause) => GuardTable.Rule(guard, cause).ToString().ToLowerInvariant();
}
