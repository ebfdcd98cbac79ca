using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Kubernetes.Tests.Fakes;
using MultiRegion.Testing;

namespace MultiRegion.Kubernetes.Tests.Journal;

/// <summary>Two writers, answers that get lost before and after the write, compactions: what was acknowledged is there, once, in order, and nothing else is.</summary>
public sealed class JournalProperties
{
    private static readonly Gen<(int Who, int Do, int Size)> Steps =
        from who in Gen.Choose(0, 1)
        from what in Gen.Choose(0, 9)
        from size in Gen.Elements(1, 9_000, 40_000)
        select (who, what, size);

    [Fact]
    public void Nothing_is_lost_and_nothing_is_twice() => Prop.ForAll(Steps.ListOf().ToArbitrary(), static steps => HoldsAsync([.. steps]).GetAwaiter().GetResult()).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(25));

    private static async Task<bool> HoldsAsync((int Who, int Do, int Size)[] steps)
    {
        using var world = new World();
        var (compacted, acknowledged) = (0L, new Dictionary<long, string>());
        foreach (var ((who, what, size), at) in steps.Select(static (step, at) => (step, at)))
        {
            var journal = world.Journals[who];
            if (what == 9 && world.Known[who] > compacted)
            {
                compacted = (await world.RunAsync(journal.CompactAsync(Record(world.Known[who], "snapshot"), default))).Succeeded ? world.Known[who] : compacted;
                continue;
            }

            var text = $"{at} of {who} {new string('x', size)}";
            world.Disturb(what);
            var appended = await world.RunAsync(journal.AppendAsync(Record(world.Known[who] + 1, text), world.Known[who], default));
            world.Fake.DropFaults();
            if (appended.Succeeded && !acknowledged.TryAdd(appended.Value, text))
            {
                return false;
            }

            world.Known[who] = appended.Succeeded ? appended.Value : (await world.ReadAsync(journal)).LastOrDefault()?.Sequence ?? 0;
        }

        var read = await world.ReadAsync(world.Journals[0]);
        return read.Select(static record => record.Sequence).SequenceEqual(read.Select((_, i) => (read.FirstOrDefault()?.Sequence ?? 1) + i))
            && acknowledged.Where(pair => pair.Key > compacted).All(pair => read.Single(record => record.Sequence == pair.Key) is { } record && Encoding.UTF8.GetString(record.Payload.Span) == pair.Value)
            && read.Select(static record => Encoding.UTF8.GetString(record.Payload.Span)).Distinct().Count() == read.Count;
    }

    private static JournalRecord Record(long sequence, string payload) =>
        new() { Sequence = sequence, Kind = "Kind", Version = 1, Epoch = 1, At = DateTimeOffset.UnixEpoch, Payload = Encoding.UTF8.GetBytes(payload) };

    private sealed class World : IDisposable
    {
        private readonly VirtualClock _clock = new();
        private readonly HttpClient _http;

        public World()
        {
            Fake.Put(Rig.Namespace("multiregion"));
            _http = new(Fake.Handler);
            Journals = [Open(), Open()];
        }

        public FakeCluster Fake { get; } = new();

        public KubernetesJournal[] Journals { get; }

        public long[] Known { get; } = [0, 0];

        /// <summary>Lets something happen to the next requests.</summary>
        public void Disturb(int what)
        {
            for (var i = 0; i < what - 4; i++)
            {
                // Odd ones take effect and are not answered, even ones get lost on their way.
                var isServed = (i + what) % 2 == 1;
                Fake.Next(request =>
                {
                    _ = isServed && request.Method != "GET" ? Fake.Serve(request) : null;
                    return request.Method == "GET" ? null : new(200, "") { IsLost = true };
                });
            }
        }

        public Task<T> RunAsync<T>(ValueTask<T> call) => Rig.RunAsync(_clock, call.AsTask());

        public Task<List<JournalRecord>> ReadAsync(KubernetesJournal journal) => Rig.RunAsync(_clock, AllAsync(journal));

        public void Dispose()
        {
            foreach (var journal in Journals)
            {
                journal.Dispose();
            }

            _http.Dispose();
        }

        private static async Task<List<JournalRecord>> AllAsync(KubernetesJournal journal)
        {
            List<JournalRecord> read = [];
            await foreach (var record in journal.ReadAsync(1, default))
            {
                read.Add(record);
            }

            return read;
        }

        private KubernetesJournal Open()
        {
            var options = new KubernetesJournalOptions();
            options.Connection.Use(new("https://home.example.com"), _http);
            return new(options, _clock);
        }
    }
}
