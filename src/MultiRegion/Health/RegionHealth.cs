namespace MultiRegion.Health;

/// <summary>How a service in a region is, by all vantage points together. Times are monotonic.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Since">When the verdict became what it is; null when it has been Unknown from the start.</param>
/// <param name="FirstFailureAt">Since when a quorum of vantage points sees it failing; null when no quorum does.</param>
/// <param name="LastSuccessAt">The latest time at or after which a quorum of vantage points saw a success; null when no quorum did.</param>
/// <param name="IsSuspect">Whether a vantage point sees failures and is not sure yet: it and its peers should be probed at once.</param>
internal readonly record struct RegionHealth(
    Verdict Verdict, TimeSpan? Since, TimeSpan? FirstFailureAt, TimeSpan? LastSuccessAt, bool IsSuspect);

/// <summary>The result of a probe that this process made.</summary>
/// <param name="Revision">The revision of the board that named the target: a late result of another one is dropped.</param>
/// <param name="Target">The endpoint or reference target, as the board numbers it.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Why">Why.</param>
/// <param name="At">When it arrived.</param>
internal readonly record struct ProbeSample(long Revision, int Target, ProbeOutcome Outcome, ProbeReason Why, TimeSpan At);

/// <summary>The vote of a vantage point. Whoever reads it from another process has turned its ages into times of its own clock.</summary>
/// <param name="Vantage">The vantage point.</param>
/// <param name="Service">The service.</param>
/// <param name="Region">The region.</param>
/// <param name="Verdict">The vote.</param>
/// <param name="At">When the last result came on which it rests.</param>
/// <param name="FirstFailureAt">The beginning of the present failing span; null when it is not failing.</param>
/// <param name="LastSuccessAt">The last success; null when none was ever seen.</param>
internal readonly record struct VantageReport(
    VantageId Vantage, ServiceId Service, RegionId Region, Verdict Verdict, TimeSpan At, TimeSpan? FirstFailureAt, TimeSpan? LastSuccessAt);

/// <summary>A verdict that has changed.</summary>
internal readonly record struct VerdictChange(ServiceId Service, RegionId Region, Verdict From, Verdict To);
