using System.Runtime.InteropServices;

namespace RegionOutage;

/// <summary>A child ends when its parent does: the pipe to its standard input is then closed, however the parent ended.</summary>
internal static class ParentWatch
{
    public static async Task EndWithParentAsync(CancellationTokenSource ended, Action<string>? said = null)
    {
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ended.Cancel();
        });
        using var input = new StreamReader(Console.OpenStandardInput());
        try
        {
            while (await input.ReadLineAsync(ended.Token) is { } line)
            {
                said?.Invoke(line);
            }

            await ended.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // Ended by a signal.
        }
    }
}
