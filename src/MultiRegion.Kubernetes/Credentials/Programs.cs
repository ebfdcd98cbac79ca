using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using MultiRegion.Kubernetes.Config;

namespace MultiRegion.Kubernetes.Credentials;

/// <summary>Runs exec plugins.</summary>
internal interface IPrograms
{
    /// <returns>What it printed, or why there is nothing; never what it complained of, which may hold a secret.</returns>
    ValueTask<Result<string>> RunAsync(ExecEntry program, string info, CancellationToken cancellationToken);
}

/// <summary>Real processes.</summary>
/// <param name="time">The clock.</param>
internal sealed class Programs(TimeProvider time) : IPrograms
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private const int MostPrinted = 1024 * 1024;

    public async ValueTask<Result<string>> RunAsync(ExecEntry program, string info, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var process = Process.Start(Start(program, info));
            return process is null ? Problem.Refused("it did not start") : await ReadAsync(process, either.Token).ConfigureAwait(false);
        }
        catch (Win32Exception)
        {
            return new Problem(ProblemKind.NotFound, "it is not there, or may not be run", Retryable: false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Problem.Unreachable($"it did not end within {Longest.TotalSeconds:0} s");
        }
    }

    private static ProcessStartInfo Start(ExecEntry program, string info)
    {
        var start = new ProcessStartInfo(program.Command, program.Arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in program.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = info;
        return start;
    }

    private static async ValueTask<Result<string>> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            process.StandardInput.Close();
            var complaint = process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
            var printed = await PrintedAsync(process.StandardOutput.BaseStream, cancellationToken).ConfigureAwait(false);
            if (printed is null)
            {
                return Problem.Refused($"it printed more than {MostPrinted} bytes");
            }

            await complaint.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? printed : Problem.Refused($"it ended with the exit code {process.ExitCode}: run it by hand to see why");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async ValueTask<string?> PrintedAsync(Stream stream, CancellationToken cancellationToken)
    {
        var (buffer, length) = (new byte[MostPrinted + 1], 0);
        while (length < buffer.Length && await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            length += read;
        }

        return length > MostPrinted ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }
}
