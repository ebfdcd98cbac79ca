using FsCheck;
using FsCheck.Fluent;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public class ProbeSchedulerModelTests
{
    private static readonly string[] Regions = ["a", "b", "c", "d"];

    [Fact]
    public void Whatever_happens_no_two_probes_of_a_target_run_at_once_and_no_target_is_forgotten() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int Seed, (byte Kind, byte Which)[] Steps)>(), static given => new Model(given.Seed, hosts: 4).Play(given.Steps))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_happens_at_a_host_with_two_seats_no_three_probes_run_at_once_and_no_target_is_forgotten() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int Seed, (byte Kind, byte Which)[] Steps)>(), static given => new Model(given.Seed, hosts: 1).Play(given.Steps))
            .QuickCheckThrowOnFailure();

    private sealed class Model(int seed, int hosts)
    {
        private const int Seats = 2;
        private readonly SchedulerRig _rig = new(seed, Seats);
        private readonly List<(string Region, CancellationToken Token, TaskCompletionSource<ProbeResult> Result)> _open = [];
        private readonly Dictionary<string, ScheduledTarget> _targets = [];

        public void Play((byte Kind, byte Which)[] steps)
        {
            foreach (var (at, region) in Regions.Index())
            {
                _targets.Add(region, Some.Scheduled(region, token => Start(region, token)) with { Host = $"host{at % hosts}" });
            }

            Set(0);
            foreach (var (kind, which) in steps)
            {
                Step(kind, which);
                _rig.Turn();
            }

            Set(0);
            _rig.Seen.Clear();
            _rig.Run(TimeSpan.FromSeconds(3));
            _rig.Seen.Select(seen => seen.Key.Region.Value).Distinct().Order().ShouldBe(Regions);
        }

        private void Step(byte kind, byte which)
        {
            var key = Some.Key(Regions[which % Regions.Length]);
            switch (kind % 8)
            {
                case 0:
                    _rig.Scheduler.Hasten(key);
                    break;
                case 1:
                    _rig.Scheduler.Relax(key);
                    break;
                case 2:
                    _rig.Scheduler.ProbeNow(key);
                    break;
                case 3:
                    Set(which);
                    break;
                case 4 when _open.Count > 0:
                    End(which % _open.Count);
                    break;
                case 5:
                    _rig.Clock.Advance(TimeSpan.FromSeconds(which));
                    break;
                default:
                    _rig.Run(TimeSpan.FromMilliseconds(which * 4));
                    break;
            }
        }

        private void Set(byte without) =>
            _rig.Scheduler.SetTargets([.. Regions.Where((_, at) => (without >> at & 1) == 0).Select(region => _targets[region])]);

        private void End(int at)
        {
            var result = _open[at].Result;
            _open.RemoveAt(at);
            result.SetResult(Some.Ok);
        }

        // Those that were cancelled still run, as probes that ignore their token do.
        private ValueTask<ProbeResult> Start(string region, CancellationToken token)
        {
            _open.Any(open => open.Region == region && !open.Token.IsCancellationRequested).ShouldBeFalse();
            _open.Count(open => _targets[open.Region].Host == _targets[region].Host && !open.Token.IsCancellationRequested).ShouldBeLessThan(Seats);
            _open.Count(open => open.Region == region).ShouldBeLessThanOrEqualTo(ProbeFlights.MaximumForsaken * 2);
            _open.Add((region, token, new()));
            return new(_open[^1].Result.Task);
        }
    }
}
