using System.Globalization;
using System.Text;

namespace MultiRegion.Testing.Simulation;

/// <summary>One thing that goes wrong, or that a person does. What each kind needs is said at <see cref="FaultKind"/>.</summary>
public sealed record Fault
{
    /// <summary>What.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>When, from the beginning of the run. Not negative.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>For how long; null: for good, or as long as it takes. Above zero.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>Which region.</summary>
    public RegionId? Region { get; init; }

    /// <summary>Which router.</summary>
    public RouterId? Router { get; init; }

    /// <summary>Which data set.</summary>
    public ReplicaSetId? ReplicaSet { get; init; }

    /// <summary>Which controller, from 1; null: the one that leads.</summary>
    public int? Controller { get; init; }

    /// <summary>Which part, 0 to 1.</summary>
    public double? Part { get; init; }

    /// <summary>How many times as long; at least 1.</summary>
    public double? Factor { get; init; }

    /// <summary>How often; at least 1.</summary>
    public int? Times { get; init; }

    /// <summary>How far.</summary>
    public TimeSpan? By { get; init; }

    /// <summary>What the operator wants.</summary>
    public CommandKind? Command { get; init; }

    /// <summary>Which move group the operator means; null: the only one, or all.</summary>
    public MoveGroupId? Group { get; init; }

    /// <summary>A region that is gone for a while.</summary>
    /// <param name="region">The region.</param>
    /// <param name="at">When.</param>
    /// <param name="span">For how long; null: for good.</param>
    public static Fault RegionDown(RegionId region, TimeSpan at, TimeSpan? span = null) =>
        new() { Kind = FaultKind.RegionDown, Region = region, At = at, For = span };

    /// <summary>When it is over; null: never.</summary>
    internal TimeSpan? Until => At + For;

    /// <summary>The fault as C# that makes it.</summary>
    public string ToCode()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"new() {{ Kind = FaultKind.{Kind}, At = {Code(At)}"));
        Add(text, nameof(For), For is { } span ? Code(span) : null);
        Add(text, nameof(Region), Quoted(Region?.Value));
        Add(text, nameof(Router), Quoted(Router?.Value));
        Add(text, nameof(ReplicaSet), Quoted(ReplicaSet?.Value));
        Add(text, nameof(Controller), Controller?.ToString(CultureInfo.InvariantCulture));
        Add(text, nameof(Part), Part?.ToString("R", CultureInfo.InvariantCulture));
        Add(text, nameof(Factor), Factor?.ToString("R", CultureInfo.InvariantCulture));
        Add(text, nameof(Times), Times?.ToString(CultureInfo.InvariantCulture));
        Add(text, nameof(By), By is { } by ? Code(by) : null);
        Add(text, nameof(Command), Command is { } command ? $"CommandKind.{command}" : null);
        Add(text, nameof(Group), Quoted(Group?.Value));
        return text.Append(" }").ToString();
    }

    private static void Add(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(", ").Append(name).Append(" = ").Append(value);
        }
    }

    private static string? Quoted(string? value) => value is null ? null : $"\"{value}\"";

    private static string Code(TimeSpan span) => span.Ticks % TimeSpan.TicksPerSecond == 0
        ? string.Create(CultureInfo.InvariantCulture, $"TimeSpan.FromSeconds({span.Ticks / TimeSpan.TicksPerSecond})")
        : string.Create(CultureInfo.InvariantCulture, $"TimeSpan.FromTicks({span.Ticks})");
}
