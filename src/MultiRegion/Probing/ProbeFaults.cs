using System.Net.Sockets;
using System.Security.Authentication;

namespace MultiRegion.Probing;

/// <summary>
/// What an exception says about the target. Details are our own words and the names of codes: messages of exceptions quote
/// what was sent and received.
/// </summary>
internal static class ProbeFaults
{
    public static Finding Of(Exception exception, DialAttempt attempt) =>
        attempt.CancellationToken.IsCancellationRequested ? attempt.TimedOut() : Of(exception);

    /// <summary>What a probe that threw, against its contract, has found.</summary>
    public static Finding Thrown(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested
            ? Finding.Failure(ProbeReason.TimedOut)
            : Finding.Unknown(ProbeReason.OwnFault, $"the probe threw {exception.GetType().Name}");

    /// <summary>What a time-out means: a resolver that is silent says nothing about the target.</summary>
    public static Finding TimedOut(DialPhase phase) => phase switch
    {
        DialPhase.Resolving => Finding.Unknown(ProbeReason.NoRoute, "the resolver did not answer in time"),
        DialPhase.Connecting => Finding.Failure(ProbeReason.TimedOut, "while connecting"),
        DialPhase.Handshaking => Finding.Failure(ProbeReason.TimedOut, "during the TLS handshake"),
        _ => Finding.Failure(ProbeReason.TimedOut, "while waiting for the answer"),
    };

    /// <summary>The same for a probe that we kept waiting for some of its time: the target never had all of it.</summary>
    public static Finding TimedOut(DialPhase phase, TimeSpan heldUp) => heldUp > Pace.LeastTolerance
        ? Finding.Unknown(ProbeReason.OwnFault, "our own process was too busy to begin it in time")
        : TimedOut(phase);

    public static Finding Of(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => Finding.Failure(ProbeReason.ConnectionRefused),
        SocketError.TimedOut => Finding.Failure(ProbeReason.TimedOut, "while connecting"),
        SocketError.HostNotFound or SocketError.NoData => Finding.Failure(ProbeReason.NoSuchName),
        SocketError.TryAgain or SocketError.NoRecovery => Finding.Unknown(ProbeReason.NoRoute, "the resolver failed"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NetworkReset
            or SocketError.NotConnected => Finding.Failure(ProbeReason.ConnectionLost),
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown
            or SocketError.AddressFamilyNotSupported or SocketError.AccessDenied => Finding.Unknown(ProbeReason.NoRoute, $"{error}"),
        _ => Finding.Unknown(ProbeReason.OwnFault, $"{error}"),
    };

    // The cause says more than what it is wrapped in, so the kinds of the wrapping come last.
    public static Finding Of(Exception exception) =>
        First(exception, OfCause) ?? First(exception, OfHttp) ?? First(exception, OfConnection)
            ?? Finding.Unknown(ProbeReason.OwnFault, $"the probe threw {exception.GetType().Name}");

    private static Finding? First(Exception exception, Func<Exception, Finding?> meaning)
    {
        Finding? found = null;
        for (Exception? at = exception; at is not null && found is null; at = at.InnerException)
        {
            found = meaning(at);
        }

        return found;
    }

    private static Finding? OfCause(Exception exception) => exception switch
    {
        SocketException socket => Of(socket.SocketErrorCode),
        CertificateException certificate => Finding.Failure(ProbeReason.TlsFailed, certificate.Message),
        AuthenticationException => Finding.Failure(ProbeReason.TlsFailed),
        _ => null,
    };

    private static Finding? OfHttp(Exception exception) => exception switch
    {
        // The framework's own limits on the sizes and the extensions of chunks have no code.
        HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: null } => Finding.Failure(ProbeReason.Garbage),
        HttpRequestException request => Of(request.HttpRequestError),
        HttpIOException body => Of(body.HttpRequestError),
        _ => null,
    };

    private static Finding? OfConnection(Exception exception) =>
        exception is IOException ? Finding.Failure(ProbeReason.ConnectionLost) : null;

    private static Finding? Of(HttpRequestError error) => error switch
    {
        HttpRequestError.ResponseEnded => Finding.Failure(ProbeReason.ConnectionLost),
        HttpRequestError.SecureConnectionError => Finding.Failure(ProbeReason.TlsFailed),
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.VersionNegotiationError
            or HttpRequestError.ConfigurationLimitExceeded => Finding.Failure(ProbeReason.Garbage, $"{error}"),
        _ => null,
    };
}
