using System.Collections.Immutable;

namespace MultiRegion.Aws.Wire;

/// <summary>Follows pages to the end.</summary>
internal static class Paging
{
    /// <summary>More pages than any account has: a server that invents markers is not followed for ever.</summary>
    public const int MostPages = 10_000;

    /// <param name="name">The call, for messages.</param>
    /// <param name="read">Reads the page that begins at a marker; null: the first.</param>
    public static async ValueTask<Result<ImmutableArray<T>>> AllAsync<T>(string name, Func<string?, ValueTask<Result<Page<T>>>> read)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (string? marker = null; seen.Count < MostPages;)
        {
            var page = await read(marker).ConfigureAwait(false);
            if (page.Value is not { } value)
            {
                return page.Problem!;
            }

            items.AddRange(value.Items);
            marker = value.Next;
            if (marker is null)
            {
                return items.ToImmutable();
            }

            if (!seen.Add(marker))
            {
                return Problem.Failed($"{name}: the service repeats a page marker, so the list has no end: nothing of it is used.", retryable: true);
            }
        }

        return Problem.Failed($"{name}: more than {MostPages} pages: nothing of them is used.", retryable: false);
    }
}

/// <param name="Items">What is on it.</param>
/// <param name="Next">The next page's marker; null: the end.</param>
internal sealed record Page<T>(ImmutableArray<T> Items, string? Next);
