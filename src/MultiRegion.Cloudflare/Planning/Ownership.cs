using System.Globalization;
using MultiRegion.Cloudflare.Documents;
using MultiRegion.Routing;
using static MultiRegion.Shared.Compile.OwnershipText;

namespace MultiRegion.Cloudflare.Planning;

/// <summary>
/// What the description of a load balancer says: whose it is, who wrote last, and what was written. It is written with the rest in one request, so
/// that one never stands without the other.
/// </summary>
/// <param name="Owner">Which installation.</param>
/// <param name="Service">Which service.</param>
/// <param name="Marker">Who wrote.</param>
/// <param name="Content">The fingerprint of what was written.</param>
/// <param name="Shares">The shares that were written.</param>
internal sealed record Ownership(string Owner, ServiceId Service, Marker Marker, string Content, Shares Shares)
{
    public const string Version = "multiregion/1";

    /// <summary>Null when the description is not one of ours, or not whole.</summary>
    public static Ownership? Read(string? description)
    {
        if (description?.Split(' ') is not [Version, var owner, var service, var epoch, var controller, var plan, var content, var shares])
        {
            return null;
        }

        return Field(epoch, "epoch").Split('.') is [var major, var minor]
            && long.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && IdText.IsValid(Field(service, "service"), out _) && IdText.IsValid(Field(controller, "controller"), out _)
            && SharesOf(Field(shares, "shares")) is { } read
            ? new Ownership(Field(owner, "owner"), new(Field(service, "service")), new(number, sequence, new(Field(controller, "controller")), Field(plan, "plan")), Field(content, "content"), read)
            : null;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Version} owner={Owner} service={Service} epoch={Marker.Epoch}.{Marker.Sequence} controller={Marker.Controller} plan={Marker.PlanHash} content={Content} shares={OwnershipText.Of(Shares)}");
}

/// <summary>What the description of a pool or monitor says: whose it is, and what was written.</summary>
/// <param name="Owner">Which installation.</param>
/// <param name="Service">Which service.</param>
/// <param name="Content">The fingerprint of what was written.</param>
internal sealed record PartOwnership(string Owner, string Service, string Content)
{
    public static PartOwnership? Read(string? description) => description?.Split(' ') is [Ownership.Version, var owner, var service, var content]
        ? new(Field(owner, "owner"), Field(service, "service"), Field(content, "content"))
        : null;

    public static PartOwnership? Of(Pool pool) => Read(pool.Description);

    public static PartOwnership? Of(HealthMonitor monitor) => Read(monitor.Description);

    public bool IsOf(string owner, ServiceId service) => Owner == owner && Service == service.Value;

    public override string ToString() => $"{Ownership.Version} owner={Owner} service={Service} content={Content}";
}
