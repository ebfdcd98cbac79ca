namespace RegionOutage;

/// <summary>Where the files of a run lie.</summary>
internal sealed record RunFolder(string Path)
{
    public string Journal => In("journal");

    /// <summary>A folder of its own, so that the watch sees the router's writes and nothing else.</summary>
    public string Router => In("router");

    public string Routes => System.IO.Path.Join(Router, RoutesName);

    public string ClientLog => In("client.log");

    public string Timeline => In("timeline.svg");

    public const string RoutesName = "routes.json";

    public string AccessLog(string region) => In($"access-{region}.log");

    public string ErrorLog(string child) => In($"{child}.err");

    private string In(string name) => System.IO.Path.Join(Path, name);
}
