using System.Globalization;

namespace MultiRegion.Probing;

/// <summary>What an answer of the gRPC health service means.</summary>
internal static class GrpcVerdict
{
    private const int NotFound = 5;
    private const int Unavailable = 14;

    private static readonly string[] ServingStatuses = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

    public static Finding Of(string? grpcStatus, ReadOnlySpan<byte> framed)
    {
        if (framed.Length > GrpcHealthMessage.MaximumAnswer)
        {
            return Finding.Failure(ProbeReason.Garbage, "the answer is too long");
        }

        if (!int.TryParse(grpcStatus, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return Finding.Failure(ProbeReason.Garbage, "the answer has no gRPC status");
        }

        return code == 0 ? OfMessage(framed) : OfCode(code);
    }

    private static Finding OfCode(int code) => Finding.Failure(
        code is NotFound or Unavailable ? ProbeReason.NotServing : ProbeReason.WrongStatus,
        string.Create(CultureInfo.InvariantCulture, $"gRPC status {code}"));

    private static Finding OfMessage(ReadOnlySpan<byte> framed)
    {
        if (!GrpcHealthMessage.TryReadStatus(framed, out var status))
        {
            return Finding.Failure(ProbeReason.Garbage, "the answer is not a health check response");
        }

        var name = status < (ulong)ServingStatuses.Length ? ServingStatuses[status] : "a status that is not known";
        return status == GrpcHealthMessage.Serving ? Finding.Ok : Finding.Failure(ProbeReason.NotServing, name);
    }
}
