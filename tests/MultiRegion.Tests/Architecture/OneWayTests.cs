using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MultiRegion.Tests.Architecture;

/// <summary>The one way through the core, and who may reference whom.</summary>
public sealed class OneWayTests
{
    /// <summary>A folder may use those before it, and none behind it.</summary>
    private static readonly string[] Order =
    [
        "Options", "Topology", "Probing", "Health", "Policies", "Planning", "Machine", "Events", "Execution", "Journal", "Coordination", "Telemetry", "Engine",
        "Routing", "Hosting", "DependencyInjection",
    ];

    private static readonly string[] Pure = ["Health", "Policies", "Planning", "Machine"];

    private static readonly string[] Impure =
    [
        "TimeProvider", "ITimer", "Stopwatch", "DateTime", "ILogger", "ILoggerFactory", "async", "await", "Task", "ValueTask", "CancellationToken", "Thread", "Lock", "Interlocked",
        "IOptions", "IOptionsMonitor", "EngineOptions", "IConfiguration", "File", "Directory", "Stream", "Socket", "HttpClient", "Console", "Environment", "Random",
    ];

    [Fact]
    public void Every_folder_has_its_place() =>
        SourceFile.Core.Select(static file => file.Folder).Distinct().ShouldBe(Order, ignoreOrder: true);

    [Fact]
    public void No_folder_uses_one_behind_it() => Uses()
        .Where(static use => Array.IndexOf(Order, use.From.Folder) < Array.IndexOf(Order, use.To))
        .Select(static use => $"{use.From.Folder}/{use.From.Name} uses {use.What} of {use.To}")
        .ShouldBeEmpty();

    [Fact]
    public void The_way_is_used() => Uses().Select(static use => (use.From.Folder, use.To)).ShouldContain(("Engine", "Machine"));

    [Fact]
    public void The_middle_is_pure() => SourceFile.Core.Where(static file => Pure.Contains(file.Folder))
        .SelectMany(static file => Impure.Where(file.Names).Select(word => $"{file.Folder}/{file.Name} names {word}"))
        .ShouldBeEmpty();

    [Fact]
    public void The_contracts_reference_the_container_s_abstractions_alone()
    {
        var project = Project("MultiRegion.Abstractions");

        References(project, "PackageReference").ShouldBe(["Microsoft.Extensions.DependencyInjection.Abstractions"]);
        References(project, "ProjectReference").ShouldBeEmpty();
    }

    [Fact]
    public void Providers_reference_the_contracts_and_never_the_core()
    {
        var providers = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"), "MultiRegion.*").Select(Path.GetFileName)
            .Except(["MultiRegion.Abstractions", "MultiRegion.Testing", "MultiRegion.AspNetCore"]);

        providers.ShouldAllBe(static provider => References(Project(provider!), "ProjectReference").SequenceEqual(new[] { "MultiRegion.Abstractions.csproj" }));
        References(Project("MultiRegion"), "ProjectReference").ShouldBe(["MultiRegion.Abstractions.csproj"]);
    }

    /// <summary>
    /// Which file uses which other folder: by a using, by a name within its namespace, or by a type that is declared there in a namespace that others
    /// share: the root, and that of routing, which the contracts have too.
    /// </summary>
    private static IEnumerable<(SourceFile From, string To, string What)> Uses()
    {
        var homes = SourceFile.Core.SelectMany(static file => file.Types.Select(type => (type, file.Namespace, file.Folder))).ToLookup(static home => home.Folder);
        return from file in SourceFile.Core
               from folder in Order
               where folder != file.Folder
               from what in new[] { $"using MultiRegion.{folder};" }.Where(use => folder != "Routing" && file.Code.Contains(use, StringComparison.Ordinal))
                   .Concat(homes[folder].Where(home => home.Namespace is "MultiRegion" or "MultiRegion.Routing" ? file.Names(home.type) : Regex.IsMatch(file.Code, $@"\b{folder}\.{home.type}\b")).Select(static home => home.type))
               select (file, folder, what);
    }

    private static XDocument Project(string name) => XDocument.Load(Path.Combine(Repository.Root, "src", name, $"{name}.csproj"));

    private static IEnumerable<string> References(XDocument project, string kind) =>
        project.Descendants(kind).Select(static reference => ((string)reference.Attribute("Include")!).Split('/', '\\')[^1]);
}
