using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Kubernetes.Wire;

namespace MultiRegion.Kubernetes.Tests.Wire;

public sealed class LineProperties
{
    [Fact]
    public void Lines_are_the_same_however_they_come()
    {
        var lines = Gen.Elements("{}", "{\"a\":1}", "", "é", new string('x', 40_000)).ListOf().ToArbitrary();
        Prop.ForAll(lines, Gen.Choose(1, 20_000).ToArbitrary(), static (lines, size) => Read(string.Join("\r\n", lines), size).SequenceEqual(lines.Where(static line => line.Length > 0))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused()
    {
        var reader = new LineReader(new MemoryStream(new byte[100_000]), 50_000);
        await Should.ThrowAsync<InvalidDataException>(reader.NextAsync(default).AsTask());
    }

    private static List<string> Read(string text, int size)
    {
        var reader = new LineReader(new Chunked(Encoding.UTF8.GetBytes(text), size), 100_000);
        List<string> lines = [];
        while (reader.NextAsync(default).AsTask().GetAwaiter().GetResult() is { } line)
        {
            lines.Add(Encoding.UTF8.GetString(line));
        }

        return lines;
    }

    /// <summary>So many bytes at once, and no more.</summary>
    private sealed class Chunked(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
