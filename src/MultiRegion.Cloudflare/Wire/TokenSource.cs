namespace MultiRegion.Cloudflare.Wire;

/// <summary>An API token, read for each request: it may be exchanged at any time. It is never part of any text.</summary>
/// <param name="name">Where it comes from, for messages.</param>
/// <param name="read">Reads it.</param>
internal sealed class TokenSource(string name, Func<CancellationToken, ValueTask<string>> read)
{
    public string Name => name;

    public static TokenSource Of(string token) => new("given by the application", _ => ValueTask.FromResult(token));

    public static TokenSource File(string path) => new($"the file {path}", async cancellationToken => await System.IO.File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false));

    /// <exception cref="TokenException">There is none, or it cannot be one.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        var token = (await ReadAsync(cancellationToken).ConfigureAwait(false)).Trim();
        return token.Length == 0 ? throw new TokenException($"No API token: {name} holds nothing.")
            : token.All(static letter => letter is > ' ' and < '\x7f') ? token
            : throw new TokenException($"No API token: what {name} holds has characters that no token has.");
    }

    // What a reader throws may hold anything: its text is not repeated.
    private async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await read(cancellationToken).ConfigureAwait(false) ?? "";
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new TokenException($"No API token: {name} cannot be read ({error.GetType().Name}).");
        }
    }
}

/// <summary>There is no token to send.</summary>
internal sealed class TokenException(string message) : Exception(message);
