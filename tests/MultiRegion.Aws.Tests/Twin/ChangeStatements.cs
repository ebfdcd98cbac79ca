using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Twin;
using static MultiRegion.Aws.Tests.Twin.Zones;

namespace MultiRegion.Aws.Tests.Twin;

public sealed class ChangeStatements
{
    [Fact]
    public void S19_A_batch_is_all_or_nothing()
    {
        var zone = With(Simple("192.0.2.1"));
        zone.Refusal(Create(Simple("192.0.2.9") with { Name = "new.example.com." }), Create(Simple("192.0.2.2"))).ShouldContain("there already");
        zone.Accepted.Values.ShouldHaveSingleItem().Values.ShouldBe(["192.0.2.1"]);
    }

    [Fact]
    public void S19_Deleting_the_same_record_set_twice_in_one_batch_is_refused() =>
        With(Simple("192.0.2.1")).Refusal(Delete(Simple("192.0.2.1")), Delete(Simple("192.0.2.1"))).ShouldContain("twice");

    [Fact]
    public void S19_A_record_set_is_deleted_only_with_exactly_its_values()
    {
        With(Simple("192.0.2.1")).Refusal(Delete(Simple("192.0.2.2"))).ShouldContain("other values");
        With().Refusal(Delete(Simple("192.0.2.2"))).ShouldContain("not there");
        With(Simple("192.0.2.1")).Changed(Delete(Simple("192.0.2.1"))).Accepted.ShouldBeEmpty();
    }

    [Fact]
    public void S19_Deleting_the_old_value_and_creating_the_new_one_is_a_compare_and_set()
    {
        var (old, current) = (Simple("192.0.2.1"), Simple("192.0.2.2"));
        With(old).Changed(Delete(old), Create(current)).Accepted[current.Key].ShouldBe(current);
        With(current).Refusal(Delete(old), Create(current)).ShouldContain("other values");
        With(old).Changed(Upsert(current)).Accepted[current.Key].ShouldBe(current);
    }

    [Fact]
    public void S20_An_accepted_change_is_not_in_effect_until_it_is_in_sync()
    {
        var changed = With().Changed(Create(Simple("192.0.2.1")));
        (changed.InSync, changed.InEffect.Count, changed.Accepted.Count).ShouldBe((false, 0, 1));
        (changed.Processed().InSync, changed.Processed().InEffect.Count).ShouldBe((false, 0));
        (changed.Synced().InSync, changed.Synced().InEffect.Count, changed.Synced().IsBusy).ShouldBe((true, 1, false));
    }

    [Theory]
    [InlineData(1000, nameof(ChangeAction.Create), true)]
    [InlineData(1001, nameof(ChangeAction.Create), false)]
    [InlineData(500, nameof(ChangeAction.Upsert), true)]
    [InlineData(501, nameof(ChangeAction.Upsert), false)]
    public void S21_A_batch_holds_1000_elements_and_an_UPSERT_counts_twice(int elements, string action, bool fits)
    {
        var batch = Enumerable.Range(0, elements).Select(i => new RecordChange(Enum.Parse<ChangeAction>(action), Simple("a") with { Name = $"n{i}.example.com." }));
        (BatchRules.Size([.. batch]) is null).ShouldBe(fits);
    }

    [Theory]
    [InlineData(32_000, nameof(ChangeAction.Delete), true)]
    [InlineData(32_001, nameof(ChangeAction.Delete), false)]
    [InlineData(16_000, nameof(ChangeAction.Upsert), true)]
    [InlineData(16_001, nameof(ChangeAction.Upsert), false)]
    public void S21_A_batch_holds_32000_characters_of_values_and_an_UPSERT_counts_twice(int characters, string action, bool fits) =>
        (BatchRules.Size([new(Enum.Parse<ChangeAction>(action), Simple(new string('x', characters - 1), "y"))]) is null).ShouldBe(fits);

    [Fact]
    public void S21_Every_value_of_a_record_and_every_alias_is_an_element()
    {
        BatchRules.Elements(Create(Simple("a", "b", "c"))).ShouldBe(3);
        BatchRules.Elements(Upsert(Alias("x.", "1"))).ShouldBe(2);
        BatchRules.Size([]).ShouldNotBeNull().Detail.ShouldContain("empty");
    }

    [Fact]
    public void S22_A_second_change_while_one_is_being_processed_is_refused()
    {
        var busy = With().Changed(Create(Simple("192.0.2.1")));
        var problem = busy.Change([Delete(Simple("192.0.2.1"))]).Problem.ShouldNotBeNull();
        (problem.Kind, problem.Retryable).ShouldBe((ProblemKind.Throttled, true));
        problem.Detail.ShouldContain("PriorRequestNotComplete");
        busy.Processed().Changed(Delete(Simple("192.0.2.1"))).Accepted.ShouldBeEmpty();
    }

