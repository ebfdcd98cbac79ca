using System.Runtime.CompilerServices;

namespace MultiRegion.Tests.Probing;

/// <summary>
/// The framework ends a connection attempt some seconds after the request that wanted it, which would hide that a probe does
/// not end its own.
/// </summary>
internal static class PendingConnections
{
    [ModuleInitializer]
    internal static void LeaveThemAlone() =>
        AppContext.SetData("System.Net.SocketsHttpHandler.PendingConnectionTimeoutOnRequestCompletion", "600000");
}
