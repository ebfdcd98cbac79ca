using System.Net.Sockets;
using MultiRegion.Probing;

namespace MultiRegion.Tests.Probing;

public class ProbeFaultsTests
{
    [Theory]
    [InlineData(SocketError.ConnectionRefused, ProbeOutcome.Failure, ProbeReason.ConnectionRefused)]
    [InlineData(SocketError.ConnectionReset, ProbeOutcome.Failure, ProbeReason.ConnectionLost)]
    [InlineData(SocketError.ConnectionAborted, ProbeOutcome.Failure, ProbeReason.ConnectionLost)]
    [InlineData(SocketError.TimedOut, ProbeOutcome.Failure, ProbeReason.TimedOut)]
    [InlineData(SocketError.HostNotFound, ProbeOutcome.Failure, ProbeReason.NoSuchName)]
    [InlineData(SocketError.NoData, ProbeOutcome.Failure, ProbeReason.NoSuchName)]
    [InlineData(SocketError.TryAgain, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData(SocketError.NoRecovery, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData(SocketError.NetworkUnreachable, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData(SocketError.HostUnreachable, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData(SocketError.NetworkDown, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData(SocketError.AddressFamilyNotSupported, ProbeOutcome.Unknown, ProbeReason.NoRoute)]
    [InlineData(SocketError.TooManyOpenSockets, ProbeOutcome.Unknown, ProbeReason.OwnFault)]
    [InlineData(SocketError.NoBufferSpaceAvailable, ProbeOutcome.Unknown, ProbeReason.OwnFault)]
    [InlineData(SocketError.AddressNotAvailable, ProbeOutcome.Unknown, ProbeReason.OwnFault)]
    public void What_a_socket_error_says_about_the_target(SocketError error, ProbeOutcome outcome, ProbeReason reason)
    {
        var wrapped = new HttpRequestException(HttpRequestError.ConnectionError, "secret-marker", new SocketException((int)error));

        var finding = ProbeFaults.Of(wrapped, Attempt(default));

        (finding.Outcome, finding.Reason).ShouldBe((outcome, reason));
        (finding.Detail ?? "").ShouldNotContain("secret-marker");
    }

    [Fact]
    public void A_connection_that_breaks_without_a_code_is_lost_however_deep_that_is_wrapped() =>
        ProbeFaults.Of(new HttpRequestException("secret-marker", new IOException("secret-marker", new InvalidDataException())), Attempt(default))
            .ShouldBe(new(ProbeOutcome.Failure, ProbeReason.ConnectionLost));

    [Fact]
    public void An_answer_that_the_framework_refuses_without_a_code_is_garbage() =>
        ProbeFaults.Of(new HttpRequestException("secret-marker"), Attempt(default)).ShouldBe(new(ProbeOutcome.Failure, ProbeReason.Garbage));

    [Fact]
    public void What_we_do_not_understand_says_nothing_about_the_target() =>
        ProbeFaults.Of(new InvalidOperationException("secret-marker"), Attempt(default))
            .ShouldBe(new(ProbeOutcome.Unknown, ProbeReason.OwnFault, "the probe threw InvalidOperationException"));

    // The attempt's phase, and what its time-out means.
    [Theory]
    [InlineData(1, ProbeOutcome.Unknown, ProbeReason.NoRoute, "the resolver did not answer in time")]
    [InlineData(2, ProbeOutcome.Failure, ProbeReason.TimedOut, "while connecting")]
    [InlineData(3, ProbeOutcome.Failure, ProbeReason.TimedOut, "during the TLS handshake")]
    [InlineData(4, ProbeOutcome.Failure, ProbeReason.TimedOut, "while waiting for the answer")]
    [InlineData(0, ProbeOutcome.Failure, ProbeReason.TimedOut, "while waiting for the answer")]
    public void A_silent_resolver_says_nothing_about_the_target(int phase, ProbeOutcome outcome, ProbeReason reason, string detail)
    {
        var attempt = Attempt(new(canceled: true));
        attempt.Phase = (DialPhase)phase;

        ProbeFaults.Of(new TaskCanceledException(), attempt).ShouldBe(new(outcome, reason, detail));
    }

    private static DialAttempt Attempt(CancellationToken cancellationToken) =>
        new(new("eu.example.com", 443), null, cancellationToken) { Time = TimeProvider.System, Names = NameResolver.System(TimeProvider.System) };

    [Theory]
    [InlineData(100, ProbeOutcome.Failure, ProbeReason.TimedOut)]
    [InlineData(101, ProbeOutcome.Unknown, ProbeReason.OwnFault)]
    public void A_target_that_never_had_all_of_its_time_because_of_us_did_not_time_out(int heldUp, ProbeOutcome outcome, ProbeReason reason)
    {
        var finding = ProbeFaults.TimedOut(DialPhase.Connected, TimeSpan.FromMilliseconds(heldUp));

        (finding.Outcome, finding.Reason).ShouldBe((outcome, reason));
    }
}
