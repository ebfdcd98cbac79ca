using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>Makes calls with an official JavaScript client.</summary>
internal static class OfficialSdk
{
    /// <param name="service"><c>route53</c>, <c>globalaccelerator</c> or <c>routingcontrol</c>.</param>
    /// <param name="endpoint">Where to.</param>
    /// <param name="steps">Commands and their inputs, as JSON.</param>
    public static async Task<IReadOnlyList<RecordedOutcome>> DriveAsync(string service, Uri endpoint, params IEnumerable<(string Command, string Input)> steps)
    {
        using var node = Process.Start(new ProcessStartInfo(NodeFactAttribute.Node!, [Path.Combine(Recording.Folder(), "drive.mjs"), service, endpoint.AbsoluteUri.TrimEnd('/')])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_NO_WARNINGS"] = "1" },
        })!;
        try
        {
            await node.StandardInput.WriteAsync(new JsonArray([.. steps.Select(static step => new JsonArray(step.Command, JsonNode.Parse(step.Input)))]).ToJsonString());
            node.StandardInput.Close();
            var complaint = node.StandardError.ReadToEndAsync();
            var printed = await node.StandardOutput.ReadToEndAsync();
            await node.WaitForExitAsync();
            node.ExitCode.ShouldBe(0, await complaint);
            return JsonSerializer.Deserialize<List<RecordedOutcome>>(printed, JsonSerializerOptions.Web)!;
        }
        finally
        {
            Stop(node);
        }
    }

    private static void Stop(Process node)
    {
        if (!node.HasExited)
        {
            node.Kill(entireProcessTree: true);
        }
    }
}
