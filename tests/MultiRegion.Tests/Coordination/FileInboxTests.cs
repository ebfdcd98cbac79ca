using System.Text;
using MultiRegion.Coordination;
using MultiRegion.Tests.Journal;

namespace MultiRegion.Tests.Coordination;

public sealed class FileInboxTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FileInbox _inbox;

    public FileInboxTests() => _inbox = new FileInbox(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_inbox_is_empty_and_for_its_owner_alone()
    {
        (await Read()).ShouldBeEmpty();

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task Commands_are_read_oldest_first_until_they_are_answered()
    {
        await Submit("b", Samples.Noon);
        await Submit("a", Samples.Noon.AddTicks(1));
        await Submit("c", Samples.Noon.ToOffset(TimeSpan.FromHours(3)).AddTicks(-1));

        (await Read()).ShouldBe(["c", "b", "a"]);
        (await Read()).ShouldBe(["c", "b", "a"]);
        await _inbox.AnswerAsync(new("b", true, "done"), default);
        (await Read()).ShouldBe(["c", "a"]);
        (await Answer("b")).ShouldBe(new CommandAnswer("b", true, "done"));
        CommandFiles().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_command_submitted_again_is_answered_alike_and_not_read()
    {
        await Submit("a", Samples.Noon);
        await Read();
        await _inbox.AnswerAsync(new("a", false, "no such region"), default);
        await Submit("a", Samples.Noon.AddDays(1));

        (await Read()).ShouldBeEmpty();
        (await Answer("a")).ShouldBe(new CommandAnswer("a", false, "no such region"));
        CommandFiles().ShouldBeEmpty();
        await _inbox.AnswerAsync(new("a", true, "later"), default);
        (await Answer("a")).Text.ShouldBe("no such region");
    }

    [Fact]
    public async Task The_newest_thousand_answers_are_kept()
    {
        await Read();
        var answers = Directory.CreateDirectory(Path.Combine(_folder.Path, "answers")).FullName;
        for (var i = 0; i < 1000; i++)
        {
            var path = Path.Combine(answers, $"old-{i}.json");
            await File.WriteAllTextAsync(path, "{}");
            File.SetLastWriteTimeUtc(path, Samples.Noon.UtcDateTime.AddMinutes(i - 2000));
        }

        await _inbox.AnswerAsync(new("new", true, "done"), default);

        Directory.GetFiles(answers).Length.ShouldBe(1000);
        File.Exists(Path.Combine(answers, "old-0.json")).ShouldBeFalse();
        File.Exists(Path.Combine(answers, "old-1.json")).ShouldBeTrue();
        (await Answer("new")).Accepted.ShouldBeTrue();
    }

    [Fact]
    public async Task A_command_that_is_there_twice_is_read_once()
    {
        await Submit("a", Samples.Noon);
        await Submit("a", Samples.Noon.AddDays(1));

        (await Read()).ShouldBe(["a"]);
        await _inbox.AnswerAsync(new("a", true, "done"), default);
        (await Read()).ShouldBeEmpty();
        CommandFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_answered_before_a_restart_is_not_read_after_it()
    {
        await Submit("a", Samples.Noon);
        await new FileInbox(_folder.Path).AnswerAsync(new("a", true, "done"), default);

        (await Read()).ShouldBeEmpty();
        CommandFiles().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"id":"mine","kind":"explode","actor":"kim","reason":"r"}""", "mine", "'kind' must be one of")]
    [InlineData("not json", "note", "no command")]
    [InlineData("""{"id":"../../etc/passwd","kind":"hold","actor":"kim","reason":"r"}""", "note", "'id' must be")]
    public async Task What_is_no_command_is_answered_at_once_and_set_aside(string content, string id, string what)
    {
        Drop("note.json", content);

        (await Read()).ShouldBeEmpty();

        var answer = await Answer(id);
        answer.Accepted.ShouldBeFalse();
        answer.Text.ShouldStartWith("'note.json': ");
        answer.Text.ShouldContain(what);
        CommandFiles().ShouldBeEmpty();
        File.ReadAllText(_folder["rejected/note.json"]).ShouldBe(content);
    }

    [Fact]
    public async Task A_command_that_is_too_large_is_answered_at_once()
    {
        Drop("big.json", new string(' ', (64 << 10) + 1));

        (await Read()).ShouldBeEmpty();

        (await Answer("big")).Text.ShouldContain("larger than 64 KiB");
    }

    [Fact]
    public async Task A_bad_file_with_an_unspeakable_name_is_answered_under_a_name_made_from_it()
    {
        Drop("..bad name!.json", "garbage");

        await Read();

        Directory.GetFiles(_folder["answers"]).ShouldHaveSingleItem().ShouldStartWith(_folder["answers/file-"]);
    }

    [Fact]
    public async Task A_bad_file_never_answers_for_a_good_command_of_the_same_id()
    {
        Drop("bad.json", """{"id":"a","kind":"explode"}""");
        await Submit("a", Samples.Noon);

        (await Read()).ShouldBe(["a"]);
        (await Read()).ShouldBe(["a"]);
        (await Answer("bad")).Accepted.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"id":"slow","kind":"ho""")]
    public async Task A_file_that_is_still_being_written_is_left_alone_until_it_stops_growing(string beginning)
    {
        Drop("slow.json", beginning);
        (await Read()).ShouldBeEmpty();
        CommandFiles().Count().ShouldBe(1);

        Drop("slow.json", """{"id":"slow","kind":"hold","actor":"kim","reason":"r"}""");
        (await Read()).ShouldBe(["slow"]);

        Drop("stuck.json", beginning);
        await Read();
        await Read();
        (await Answer("stuck")).Accepted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_link_is_not_followed()
    {
        await Read();
        File.WriteAllText(_folder["target"], OperatorCommandJson.Format(Command("a")));
        File.CreateSymbolicLink(_folder["link.json"], _folder["target"]);

        (await Read()).ShouldBeEmpty();

        (await Answer("link")).Text.ShouldContain("link");
        File.Exists(_folder["target"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Garbage_in_any_amount_never_hides_a_command()
    {
        var random = new Random(20);
        for (var i = 0; i < 100; i++)
        {
            var bytes = new byte[random.Next(0, 300)];
            random.NextBytes(bytes);
            Drop($"{i}.json", Encoding.Latin1.GetString(bytes));
        }

        await Submit("a", Samples.Noon);

        (await Read()).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b")]
    [InlineData("ä")]
    [InlineData("a\0b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task No_id_reaches_outside_the_folder(string id)
    {
        (await FileInbox.SubmitAsync(_folder.Path, Command(id), Samples.Noon)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        (await FileInbox.WaitForAnswerAsync(_folder.Path, id, new ManualTime(), TimeSpan.Zero)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Refused);
        await Should.ThrowAsync<ArgumentException>(async () => await _inbox.AnswerAsync(new(id, true, ""), default));
        Directory.Exists(_folder.Path).ShouldBeFalse();
    }

    [Fact]
    public async Task Waiting_ends_with_the_answer()
    {
        var time = new ManualTime();
        var waits = 0;
        time.OnTimer = () =>
        {
            if (++waits == 3)
            {
                Drop("answers/a.json", """{"id":"a","accepted":true,"text":"done"}""");
            }
        };

        (await FileInbox.WaitForAnswerAsync(_folder.Path, "a", time, TimeSpan.FromSeconds(10))).Value.ShouldBe(new CommandAnswer("a", true, "done"));
        waits.ShouldBe(3);
    }

    [Fact]
    public async Task Waiting_for_an_engine_that_does_not_run_ends_with_a_hint()
    {
        var problem = (await FileInbox.WaitForAnswerAsync(_folder.Path, "a", new ManualTime(), TimeSpan.FromSeconds(10))).Problem;

        problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Unreachable);
        problem.Detail.ShouldContain("is the engine of this folder running?");
    }

    [Fact]
    public async Task An_inbox_that_cannot_be_there_is_a_problem_and_no_exception()
    {
        Drop("file", "");
        var inbox = new FileInbox(_folder["file/inbox"]);

        var problem = (await inbox.ReadAsync(default)).Problem;

        problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Failed);
        problem.Detail.ShouldContain(_folder["file/inbox"]);
        (await FileInbox.SubmitAsync(_folder["file/inbox"], Command("a"), Samples.Noon)).Problem.ShouldNotBeNull().Kind.ShouldBe(ProblemKind.Failed);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_written_is_written_later_and_its_command_not_read_again()
    {
        await Submit("a", Samples.Noon);
        await Read();
        Directory.Delete(_folder["answers"]);
        File.WriteAllText(_folder["answers"], "in the way");
        await _inbox.AnswerAsync(new("a", true, "done"), default);

        (await _inbox.ReadAsync(default)).Succeeded.ShouldBeFalse();
        File.Delete(_folder["answers"]);
        (await Read()).ShouldBeEmpty();
        (await Answer("a")).Text.ShouldBe("done");
    }

    [Fact]
    public async Task A_disk_that_takes_no_answer_does_not_keep_other_commands_from_being_heard()
    {
        await Submit("a", Samples.Noon);
        await Read();
        Directory.CreateDirectory(_folder["answers/a.json"]);
        await _inbox.AnswerAsync(new("a", true, "done"), default);
        (await _inbox.ReadAsync(default)).Problem.ShouldNotBeNull().Retryable.ShouldBeTrue();
        await Submit("b", Samples.Noon);

        (await Read()).ShouldBe(["b"]);
        Directory.Delete(_folder["answers/a.json"]);
        (await Read()).ShouldBe(["b"]);
        (await Answer("a")).Text.ShouldBe("done");
    }

    private static OperatorCommand Command(string id) => new() { Id = id, Kind = CommandKind.Hold, Actor = "kim", Reason = "test" };

    private async Task Submit(string id, DateTimeOffset at) => (await FileInbox.SubmitAsync(_folder.Path, Command(id), at)).Value.ShouldBe(id);

    private void Drop(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], content, new UTF8Encoding(false));
    }

    private async Task<IEnumerable<string>> Read()
    {
        var read = await _inbox.ReadAsync(default);
        read.Problem.ShouldBeNull();
        return read.Value.Select(static command => command.Id);
    }

    private async Task<CommandAnswer> Answer(string id) =>
        (await FileInbox.WaitForAnswerAsync(_folder.Path, id, new ManualTime(), TimeSpan.Zero)).Value.ShouldNotBeNull();

    private IEnumerable<string> CommandFiles() => Directory.EnumerateFiles(_folder.Path, "*.json*");
}
