namespace MultiRegion.Tests.Engine;

/// <summary>Which thread a test goes on on.</summary>
internal static class Threads
{
    /// <summary>With the test runner's context, what a cancellation completes would go on elsewhere and later, and virtual time would have passed.</summary>
    public static void Stay() => SynchronizationContext.SetSynchronizationContext(null);
}
