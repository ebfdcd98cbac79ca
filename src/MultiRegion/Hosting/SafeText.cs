using MultiRegion.Topology;

namespace MultiRegion.Hosting;

/// <summary>Exceptions in words that hold no secret: the message of a foreign one may, its type and its stack do not.</summary>
internal static class SafeText
{
    public static string Of(Exception error) => $"{Line(error)}\n{error.StackTrace}";

    private static string Line(Exception error)
    {
        var own = error is TopologyException or JournalException ? $"{error.GetType().FullName}: {error.Message}" : error.GetType().FullName!;
        return error.InnerException is { } cause ? $"{own}, caused by {Line(cause)}" : own;
    }
}
