using System.Collections.Immutable;
using System.Globalization;
using MultiRegion.Aws.Compile;
using MultiRegion.Aws.Documents;
using MultiRegion.Aws.Tests.Compile;
using MultiRegion.Aws.Tests.Fakes;
using MultiRegion.Aws.Tests.Wire;
using MultiRegion.Aws.Twin;
using MultiRegion.Routing;
using MultiRegion.Tests.Routing;

namespace MultiRegion.Aws.Tests.Apply;

/// <summary>A Route 53 router on the fake, in virtual time, with a zone for example.com.</summary>
internal sealed class DnsScene : IDisposable
{
    private readonly Rig _rig = new();

    public DnsScene(Action<Route53RouterOptions>? configure = null)
    {
        Zone = Dns.AddZone("example.com");
        Router = Another(configure);
    }

    public FakeRoute53 Dns => _rig.Dns;

    public string Zone { get; }

    public Route53Router Router { get; }

    public Route53Router Another(Action<Route53RouterOptions>? configure = null)
    {
        var options = new Route53RouterOptions();
        foreach (var (region, settings) in Compilations.Settings.Regions)
        {
            options.Regions[region.Value] = new() { AwsRegion = settings.AwsRegion };
        }

        configure?.Invoke(options);
        return new(_rig.Route53, options);
    }

    public static Marker Marker(int sequence, long epoch = 1, string plan = "p") => new(epoch, sequence, "controller-1", string.Create(CultureInfo.InvariantCulture, $"{plan}{sequence}"));

    public static RoutingIntent Intent(string shares = "", int sequence = 1, RoutingNode? tree = null, string service = "shop", string hostname = FiveRegions.Hostname) =>
        Compilations.Intent(tree ?? Trees.T1, Trees.Shares(shares)) with { Service = service, Hostname = hostname, Marker = Marker(sequence) };

    public static ImmutableArray<RoutingIntent> Many(int count, string shares = "", int sequence = 1) =>
        [.. Enumerable.Range(0, count).Select(i => Intent(shares, sequence, service: $"shop-{i}", hostname: $"shop-{i}.example.com"))];

    public async Task<RouterPlan> PlanAsync(params IReadOnlyList<RoutingIntent> intents)
    {
        var plan = await _rig.RunAsync(Router.PlanAsync(intents, default));
        return plan.Value.ShouldNotBeNull(plan.Problem?.ToString());
    }

    public Task<Result<RouterReceipt>> ApplyAsync(RouterPlan plan) => _rig.RunAsync(Router.ApplyAsync(plan, default));

    public Task<Result<T>> RunAsync<T>(ValueTask<Result<T>> call) => _rig.RunAsync(call);

    /// <summary>Plans, applies, and confirms until it is in effect.</summary>
    public async Task<RouterReceipt> WriteAsync(params IReadOnlyList<RoutingIntent> intents)
    {
        var applied = await ApplyAsync(await PlanAsync(intents));
        var receipt = applied.Value.ShouldNotBeNull(applied.Problem?.ToString());
        (await SettleAsync(receipt)).ShouldBe(Confirmation.InEffect);
        Dns.ResetCounts();
        return receipt;
    }

    public async Task<Confirmation> SettleAsync(RouterReceipt receipt)
    {
        for (var polls = 0; polls < 10; polls++)
        {
            var confirmed = await ConfirmAsync(receipt);
            if (confirmed != Confirmation.Pending)
            {
                return confirmed;
            }
        }

        return Confirmation.Pending;
    }

    public async Task<Confirmation> ConfirmAsync(RouterReceipt receipt)
    {
        var confirmed = await _rig.RunAsync(Router.ConfirmAsync(receipt, default));
        confirmed.Problem.ShouldBeNull();
        return confirmed.Value;
    }

    public async Task<Problem?> RefusalAsync(RoutingIntent intent) => (await PlanAsync(intent)).Changes[0].Problem;

    /// <summary>How Route 53 would answer now.</summary>
    public string Ask(string hostname = FiveRegions.Hostname, string sick = "", ClientLocation? client = null)
    {
        var sickChecks = Dns.HealthChecks.Where(check => check.Config.IpAddress is { } address && sick.Contains((char)('A' + address[^1] - '1'), StringComparison.Ordinal)).Select(static check => check.Id).ToHashSet();
        var twin = new Route53Twin(Dns.Records(Zone), new(check => !sickChecks.Contains(check), static _ => true));
        return string.Join(", ", twin.Ask($"{hostname}.", "A", Compilations.Client(client ?? Trees.Paris))
            .SelectMany(static answer => answer.Records.Select(record => (Value: record.Values.IsEmpty ? record.Alias?.DnsName : record.Values[0], Part: answer.Probability / answer.Records.Length)))
            .Select(static part => FormattableString.Invariant($"{(part.Value!.StartsWith("192.0.2.", StringComparison.Ordinal) ? ((char)('A' + part.Value[^1] - '1')).ToString() : part.Value)} {Math.Round(100 * part.Part, 2)}")));
    }

    public ResourceRecordSet Txt(string hostname = FiveRegions.Hostname) => Dns.Records(Zone).Single(record => record.Name == $"_mr.{hostname}." && record.Type == "TXT");

    /// <summary>Changes a record as a person would.</summary>
    public void Edit(Func<ResourceRecordSet, bool> which, Func<ResourceRecordSet, ResourceRecordSet> how)
    {
        var record = Dns.Records(Zone).First(which);
        var changed = _rig.RunAsync(_rig.Route53.ChangeAsync(Zone, [new(ChangeAction.Delete, record), new(ChangeAction.Create, how(record))], "by hand", default));
        changed.IsCompletedSuccessfully.ShouldBeTrue();
        Dns.ResetCounts();
    }

    public void Dispose()
    {
        Router.Dispose();
        _rig.Dispose();
    }
}
