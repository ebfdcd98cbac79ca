using MultiRegion.Kubernetes.Federation;

namespace MultiRegion.Kubernetes.Import;

/// <summary>Writes workloads in the forms that <see cref="Importer"/> reads.</summary>
public static class Exporter
{
    /// <summary>Writes this package's own form, without dependencies: these are objects of their own, for <see cref="Manifests.Write"/>.</summary>
    /// <param name="workloads">The workloads. Secrets are written as they are.</param>
    public static string Write(IEnumerable<FederatedWorkload> workloads)
    {
        ArgumentNullException.ThrowIfNull(workloads);
        return YamlText.Write(workloads.Select(OwnWriter.Write));
    }
}
