using MultiRegion.Kubernetes.Config;

namespace MultiRegion.Kubernetes.Credentials;

/// <summary>What a program hands out: kept until it expires or is not accepted, and asked for by one caller at a time.</summary>
internal sealed class ExecCredential(ExecEntry exec, ClusterEntry cluster, IPrograms programs, TimeProvider time) : Credential, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private Held? _held;

    public override async ValueTask<Proof> GetAsync(CancellationToken cancellationToken)
    {
        if (Current is { } known)
        {
            return known;
        }

        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Current ?? await AskAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    public override bool Reject(Proof proof)
    {
        // Another caller may have asked again already: what it got is not what was rejected.
        if (Volatile.Read(ref _held) is { } held && ReferenceEquals(held.Proof, proof))
        {
            Interlocked.CompareExchange(ref _held, null, held);
        }

        return true;
    }

    private Proof? Current => Volatile.Read(ref _held) is { } held && (held.Lasts is not { } lasts || time.GetElapsedTime(held.Since) < lasts) ? held.Proof : null;

    private async ValueTask<Proof> AskAsync(CancellationToken cancellationToken)
    {
        var printed = await programs.RunAsync(exec, ExecRules.Info(exec, cluster), cancellationToken).ConfigureAwait(false);
        var answer = printed.Succeeded ? ExecRules.Read(exec, printed.Value) : printed.Problem;
        var proof = answer.Succeeded ? Proof(answer.Value) : answer.Problem;
        if (!proof.Succeeded)
        {
            throw new CredentialException($"{exec.At}: no credential from the plugin '{exec.Command}': {proof.Problem.Detail}.{(exec.InstallHint is { } hint && proof.Problem.Kind == ProblemKind.NotFound ? $" {hint.Trim()}" : "")}");
        }

        // The end is told in UTC, and counted from now on with the clock that nobody sets.
        Volatile.Write(ref _held, new(proof.Value, time.GetTimestamp(), answer.Value!.Until - time.GetUtcNow()));
        return proof.Value;
    }

    private Result<Proof> Proof(ExecAnswer answer)
    {
        var header = answer.Token is { } token ? new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", token) : null;
        if (answer.Certificate is null)
        {
            return new Proof(header);
        }

        var certificate = Certificates.Client(answer.Certificate, answer.Key!, "its certificate", time);
        return certificate.Succeeded ? new Proof(header, certificate.Value) : Problem.Refused(certificate.Problem.Detail.TrimEnd('.'));
    }

    private sealed record Held(Proof Proof, long Since, TimeSpan? Lasts);
}
