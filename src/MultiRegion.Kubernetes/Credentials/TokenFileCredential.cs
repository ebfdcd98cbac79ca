namespace MultiRegion.Kubernetes.Credentials;

/// <summary>A token in a file, which others exchange: it is read again each minute and when it was not accepted. What was read last counts when it cannot be read.</summary>
/// <param name="path">The file.</param>
/// <param name="first">What counts until the file could be read; null: nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenFileCredential(string path, string? first, TimeProvider time) : Credential
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Proof? _proof = first is { } token && TokenText.IsOne(token) ? new(new("Bearer", token)) : null;
    private string? _token = first;
    private long? _read;

    public override async ValueTask<Proof> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_proof is { } known && _read is { } at && time.GetElapsedTime(at) < Fresh)
            {
                return known;
            }
        }

        var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            if (read is not null && (_proof is null || read != _token))
            {
                (_proof, _token) = (new(new("Bearer", read)), read);
            }

            _read = time.GetTimestamp();
            return _proof ?? throw new CredentialException($"No token: the file {path} cannot be read, or holds none.");
        }
    }

    public override bool Reject(Proof proof)
    {
        lock (_gate)
        {
            _read = null;
            return true;
        }
    }

    private async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var text = (await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)).Trim();
            return TokenText.IsOne(text) ? text : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
