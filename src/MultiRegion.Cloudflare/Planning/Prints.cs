using MultiRegion.Cloudflare.Compile;
using MultiRegion.Cloudflare.Documents;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>Fingerprints of documents: equal for what is equal to the router.</summary>
internal static class Prints
{
    public static string Content(LoadBalancer balancer) => Fingerprint.Text(Fields.Print(balancer));

    public static string Content(Pool pool) => Fingerprint.Text(Fields.Print(pool));

    public static string Content(HealthMonitor monitor) => Fingerprint.Text(Fields.Print(monitor));

    /// <summary>The description included.</summary>
    public static string Whole(LoadBalancer balancer) => Fingerprint.Text(Fingerprint.Of(balancer.Description ?? "").With(Fields.Print(balancer)).Value);
}
