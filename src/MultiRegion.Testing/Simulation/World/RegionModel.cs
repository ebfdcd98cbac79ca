namespace MultiRegion.Testing.Simulation;

/// <summary>How a region is in truth. Faults of one kind may overlap, so they are counted.</summary>
internal sealed class RegionModel(RegionId id)
{
    public RegionId Id => id;

    public int Downs { get; set; }

    public List<double> Errors { get; } = [];

    public List<double> Slowness { get; } = [];

    public int HiddenFromProbes { get; set; }

    public int ClustersGone { get; set; }

    /// <summary>Since when it has been down; null while it is up.</summary>
    public TimeSpan? DownSince { get; set; }

    public bool IsDown => Downs > 0;

    public double ErrorPart => Errors.Count == 0 ? 0 : Errors.Max();

    public double SlowFactor => Slowness.Count == 0 ? 1 : Slowness.Max();

    /// <summary>Whether users are served as they should be, as far as the region itself goes.</summary>
    public bool IsWell => !IsDown && Errors.Count == 0 && Slowness.Count == 0;
}
