using System.Collections.Immutable;

namespace MultiRegion.Shared.Compile;

/// <summary>What a provider expresses less exactly than the tree says.</summary>
/// <param name="Kind">What it touches.</param>
/// <param name="Text">In words.</param>
internal readonly record struct Loss(LossKind Kind, string Text);

internal enum LossKind
{
    /// <summary>Some clients in some health states are spread otherwise than the tree says.</summary>
    Answers,

    /// <summary>Clients for whom no region is healthy are spread otherwise than the tree says.</summary>
    LastResort,

    /// <summary>Areas follow the provider's own map.</summary>
    Borders,

    /// <summary>Answers are right but for the resolution of weights.</summary>
    Resolution,

    /// <summary>The provider's own checks look for less, or for something else.</summary>
    Checks,

    /// <summary>Caching, stickiness, and how many answers a client gets at once.</summary>
    Handling,
}

/// <summary>Collects losses and the first reason to refuse, each once, in the order found.</summary>
internal sealed class Findings
{
    private readonly List<Loss> _losses = [];

    public ImmutableArray<Loss> Losses => [.. _losses];

    public string? Refusal { get; private set; }

    public void Lose(LossKind kind, string text)
    {
        var loss = new Loss(kind, text);
        if (!_losses.Contains(loss))
        {
            _losses.Add(loss);
        }
    }

    public void Refuse(string reason) => Refusal ??= reason;
}