    [Fact]
    public void S27_A_zone_holds_10000_records()
    {
        var zone = new ZoneTwin { Name = "example.com." };
        var records = Enumerable.Range(0, 10_000).Select(static i => Simple("a") with { Name = $"n{i}.example.com." });
        zone = zone with { Accepted = zone.Accepted.AddRange(records.Skip(1).Select(static record => KeyValuePair.Create(record.Key, record))) };
        var full = zone.Changed(Create(Simple("a"))).Processed();
        full.Refusal(Create(Simple("a") with { Name = "more.example.com." })).ShouldContain("10000");
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void S27_Up_to_100_records_share_a_name_and_type(int count, bool fits) =>
        (With().Change([.. Enumerable.Range(0, count).Select(static i => Create(Weighted("a", 1) with { SetIdentifier = $"{i}" }))]).Problem is null).ShouldBe(fits);

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void S27_Up_to_30_geoproximity_records_share_a_name_and_type(int count, bool fits) =>
        (With().Change([.. Enumerable.Range(0, count).Select(static i => Create(Record("a", $"{i}") with { GeoProximity = new(null, null, "1", $"{i}", null) }))]).Problem is null).ShouldBe(fits);

    [Theory]
    [InlineData(400, true)]
    [InlineData(401, false)]
    public void S27_A_record_holds_400_values(int count, bool fits) =>
        (With().Change([Create(Simple([.. Enumerable.Range(0, count).Select(static i => $"{i}")]))]).Problem is null).ShouldBe(fits);

    [Fact]
    public void S29_Records_of_one_name_and_type_each_need_a_set_identifier()
    {
        With().Refusal(Create(Weighted("a", 1) with { SetIdentifier = null })).ShouldContain("no set identifier");
        With().Refusal(Create(Simple("a") with { SetIdentifier = "x" })).ShouldContain("no routing policy");
        With().Refusal(Create(Weighted("a", 1)), Create(Weighted("a", 2))).ShouldContain("twice");
        With(Weighted("a", 1)).Refusal(Create(Weighted("b", 1) with { SetIdentifier = "a" })).ShouldContain("there already");
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void S04_A_weight_is_0_to_255(int weight, bool fits) => (With().Change([Create(Weighted("a", weight))]).Problem is null).ShouldBe(fits);

    [Fact]
    public void Policies_of_one_name_and_type_do_not_mix()
    {
        With(Weighted("a", 1)).Refusal(Create(Primary("b"))).ShouldContain("mixes");
        With(Simple("a")).Refusal(Create(Weighted("b", 1))).ShouldContain("mixes");
        With().Refusal(Create(Weighted("a", 1) with { Region = "eu-west-1" })).ShouldContain("more than one");
        ResourceRecordSet[] policies =
        [
            Weighted("a", 1), Primary("a"), Default("a"), Record("a") with { Region = "eu-west-1" }, Record("a") with { MultiValueAnswer = true },
            Record("a") with { GeoProximity = new("eu-west-1", null, null, null, null) }, Record("a") with { CidrRouting = new("c", "l") },
        ];
        foreach (var one in policies)
        {
            foreach (var other in policies.Where(other => other != one))
            {
                With(one).Refusal(Create(other with { SetIdentifier = "other" })).ShouldContain("mixes");
            }
        }
    }

    [Fact]
    public void A_region_an_area_and_a_role_are_there_once()
    {
        With(Primary("a")).Refusal(Create(Primary("b"))).ShouldContain("same region, area or role");
        With(Default("a")).Refusal(Create(Default("b"))).ShouldContain("same region, area or role");
        With(Record("a") with { Region = "eu-west-1" }).Refusal(Create(Record("b") with { Region = "eu-west-1" })).ShouldContain("same region, area or role");
        With(Primary("a")).Changed(Create(Secondary("b"))).Accepted.Count.ShouldBe(2);
        With(Record("a") with { MultiValueAnswer = true }).Changed(Create(Record("b") with { MultiValueAnswer = true })).Accepted.Count.ShouldBe(2);
    }

    [Fact]
    public void Records_need_their_zone_their_health_check_and_the_target_of_their_alias()
    {
        With().Refusal(Create(Simple("a") with { Name = "www.example.net." })).ShouldContain("not within");
        With().Refusal(Create(Weighted("x", 1))).ShouldContain("NoSuchHealthCheck");
        With().Refusal(Create(Alias("missing.example.com.", "1") with { Weight = 1 })).ShouldContain("not there");
        var target = Simple("a") with { Name = "one.example.com." };
        var zone = With(target, Alias("one.example.com.", "1") with { Weight = 1 });
        zone.Refusal(Delete(target)).ShouldContain("not there");
        zone.Changed(Delete(target), Delete(Alias("one.example.com.", "1") with { Weight = 1 })).Accepted.ShouldBeEmpty();
        With().Changed(Create(Simple() with { Alias = new("ZELB", "lb.example.net.", EvaluateTargetHealth: true) })).Accepted.Count.ShouldBe(1);
    }

    [Fact]
    public void A_CNAME_stands_alone_and_never_at_the_apex()
    {
        var cname = new ResourceRecordSet { Name = Name, Type = "CNAME", Ttl = 60, Values = ["a.example.net."] };
        With(Simple("a")).Refusal(Create(cname)).ShouldContain("beside other records");
        With().Refusal(Create(cname with { Name = "example.com." })).ShouldContain("apex");
        With(Simple("a") with { Name = "other.example.com." }).Changed(Create(cname)).Accepted.Count.ShouldBe(2);
    }
}
