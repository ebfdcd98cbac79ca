namespace MultiRegion.Routing;

/// <summary>
/// Answers clients from the file that an <see cref="EmbeddedRouter"/> in another process writes. It has no thread of its own: a call
/// looks at the file when the last look is older than <see cref="EmbeddedRouterOptions.FollowInterval"/>.
/// </summary>
public sealed class EmbeddedRouteFollower : EmbeddedRoutes
{
    private readonly FollowedFile _file;

    /// <summary>Makes a follower.</summary>
    /// <param name="options">Which file, and how often it is looked at.</param>
    /// <param name="time">Its clock.</param>
    /// <exception cref="ArgumentException">An option is blank or out of range, or no file is named.</exception>
    public EmbeddedRouteFollower(EmbeddedRouterOptions options, TimeProvider time)
        : base(options?.Seed ?? time?.GetTimestamp() ?? 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var path = options.Checked().StatePath ?? throw new ArgumentException(
            $"{nameof(options.StatePath)} is missing: name the file that the router writes.", nameof(options));
        _file = new(path, options.FollowInterval, time);
    }

    /// <summary>
    /// Why the file could not be used at the last look; null when it could. Until it can be, the last good routes answer.
    /// </summary>
    public Problem? Problem => _file.Problem;

    internal override RouteTable Current => _file.Table;
}
