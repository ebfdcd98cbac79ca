namespace MultiRegion.Kubernetes.Tests.Apply;

/// <summary>Objects of a small shop.</summary>
internal static class Shop
{
    public const string Namespace = """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}""";

    public const string Settings = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "shop", "labels": {}}, "data": {"a": "1", "cpu": "1000m"}}""";

    public const string Password = "s3cr3t-of-the-shop";

    public const string Secret = """{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "shop"}, "stringData": {"password": "s3cr3t-of-the-shop"}}""";

    public const string Service = """{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": 8080}, {"port": 53, "protocol": "UDP"}]}}""";

    public const string Definition = """
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "widgets.shop.example.com"},
         "spec": {"group": "shop.example.com", "scope": "Namespaced", "names": {"plural": "widgets", "kind": "Widget"}, "versions": [{"name": "v1", "served": true, "storage": true}]}}
        """;

    public const string Widget = """{"apiVersion": "shop.example.com/v1", "kind": "Widget", "metadata": {"name": "w", "namespace": "shop"}, "spec": {"size": 3}}""";

    public static readonly string[] All = [Web(), Service, Secret, Settings, Namespace];

    public static string Web(int? replicas = 2, string image = "shop/web:1.2", string cpu = "1000m", string env = """{"name": "MODE", "value": "a"}, {"name": "EMPTY", "value": ""}""") => $$$"""
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop", "creationTimestamp": null, "annotations": {"team": "a"}, "finalizers": ["shop.example.com/hold"]},
         "spec": {{{{(replicas is { } count ? $"\"replicas\": {count}, " : "")}}}"selector": {"matchLabels": {"app": "web"}}, "template": {"metadata": {"labels": {"app": "web"}},
          "spec": {"containers": [{"name": "app", "image": "{{{image}}}", "args": ["-v", "x"], "env": [{{{env}}}], "ports": [{"containerPort": 8080}],
           "resources": {"requests": {"cpu": "{{{cpu}}}", "memory": "1024Mi"} } }], "volumes": [{"name": "tmp", "emptyDir": {} }] } } },
         "status": {"replicas": 7} }
        """;
}
