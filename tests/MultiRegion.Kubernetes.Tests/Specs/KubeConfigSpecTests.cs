using MultiRegion.Kubernetes.Config;
using MultiRegion.Kubernetes.Credentials;

namespace MultiRegion.Kubernetes.Tests.Specs;

/// <summary>Kubeconfigs that others wrote for their own tests.</summary>
public sealed class KubeConfigSpecTests
{
    private static readonly Dictionary<string, string> Told = new()
    {
        ["kubeconfig.as-user-extra.yml"] = "certificate-authority: the file",
        ["kubeconfig.cluster-missmatch.yml"] = "names the cluster 'horse-cluster', which no file has (bad-name-cluster)",
        ["kubeconfig.multi-ca-file.yml"] = "certificate-authority: the file",
        ["kubeconfig.no-context-details.yml"] = "contexts[0].context is missing",
        ["kubeconfig.no-context.yml"] = "there is no context 'federal-context' (there is none)",
        ["kubeconfig.no-current-context.yml"] = "there is no current-context: name a context (federal-context)",
        ["kubeconfig.no-server.yml"] = ".server: it is missing",
        ["kubeconfig.preferences-extensions.yml"] = "there is no current-context",
        ["kubeconfig.tls-no-skip.yml"] = "",
        ["kubeconfig.tls-skip-http.yml"] = "plain HTTP, over which no credentials are sent",
        ["kubeconfig.tls-skip.yml"] = "",
        ["kubeconfig.user-pass.yml"] = "",
        ["kubeconfig.wildcard-ipv4.yml"] = "",
    };

    [SpecFact]
    public void Each_leads_to_a_cluster_or_says_why_not()
    {
        var files = Directory.GetFiles(SpecFactAttribute.Path("kubernetes/kubeconfig"), "*.yml");
        files.Length.ShouldBe(Told.Count);
        files.Select(static file => (Path.GetFileName(file), Resolve(file))).Where(static pair => !Fits(pair.Item2, Told[pair.Item1])).Select(static pair => $"{pair.Item1}: {pair.Item2.Problem?.Detail ?? "resolved"}").ShouldBeEmpty();
    }

    private static bool Fits(Result<ClusterConnection> found, string told) => told.Length == 0 ? found.Succeeded || found.Problem.Detail.Contains("cannot be read", StringComparison.Ordinal) : found.Problem?.Detail.Contains(told, StringComparison.Ordinal) == true;

    private static Result<ClusterConnection> Resolve(string file)
    {
        var config = KubeConfigFiles.Load(file, static _ => null);
        return config.Succeeded ? new ConnectionResolver(new Kubernetes.Credentials.Programs(TimeProvider.System), TimeProvider.System).Resolve(config.Value, null) : config.Problem;
    }
}
