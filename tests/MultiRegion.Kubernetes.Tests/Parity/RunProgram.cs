using System.Diagnostics;

namespace MultiRegion.Kubernetes.Tests.Parity;

/// <summary>Runs somebody else's client to its end.</summary>
internal static class RunProgram
{
    public static async Task<(int Exit, string Printed, string Complaint)> RunAsync(string program, IEnumerable<string> arguments, string input, string home)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_NO_WARNINGS"] = "1", ["NODE_TLS_REJECT_UNAUTHORIZED"] = "0", ["HOME"] = home },
        })!;
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var complaint = process.StandardError.ReadToEndAsync();
            var printed = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, printed, await complaint);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
