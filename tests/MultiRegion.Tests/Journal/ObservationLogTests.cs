using MultiRegion.Journal;

namespace MultiRegion.Tests.Journal;

public sealed class ObservationLogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ObservationLogTests() => Directory.CreateDirectory(_folder.Path);

    private string Newer => _folder["observations.jsonl"];

    private string Older => _folder["observations.1.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_are_there_after_a_flush_and_go_on_after_a_restart()
    {
        Write(_folder.Path, 100, "1", "2");
        Write(_folder.Path, 100, "3");

        File.ReadAllLines(Newer).ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public void Two_files_of_bounded_size_hold_the_newest_lines()
    {
        Write(_folder.Path, 20, [.. Enumerable.Range(10, 30).Select(static n => $"{n}")]);

        (new FileInfo(Newer).Length <= 20 && new FileInfo(Older).Length <= 20).ShouldBeTrue();
        File.ReadAllLines(Older).Concat(File.ReadAllLines(Newer)).ShouldBe(Enumerable.Range(28, 12).Select(static n => $"{n}"));
    }

    [Fact]
    public void A_line_torn_by_a_crash_does_not_swallow_the_next()
    {
        File.WriteAllText(Newer, "{\"to");

        Write(_folder.Path, 100, "whole");

        File.ReadAllLines(Newer).ShouldBe(["{\"to", "whole"]);
    }

    [Fact]
    public void A_deleted_file_is_begun_anew_after_a_flush()
    {
        using var log = new ObservationLog(_folder.Path, 100);
        log.Write("1"u8);
        log.Flush();
        File.Delete(Newer);
        log.Flush();
        log.Write("2"u8);
        log.Flush();

        File.ReadAllLines(Newer).ShouldBe(["2"]);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_lines_and_nothing_else()
    {
        using var log = new ObservationLog(_folder["missing"], 100);
        log.Write("1"u8);
        log.Write("2"u8);
        log.Flush();

        log.Failures.ShouldBe(2);
        log.LastFailure.ShouldNotBeNull().ShouldContain("missing");
        Directory.CreateDirectory(_folder["missing"]);
        log.Write("3"u8);
        log.Flush();
        File.ReadAllLines(_folder["missing/observations.jsonl"]).ShouldBe(["3"]);
    }

    [Fact]
    public void A_line_that_is_too_long_or_two_lines_are_counted_as_lost()
    {
        using var log = new ObservationLog(_folder.Path, 5);
        log.Write("12345"u8);
        log.Write("1\n2"u8);
        log.Write("1234"u8);
        log.Flush();

        log.Failures.ShouldBe(2);
        File.ReadAllLines(Newer).ShouldBe(["1234"]);
    }

    private static void Write(string folder, long maximum, params string[] lines)
    {
        using var log = new ObservationLog(folder, maximum);
        foreach (var line in lines)
        {
            log.Write(System.Text.Encoding.UTF8.GetBytes(line));
        }

        log.Flush();
        log.Failures.ShouldBe(0);
    }
}
