using System.Collections.Immutable;

namespace MultiRegion.Aws.Wire;

/// <summary>The rights that calls need.</summary>
internal static class AwsRights
{
    /// <summary>All actions, with the narrowest resource that a policy can name.</summary>
    public static ImmutableArray<AwsRight> All { get; } =
    [
        new("route53:GetHostedZone", "arn:aws:route53:::hostedzone/ZONE", Writes: false),
        new("route53:ListHostedZonesByName", "*", Writes: false),
        new("route53:ListResourceRecordSets", "arn:aws:route53:::hostedzone/ZONE", Writes: false),
        new("route53:GetChange", "arn:aws:route53:::change/*", Writes: false),
        new("route53:ListHealthChecks", "*", Writes: false),
        new("route53:GetHealthCheckStatus", "arn:aws:route53:::healthcheck/*", Writes: false),
        new("route53:ListTagsForResources", "arn:aws:route53:::healthcheck/*", Writes: false),
        new("route53:ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/ZONE", Writes: true),
        new("route53:CreateHealthCheck", "*", Writes: true),
        new("route53:DeleteHealthCheck", "arn:aws:route53:::healthcheck/*", Writes: true),
        new("route53:ChangeTagsForResource", "arn:aws:route53:::healthcheck/*", Writes: true),
        new("globalaccelerator:DescribeAccelerator", "ACCELERATOR", Writes: false),
        new("globalaccelerator:ListAccelerators", "*", Writes: false),
        new("globalaccelerator:ListListeners", "ACCELERATOR", Writes: false),
        new("globalaccelerator:ListEndpointGroups", "ACCELERATOR/listener/*", Writes: false),
        new("globalaccelerator:ListTagsForResource", "ACCELERATOR", Writes: false),
        new("globalaccelerator:CreateListener", "ACCELERATOR", Writes: true),
        new("globalaccelerator:UpdateListener", "ACCELERATOR/listener/*", Writes: true),
        new("globalaccelerator:CreateEndpointGroup", "ACCELERATOR/listener/*", Writes: true),
        new("globalaccelerator:UpdateEndpointGroup", "ACCELERATOR/listener/*/endpoint-group/*", Writes: true),
        new("globalaccelerator:DeleteEndpointGroup", "ACCELERATOR/listener/*/endpoint-group/*", Writes: true),
        new("globalaccelerator:AddEndpoints", "ACCELERATOR/listener/*/endpoint-group/*", Writes: true),
        new("globalaccelerator:RemoveEndpoints", "ACCELERATOR/listener/*/endpoint-group/*", Writes: true),
        new("globalaccelerator:TagResource", "ACCELERATOR", Writes: true),
        new("route53-recovery-cluster:GetRoutingControlState", "CONTROL", Writes: false),
        new("route53-recovery-cluster:UpdateRoutingControlStates", "CONTROL", Writes: true),
    ];

    /// <summary>The smallest statement that allows an action.</summary>
    public static string Statement(string action, string resource) =>
        $$"""{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}"}""";
}

/// <param name="Action">As policies name it.</param>
/// <param name="Resource">What a policy can narrow it to; words in capitals stand for what is known at a call.</param>
/// <param name="Writes">Whether a plan can do without it.</param>
internal sealed record AwsRight(string Action, string Resource, bool Writes);
