using System.Collections.Immutable;

namespace MultiRegion.Aws.Wire;

/// <summary>An error as a service writes it.</summary>
/// <param name="Code">Its name, without namespace.</param>
/// <param name="Messages">What the service says, one or more.</param>
internal sealed record AwsError(string Code, ImmutableArray<string> Messages)
{
    public string Text => Shared.Http.ErrorText.Line(string.Join(' ', Messages));
}
