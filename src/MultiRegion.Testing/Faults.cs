namespace MultiRegion.Testing;

/// <summary>Bad news that the next calls bring, in order.</summary>
internal sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<(int Calls, Problem Problem)> _next = [];

    public void FailNext(Problem problem, int times, int calls = ~0)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        lock (_gate)
        {
            _next.AddRange(Enumerable.Repeat((calls, problem), times));
        }
    }

    /// <summary>The problem of a call, once; null when it goes through.</summary>
    public Problem? Take(int call = ~0)
    {
        lock (_gate)
        {
            var at = _next.FindIndex(fault => (fault.Calls & call) != 0);
            if (at < 0)
            {
                return null;
            }

            var problem = _next[at].Problem;
            _next.RemoveAt(at);
            return problem;
        }
    }
}
