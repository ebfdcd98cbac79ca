using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MultiRegion.Kubernetes.Tests.DependencyInjection;

/// <summary>Registration, and options that are wrong.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public void The_fleet_is_registered_under_its_id_and_its_own_type_and_the_lease_under_the_engine()
    {
        using var services = Build(static builder => builder
            .AddKubernetesFleet("k8s", static options => options.Clusters.Add(new() { Cluster = "eu", Namespaces = { "shop" } }))
            .UseKubernetesLease(static options => options.Connection.InCluster = true));

        services.GetRequiredKeyedService<IClusterFleet>("k8s").ShouldBeSameAs(services.GetRequiredKeyedService<KubernetesFleet>("k8s"));
        services.GetRequiredKeyedService<IClusterFleet>("k8s").Capabilities.ShouldBe(new() { Kind = "kubernetes", Fencing = FencingStrength.Atomic });
        services.GetRequiredKeyedService<ILeaseStore>("").ShouldBeOfType<KubernetesLeaseStore>();
    }

    [Fact]
    public void Options_come_from_configuration()
    {
        var section = Section(
            ("Owner", "acme"), ("Timeout", "00:00:05"), ("Clusters:0:Cluster", "eu"), ("Clusters:0:Namespaces:0", "shop"), ("Clusters:0:LabelSelector", "app=web"), ("Clusters:0:Kinds:0", "rollouts.argoproj.io"), ("CheckCapacity", "true"),
            ("Clusters:0:Connection:KubeConfig", "/etc/kube"), ("Clusters:0:Connection:Context", "eu-admin"));
        using var services = Build(builder => builder.AddKubernetesFleet("k8s", section).UseKubernetesLease(Section(("Namespace", "ops"), ("Name", "one"), ("RequestTimeout", "00:00:01"), ("Connection:InCluster", "true"))));

        var options = services.GetRequiredService<IOptionsMonitor<KubernetesFleetOptions>>().Get("k8s");
        var lease = services.GetRequiredService<IOptionsMonitor<KubernetesLeaseOptions>>().Get("lease");

        (options.Owner, options.Timeout, options.Clusters[0].Cluster, options.Clusters[0].Namespaces[0], options.Clusters[0].LabelSelector, options.Clusters[0].Connection.KubeConfig, options.Clusters[0].Connection.Context)
            .ShouldBe(("acme", TimeSpan.FromSeconds(5), "eu", "shop", "app=web", "/etc/kube", "eu-admin"));
        (options.CheckCapacity, options.Clusters[0].Kinds.Single()).ShouldBe((true, "rollouts.argoproj.io"));
        (lease.Namespace, lease.Name, lease.RequestTimeout, lease.Connection.InCluster).ShouldBe(("ops", "one", TimeSpan.FromSeconds(1), true));
    }

    [Fact]
    public void The_home_is_registered_under_the_engine_and_its_options_come_from_configuration()
    {
        using var services = Build(static builder => builder
            .UseKubernetesJournal(Section(("Namespace", "ops"), ("Name", "j"), ("RequestTimeout", "00:00:01"), ("AcknowledgeInside", "true"), ("Connection:Context", "home")))
            .UseKubernetesInbox(Section(("Namespace", "cmd"), ("Name", "i"), ("RequestTimeout", "00:00:01"), ("PollInterval", "00:00:05"), ("Connection:Context", "home"))));

        services.GetRequiredKeyedService<IFailoverJournal>("").ShouldBeOfType<KubernetesJournal>();
        services.GetRequiredKeyedService<IOperatorInbox>("").ShouldBeOfType<KubernetesInbox>();
        var journal = services.GetRequiredService<IOptionsMonitor<KubernetesJournalOptions>>().Get("journal");
        var inbox = services.GetRequiredService<IOptionsMonitor<KubernetesInboxOptions>>().Get("inbox");
        (journal.Namespace, journal.Name, journal.RequestTimeout, journal.AcknowledgeInside, journal.Connection.Context).ShouldBe(("ops", "j", TimeSpan.FromSeconds(1), true, "home"));
        (inbox.Namespace, inbox.Name, inbox.RequestTimeout, inbox.PollInterval, inbox.Connection.Context).ShouldBe(("cmd", "i", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), "home"));
    }

    [Fact]
    public void A_probe_is_registered_under_its_name_and_its_options_come_from_configuration()
    {
        using var services = Build(static builder => builder.AddKubernetesProbe("ready", Section(
            ("Look", "Address"), ("Object", "shop/service/web"), ("MinimumReady", "2"), ("Timeout", "00:00:02"), ("Regions:0:Region", "eu"), ("Regions:0:Object", "edge/ingress/web"), ("Regions:0:Connection:Context", "eu-admin"))));

        services.GetRequiredKeyedService<IHealthProbe>("ready").ShouldBeOfType<KubernetesProbe>();
        var options = services.GetRequiredService<IOptionsMonitor<KubernetesProbeOptions>>().Get("ready");
        (options.Look, options.Object, options.MinimumReady, options.Timeout, options.Regions[0].Region, options.Regions[0].Object, options.Regions[0].Connection.Context)
            .ShouldBe((KubernetesLook.Address, "shop/service/web", 2, TimeSpan.FromSeconds(2), "eu", "edge/ingress/web", "eu-admin"));
    }

    [Theory]
    [InlineData("home", false, false)]
    [InlineData("eu-admin", false, true)]
    [InlineData("eu-admin", true, false)]
    public void A_journal_in_a_cluster_that_the_engine_moves_is_refused_unless_it_is_acknowledged(string context, bool acknowledged, bool refused)
    {
        using var services = Build(builder => builder
            .UseKubernetesJournal(options => (options.Connection.Context, options.AcknowledgeInside) = (context, acknowledged))
            .AddKubernetesFleet("k8s", static options => options.Clusters.Add(new() { Cluster = "eu", Namespaces = { "shop" }, Connection = { Context = "eu-admin" } })));

        var failures = Should.NotThrow(() =>
        {
            try
            {
                services.GetRequiredService<IOptionsMonitor<KubernetesJournalOptions>>().Get("journal");
                return [];
            }
            catch (OptionsValidationException wrong)
            {
                return wrong.Failures;
            }
        });

        failures.ShouldBe(refused ? ["Journal: it lies in the cluster 'eu', whose region the engine moves, and dies with it: put it into a cluster outside every region, or set AcknowledgeInside to true."] : []);
    }

    [Fact]
    public void All_mistakes_in_configuration_are_named_at_once()
    {
        using var services = Build(builder => builder.AddKubernetesFleet("k8s", Section(("Ownr", "x"), ("Timeout", "soon"), ("Clusters:0:Connection:InCluster", "maybe"))));

        Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptionsMonitor<KubernetesFleetOptions>>().Get("k8s")).Failures
            .ShouldBe(["k8s:Ownr is not a key that is known here", "k8s:Timeout is 'soon': write a time such as 00:01:00", "k8s:Clusters:0:Connection:InCluster is 'maybe': write true or false"], ignoreOrder: true);
    }

    [Fact]
    public void All_mistakes_in_options_are_named_at_once()
    {
        using var http = new HttpClient();
        var options = new KubernetesFleetOptions { Owner = "a b", Timeout = TimeSpan.Zero };
        options.Clusters.Add(new() { Cluster = "e u", Namespaces = { "Shop" }, Connection = { KubeConfig = "", InCluster = true } });
        options.AddCluster("us", new("ftp://us.example.com"), http);
        options.AddCluster("us", new("https://us.example.com"), http).Namespaces.Add("shop");

        var message = Should.Throw<ArgumentException>(() => new KubernetesFleet(options, TimeProvider.System)).Message;

        foreach (var mistake in new[]
        {
            "Owner:", "Timeout is 00:00:00", "Clusters[0].Cluster: ' '", "'Shop', which is no name", "Clusters[0].Connection has several ways", "an empty KubeConfig", "Clusters[1].Namespaces is empty",
            "Clusters[1].Connection has an address", "Clusters names 'us' twice",
        })
        {
            message.ShouldContain(mistake);
        }

        Should.Throw<ArgumentException>(() => new KubernetesFleet(new(), TimeProvider.System)).Message.ShouldContain("Clusters is empty");
        var lease = Should.Throw<ArgumentException>(() => new KubernetesLeaseStore(new() { Namespace = "A", Name = "", RequestTimeout = TimeSpan.FromHours(1) }, TimeProvider.System)).Message;
        var journal = Should.Throw<ArgumentException>(() => new KubernetesJournal(new() { Namespace = "A", Name = "a.b", RequestTimeout = TimeSpan.Zero }, TimeProvider.System)).Message;
        journal.ShouldSatisfyAllConditions(() => journal.ShouldContain("Namespace is 'A'"), () => journal.ShouldContain("Name is 'a.b'"), () => journal.ShouldContain("RequestTimeout is 00:00:00"));
        Should.Throw<ArgumentException>(() => new KubernetesInbox(new() { Name = "", PollInterval = TimeSpan.Zero }, TimeProvider.System)).Message.ShouldBe("Name is '': write 1 to 63 letters, digits, '-', '_' or '.', with a letter or digit at both ends; PollInterval is 00:00:00: write more than 0 and at most 1 minute.");
        lease.ShouldSatisfyAllConditions(() => lease.ShouldContain("Namespace is 'A'"), () => lease.ShouldContain("Name is ''"), () => lease.ShouldContain("RequestTimeout is 01:00:00"));
    }

    [Fact]
    public void A_federation_is_registered_under_its_name_and_its_options_come_from_configuration()
    {
        using var services = Build(static builder => builder.AddKubernetesFederation("all", Section(
            ("Owner", "acme"), ("DefaultNamespace", "shop"), ("Parallelism", "9"), ("ParallelismPerCluster", "3"), ("Timeout", "00:00:05"), ("EstablishTimeout", "00:00:07"), ("Kinds:0", "v1/Pod"),
            ("Clusters:0:Cluster", "eu"), ("Clusters:0:Region", "eu-1"), ("Clusters:0:Provider", "aws"), ("Clusters:0:Labels:tier", "gold"), ("Clusters:0:Connection:Context", "eu-admin"))));

        var options = services.GetRequiredService<IOptionsMonitor<KubernetesFederationOptions>>().Get("all");

        (options.Owner, options.DefaultNamespace, options.Parallelism, options.ParallelismPerCluster, options.Timeout, options.EstablishTimeout, options.Kinds[0]).ShouldBe(("acme", "shop", 9, 3, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7), "v1/Pod"));
        (options.Clusters[0].Region, options.Clusters[0].Provider, options.Clusters[0].Labels["tier"], options.Clusters[0].Connection.Context).ShouldBe(("eu-1", "aws", "gold", "eu-admin"));
        services.GetRequiredKeyedService<KubernetesFederation>("all").Clusters.ShouldBe(["eu"]);
    }

    [Fact]
    public void All_mistakes_in_the_options_of_a_federation_are_named_at_once()
    {
        var options = new KubernetesFederationOptions { Owner = "a b", DefaultNamespace = "Shop", Parallelism = 0, ParallelismPerCluster = 2000, Timeout = TimeSpan.Zero, EstablishTimeout = TimeSpan.FromHours(1), Kinds = { "Pod" } };
        options.Clusters.Add(new() { Cluster = "e u", Region = "", Labels = { [""] = "x" }, Connection = { KubeConfig = "" } });
        options.Clusters.Add(new() { Cluster = "us" });
        options.Clusters.Add(new() { Cluster = "us" });

        var message = Should.Throw<ArgumentException>(() => new KubernetesFederation(options, TimeProvider.System)).Message;

        foreach (var mistake in new[]
        {
            "Owner:", "DefaultNamespace is 'Shop'", "Parallelism is 0: write 1 to 10000", "ParallelismPerCluster is 2000", "Timeout is 00:00:00", "EstablishTimeout is 01:00:00", "Kinds has 'Pod'",
            "Clusters[0].Cluster: ' '", "Clusters[0].Region: an id may not be empty", "Clusters[0].Labels has an empty key", "Clusters[0].Connection has an empty KubeConfig", "Clusters names 'us' twice",
        })
        {
            message.ShouldContain(mistake);
        }
    }

    private static ServiceProvider Build(Action<IMultiRegionBuilder> add)
    {
        var services = new ServiceCollection();
        add(new Builder("", services));
        return services.BuildServiceProvider();
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(static pair => KeyValuePair.Create($"k8s:{pair.Key}", (string?)pair.Value))).Build().GetSection("k8s");

    private sealed record Builder(string Name, IServiceCollection Services) : IMultiRegionBuilder;
}
