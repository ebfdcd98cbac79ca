using MultiRegion.Azure.Documents;
using MultiRegion.Routing;

namespace MultiRegion.Azure.Twin;

/// <summary>Clients as the twin sees them.</summary>
internal static class TwinClients
{
    /// <summary>A client whose resolver is near it.</summary>
    public static TwinClient Of(ClientLocation client) => new() { Places = Places.Around(client), Coordinate = client.Coordinate };
}
