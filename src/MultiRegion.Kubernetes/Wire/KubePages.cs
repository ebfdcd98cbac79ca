using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MultiRegion.Kubernetes.Wire;

/// <summary>Reads a list page by page. When a continuation expires, the list is read again as a whole.</summary>
internal sealed class KubePages(KubeClient client, string what, string path, ListOptions options)
{
    private const int MostPages = 10_000;

    private readonly ImmutableArray<JsonObject>.Builder _items = ImmutableArray.CreateBuilder<JsonObject>();
    private ImmutableArray<string> _warnings = [];

    public async ValueTask<KubeResult<KubeList>> ReadAsync(CancellationToken cancellationToken)
    {
        string? next = null;
        var size = options.PageSize;
        for (var page = 0; page < MostPages; page++)
        {
            var read = await client.ObjectAsync(client.Read(what, path + Query(size, next)), cancellationToken).ConfigureAwait(false);
            _warnings = _warnings.AddRange(read.Warnings.Except(_warnings));
            if (!read.Succeeded && read.Status is { IsExpired: true } && next is not null)
            {
                // Pages of different moments are no list of any moment: it is read again whole.
                _items.Clear();
                (next, size) = (null, 0);
                continue;
            }

            if (!read.Succeeded || read.Value["items"] is not JsonArray items)
            {
                return new(read.Problem ?? Problem.Failed($"{client.Name(what)}: the answer is no list.", retryable: true), read.Status, _warnings) { Code = read.Code };
            }

            _items.AddRange(items.OfType<JsonObject>());
            var meta = read.Value.Below("metadata");
            next = meta?.Text("continue");
            if (string.IsNullOrEmpty(next))
            {
                return new(new KubeList(_items.ToImmutable(), meta?.Text("resourceVersion") ?? ""), null, _warnings) { Code = read.Code };
            }
        }

        return new(Problem.Failed($"{client.Name(what)}: more than {MostPages} pages: nothing of them is used.", retryable: false), null, _warnings);
    }

    private string Query(int size, string? next) => KubeQuery.Of(
        ("labelSelector", options.LabelSelector),
        ("fieldSelector", options.FieldSelector),
        ("limit", size > 0 ? size.ToString(System.Globalization.CultureInfo.InvariantCulture) : null),
        ("continue", next));
}
