using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace MultiRegion.Probing.Batch;

/// <summary>An HTTP probe that the batch loop carries out. What the loop cannot do goes the portable way.</summary>
internal sealed class BatchHttpProbe(HttpProbeDefinition definition, ProbeContext context, BatchLoop loop) : IBatchedProbe
{
    private readonly HttpProbe _portable = new(definition, context);
    private readonly WantedText? _wanted = definition.BodyContains is { } text ? new(Encoding.UTF8.GetBytes(text)) : null;
    private readonly ConcurrentDictionary<ProbeTarget, Question?> _questions = new();

    public Exchange? Prepare(ProbeTarget target, IExchangeOwner owner) =>
        About(target) is { } question ? new(loop, question, owner, isFresh: false) : null;

    public ValueTask<ProbeResult> ProbeAsync(ProbeTarget target, CancellationToken cancellationToken) => About(target) is { } question
        ? new AwaitedExchange(loop, question, isFresh: false).RunAsync(cancellationToken)
        : _portable.ProbeAsync(target, cancellationToken);

    public ValueTask<ProbeResult> ProbeFreshAsync(ProbeTarget target, CancellationToken cancellationToken) => About(target) is { } question
        ? new AwaitedExchange(loop, question, isFresh: true).RunAsync(cancellationToken)
        : _portable.ProbeFreshAsync(target, cancellationToken);

    private Question? About(ProbeTarget target) =>
        _questions.TryGetValue(target, out var known) ? known : _questions.GetOrAdd(target, Make(target));

    private Question? Make(ProbeTarget target)
    {
        if (Destination.Find(definition, target, definition.Https ? 443 : 80) is not { } to || to.Uri(definition.Https ? "https" : "http", definition.Path) is not { } uri)
        {
            return null;
        }

        return new()
        {
            To = to,
            TlsName = definition.Https ? HttpProbe.FixedTlsName(definition) ?? to.Host : null,
            ChainPolicy = context.ChainPolicy,
            Address = IPAddress.TryParse(to.Host, out var address) ? address : null,
            Request = RequestText.Of(definition, uri),
            IsHead = RequestText.Method(definition) == HttpMethod.Head,
            Statuses = definition.Statuses,
            Wanted = _wanted,
            MaximumBody = definition.MaximumBody,
            Watcher = definition.Tripwire ? new(target.Service, target.Region) : null,
        };
    }
}
