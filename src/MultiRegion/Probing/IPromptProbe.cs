namespace MultiRegion.Probing;

/// <summary>A probe of which we know that it ends as soon as it is cancelled, unless our own threads are held up.</summary>
internal interface IPromptProbe : IHealthProbe
{
    bool IsPrompt => true;
}
