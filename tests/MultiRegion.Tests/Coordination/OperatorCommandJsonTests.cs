using MultiRegion.Coordination;

namespace MultiRegion.Tests.Coordination;

public sealed class OperatorCommandJsonTests
{
    private static readonly OperatorCommand Full = new()
    {
        Id = "a-1_B",
        Kind = CommandKind.SwitchOver,
        Actor = "kim",
        Reason = "maintenance\nof eu",
        Group = "shop",
        Region = "eu",
        Epoch = 7,
        Override = ["cool-down", "budget"],
    };

    [Fact]
    public void A_command_is_read_back_as_it_was_written()
    {
        var read = OperatorCommandJson.Parse(OperatorCommandJson.Format(Full)).Value.ShouldNotBeNull();

        read.Override.ShouldBe(Full.Override);
        (read with { Override = Full.Override }).ShouldBe(Full);
    }

    [Fact]
    public void A_command_is_one_line_with_kebab_case_kinds() =>
        OperatorCommandJson.Format(Full with { Reason = "r", Group = null, Epoch = null, Override = [] })
            .ShouldBe("""{"id":"a-1_B","kind":"switch-over","actor":"kim","reason":"r","region":"eu","override":[]}""");

    [Fact]
    public void The_least_command_has_no_group_no_region_no_epoch_and_no_overrides()
    {
        var read = OperatorCommandJson.Parse("""{"id":"x","kind":"hold","actor":"kim","reason":"r"}""").Value.ShouldNotBeNull();

        (read.Group, read.Region, read.Epoch).ShouldBe((null, null, null));
        read.Override.IsDefault.ShouldBeFalse();
        read.Override.ShouldBeEmpty();
        OperatorCommandJson.Format(read with { Override = default }).ShouldContain("\"override\":[]");
    }

    [Theory]
    [InlineData("fail-over")]
    [InlineData("FailOver")]
    [InlineData("failover")]
    [InlineData("FAIL_OVER")]
    public void Kinds_are_read_in_every_common_spelling(string kind) =>
        OperatorCommandJson.Parse($$"""{"id":"x","kind":"{{kind}}","actor":"kim","reason":"r"}""").Value.ShouldNotBeNull().Kind.ShouldBe(CommandKind.FailOver);

    [Fact]
    public void Every_kind_is_read_back()
    {
        foreach (var kind in Enum.GetValues<CommandKind>())
        {
            OperatorCommandJson.Parse(OperatorCommandJson.Format(Full with { Kind = kind })).Value.ShouldNotBeNull().Kind.ShouldBe(kind);
        }
    }

    [Theory]
    [InlineData("""{"id":"x","kind":"explode","actor":"kim","reason":"r"}""", "'kind' must be one of switch-over, fail-over")]
    [InlineData("""{"id":"x","kind":3,"actor":"kim","reason":"r"}""", "'kind' must be one of")]
    [InlineData("""{"id":"../x","kind":"hold","actor":"kim","reason":"r"}""", "'id' must be")]
    [InlineData("""{"id":"","kind":"hold","actor":"kim","reason":"r"}""", "'id' must be")]
    [InlineData("""{"id":"x","kind":"hold","reason":"r"}""", "actor")]
    [InlineData("""{"id":"x","kind":"hold","actor":" ","reason":"r"}""", "'actor' must say who")]
    [InlineData("""{"id":"x","kind":"hold","actor":"kim\nroot","reason":"r"}""", "'actor' must say who")]
    [InlineData("""{"id":"x","kind":"hold","actor":"kim","reason":null}""", "'reason' must say why")]
    [InlineData("""{"id":"x","kind":"hold","actor":"kim","reason":"r","regoin":"eu"}""", "regoin")]
    [InlineData("""{"id":"x","kind":"hold","kind":"abort","actor":"kim","reason":"r"}""", "kind")]
    [InlineData("""{"id":"x","kind":"drain","actor":"kim","reason":"r","region":"e u"}""", "not allowed in an id")]
    [InlineData("""{"id":"x","kind":"hold","actor":"kim","reason":"r","epoch":-1}""", "'epoch'")]
    [InlineData("""{"id":"x","kind":"hold","actor":"kim","reason":"r","override":[null]}""", "'override'")]
    [InlineData("""{"id":"x","kind":"hold","actor":"kim","reason":"r","override":null}""", "override")]
    [InlineData("null", "null")]
    [InlineData("[]", "no command")]
    [InlineData("", "no command")]
    [InlineData("hold everything", "no command")]
    public void What_is_no_command_is_refused_with_what_is_wrong_and_an_example(string json, string what)
    {
        var problem = OperatorCommandJson.Parse(json).Problem;

        problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        problem.Detail.ShouldContain(what);
        problem.Detail.ShouldContain("Write one like {\"id\"");
    }
}
