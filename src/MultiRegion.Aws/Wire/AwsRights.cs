namespace MultiRegion.Aws.Wire;

/// <summary>The rights that calls need.</summary>
internal static class AwsRights
{
    /// <summary>The smallest statement that allows an action.</summary>
    public static string Statement(string action, string resource) =>
        $$"""{"Effect":"Allow","Action":"{{action}}","Resource":"{{resource}}"}""";
}
