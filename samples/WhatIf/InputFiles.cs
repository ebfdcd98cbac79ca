using System.Text.Json;
using MultiRegion;
using MultiRegion.Testing.Simulation;

namespace WhatIf;

/// <summary>The variants, and the world that all of them stand in.</summary>
internal sealed record VariantsFile
{
    public WorldFile? World { get; init; }

    public required IReadOnlyList<VariantFile> Variants { get; init; }
}

/// <summary>A variant: what is set over the topology's configuration, by key, and what is different about its world.</summary>
internal sealed record VariantFile
{
    public string? Name { get; init; }

    public Dictionary<string, string>? Set { get; init; }

    public WorldFile? World { get; init; }
}

/// <summary>What is different about a world; what is left out stays as it was.</summary>
internal sealed record WorldFile
{
    public string? Router { get; init; }

    public Dictionary<string, string>? Routers { get; init; }

    public TimeSpan? StartUp { get; init; }

    public TimeSpan? ApiLatency { get; init; }

    public TimeSpan? ProbeLatency { get; init; }

    public bool? DeadRegionsHang { get; init; }

    public TimeSpan? ApprovesAfter { get; init; }

    public TimeSpan? Lag { get; init; }

    public TimeSpan? PromotionTime { get; init; }

    public TimeSpan? RestoreTime { get; init; }

    public string? DeadFence { get; init; }

    public double? RequestsPerSecond { get; init; }

    public double? OverstayShare { get; init; }

    public SimulationSettings Over(SimulationSettings before) => before with
    {
        Router = Router is { } router ? Model("router", router) : before.Router,
        Routers = Routers is { } routers ? before.Routers.SetItems(routers.Select(static pair => KeyValuePair.Create<RouterId, RouterModel>(pair.Key, Model($"routers.{pair.Key}", pair.Value)))) : before.Routers,
        StartUp = StartUp ?? before.StartUp,
        ApiLatency = ApiLatency ?? before.ApiLatency,
        ProbeLatency = ProbeLatency ?? before.ProbeLatency,
        DeadRegionsHang = DeadRegionsHang ?? before.DeadRegionsHang,
        Operators = new() { ApprovesAfter = ApprovesAfter ?? before.Operators.ApprovesAfter },
        Clients = before.Clients with { RequestsPerSecond = RequestsPerSecond ?? before.Clients.RequestsPerSecond, OverstayShare = OverstayShare ?? before.Clients.OverstayShare },
        Data = before.Data with
        {
            Lag = Lag ?? before.Data.Lag,
            PromotionTime = PromotionTime ?? before.Data.PromotionTime,
            RestoreTime = RestoreTime ?? before.Data.RestoreTime,
            DeadFence = DeadFence is null ? before.Data.DeadFence
                : Enum.TryParse<FenceOutcome>(DeadFence, ignoreCase: true, out var outcome) ? outcome
                : throw new FormatException($"deadFence: '{DeadFence}' is none of confirmed, expired, unconfirmed"),
        },
    };

    private static RouterModel Model(string place, string kind) => kind switch
    {
        "embedded" => RouterModel.Embedded,
        "dns" => RouterModel.Dns,
        "route53" => RouterModel.Route53,
        "traffic-manager" => RouterModel.TrafficManager,
        "cloudflare" => RouterModel.Cloudflare,
        "global-accelerator" => RouterModel.GlobalAccelerator,
        _ => throw new FormatException($"{place}: '{kind}' is none of embedded, dns, route53, traffic-manager, cloudflare, global-accelerator"),
    };
}

/// <summary>What goes wrong by lot.</summary>
internal sealed record DistributionsFile
{
    public double PairedShare { get; init; } = 0.05;

    public required IReadOnlyList<DistributionFile> Kinds { get; init; }

    public FaultDistributions ToDistributions(string file) => new([.. Kinds.Select((kind, at) => kind.ToDistribution(FormattableString.Invariant($"{file}: kinds[{at}]")))]) { PairedShare = PairedShare };
}

/// <summary>A kind of what goes wrong.</summary>
internal sealed record DistributionFile
{
    public required string Kind { get; init; }

    public required TimeSpan MeanBetween { get; init; }

    public required TimeSpan MeanToRepair { get; init; }

    public string? Region { get; init; }

    public FaultDistribution ToDistribution(string place)
    {
        var known = Enum.GetValues<FaultKind>().Where(kind => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString()) == Kind).Select(static kind => (FaultKind?)kind).FirstOrDefault();
        return known is { } found
            ? new(found, MeanBetween, MeanToRepair) { Region = Region is null ? default(RegionId?) : new RegionId(Region) }
            : throw new InputException($"{place}.kind: '{Kind}' is none of {string.Join(", ", Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName))}");
    }
}
