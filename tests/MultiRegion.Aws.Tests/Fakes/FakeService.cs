using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>
/// A fake of an AWS service: it reads raw HTTP, in process (<see cref="Handler"/>) or over sockets (<see cref="ListenAsync"/>), counts,
/// and fails on demand.
/// </summary>
internal abstract class FakeService
{
    private readonly Lock _gate = new();
    private readonly List<(Fault Fault, string? Operation)> _faults = [];
    private readonly HashSet<string> _busy = [];
    private ImmutableArray<FakeCall> _calls = [];

    protected FakeService() => Handler = new InProcess(this);

    /// <summary>Sends to the fake without a socket. All that is not asked to hang is answered within the call.</summary>
    public HttpMessageHandler Handler { get; }

    /// <summary>All requests so far, in order.</summary>
    public ImmutableArray<FakeCall> Calls => _calls;

    /// <summary>How many requests came.</summary>
    public int Requests => _calls.Length;

    /// <summary>How many requests changed something.</summary>
    public int Writes => _calls.Count(static call => call.Writes && call.Accepted);

    /// <summary>When set, requests that write wait for it before they are done; those that are refused because of another do not.</summary>
    public Task? WriteGate { get; set; }

    /// <summary>When set, signatures are checked against these keys.</summary>
    public FakeKeys? Keys { get; set; }

    /// <summary>The next requests fail: in order, each time once, and of the operation named only.</summary>
    public void Inject(Fault fault, int times = 1, string? operation = null)
    {
        lock (_gate)
        {
            _faults.AddRange(Enumerable.Repeat((fault, operation), times));
        }
    }

    /// <summary>Forgets the requests so far.</summary>
    public void ResetCounts() => _calls = [];

    /// <summary>Answers on a free loopback port until it is disposed.</summary>
    public ValueTask<FakeHost> ListenAsync() => FakeHost.StartAsync(this);

    /// <returns>The answer; null: the connection breaks.</returns>
    internal async Task<FakeResponse?> AnswerAsync(FakeRequest request, CancellationToken cancellationToken)
    {
        var operation = Operation(request);
        var (fault, own) = Enter(operation, request);
        try
        {
            return await AnswerAsync(request, operation, fault, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(own);
        }
    }

    private async Task<FakeResponse?> AnswerAsync(FakeRequest request, string operation, Fault? fault, CancellationToken cancellationToken)
    {
        var writes = IsWrite(operation);
        if (writes && fault is not Fault.PriorRequestNotComplete && WriteGate is { } gate)
        {
            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var early = Early(fault, request);
        var served = early is null && fault is not (Fault.HangBeforeEffect or Fault.LostBeforeEffect) ? Serve(request, operation) : null;
        ImmutableInterlocked.Update(ref _calls, calls => calls.Add(new(operation, request, writes, served?.IsSuccess == true, early ?? served)));
        if (fault is Fault.HangBeforeEffect or Fault.HangAfterEffect)
        {
            await HangAsync(cancellationToken).ConfigureAwait(false);
        }

        return early ?? Late(fault, served);
    }

    protected abstract string Operation(FakeRequest request);

    protected abstract bool IsWrite(string operation);

    /// <summary>Does what is asked; called by one caller at a time.</summary>
    protected abstract FakeResponse Handle(FakeRequest request, string operation);

    /// <summary>An error as the service writes it.</summary>
    protected abstract FakeResponse Error(int status, string code, string message);

    /// <summary>Whether pages name themselves as the next.</summary>
    protected bool RepeatsMarkers { get; private set; }

    /// <summary>What no second request may touch at the same time; null: nothing.</summary>
    protected virtual string? Exclusive(string operation, FakeRequest request) => null;

    /// <summary>The fault of this request, and what it holds alone.</summary>
    private (Fault? Fault, string? Own) Enter(string operation, FakeRequest request)
    {
        lock (_gate)
        {
            var key = Exclusive(operation, request);
            return key is not null && !_busy.Add(key) ? (Fault.PriorRequestNotComplete, null) : (TakeNeedsLock(operation), key);
        }
    }

    private void Leave(string? own)
    {
        lock (_gate)
        {
            _ = own is not null && _busy.Remove(own);
        }
    }

    private FakeResponse Serve(FakeRequest request, string operation)
    {
        lock (_gate)
        {
            return Keys is { } keys && keys.Complaint(request) is { } complaint ? Error(403, complaint, "Signature refused.") : Handle(request, operation);
        }
    }

    private FakeResponse? Early(Fault? fault, FakeRequest request)
    {
        RepeatsMarkers = fault is Fault.RepeatedMarker || (RepeatsMarkers && fault is null);
        return fault switch
        {
            Fault.Throttle => Throttling(),
            Fault.PriorRequestNotComplete => Error(400, "PriorRequestNotComplete", "The request was rejected because Route 53 was still processing a prior request."),
            Fault.TransactionInProgress => Error(400, "TransactionInProgressException", "Another transaction is in progress."),
            Fault.Unavailable => Error(503, "ServiceUnavailable", "Service is currently unavailable."),
            Fault.Denied => Error(403, AccessDeniedCode, "User: arn:aws:iam::111122223333:user/u is not authorized to perform this."),
            Fault.ExpiredToken => Error(403, "ExpiredToken", "The security token included in the request is expired"),
            Fault.SignatureDoesNotMatch => Error(403, "SignatureDoesNotMatch", $"The Canonical String for this request should have been '{string.Join('\n', request.Headers.Select(static one => $"{one.Key}:{one.Value}"))}'"),
            Fault.Html => FakeResponse.Text(200, "text/html", Page(request)),
            Fault.HtmlBadGateway => FakeResponse.Text(502, "text/html", Page(request)),
            Fault.Redirect => new(301, "text/plain", []) { Headers = { ["Location"] = "https://elsewhere.example/" } },
            _ => null,
        };
    }

    protected virtual string AccessDeniedCode => "AccessDenied";

    protected virtual FakeResponse Throttling() => Error(400, "Throttling", "Rate exceeded");

    private static FakeResponse? Late(Fault? fault, FakeResponse? response) => fault switch
    {
        Fault.LostBeforeEffect or Fault.LostAfterEffect => null,
        Fault.ErrorAfterEffect => new(500, "text/plain", []),
        Fault.Truncated => response! with { Body = response.Body[..(response.Body.Length / 2)] },
        Fault.Endless => response! with { Endless = true },
        _ => response,
    };

    /// <summary>Ends within the call that cancels, so that virtual time stays exact.</summary>
    private static async Task HangAsync(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource();
        await using var registration = cancellationToken.UnsafeRegister(static (never, token) => ((TaskCompletionSource)never!).TrySetCanceled(token), never);
        await never.Task.ConfigureAwait(false);
    }

    private static string Page(FakeRequest request) => $"<!DOCTYPE html><html><body>Sign in. You sent: {string.Join(' ', request.Headers.Values)}</body></html>";

    private Fault? TakeNeedsLock(string operation)
    {
        var at = _faults.FindIndex(one => one.Operation is null || one.Operation == operation);
        if (at < 0)
        {
            return null;
        }

        var fault = _faults[at].Fault;
        _faults.RemoveAt(at);
        return fault;
    }

    private sealed class InProcess(FakeService fake) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated.AsEnumerable() ?? [])
                .Select(static header => KeyValuePair.Create(header.Key, header.Value.ToString()))
                .Append(KeyValuePair.Create("Host", request.Headers.Host ?? request.RequestUri!.Authority));
            var response = await fake.AnswerAsync(FakeRequest.From(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body), cancellationToken).ConfigureAwait(false);
            return response is null ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.") : Message(response);
        }

        private static HttpResponseMessage Message(FakeResponse response)
        {
            HttpContent content = response.Endless ? new StreamContent(new EndlessStream(response.Body)) : new ByteArrayContent(response.Body);
            content.Headers.TryAddWithoutValidation("Content-Type", response.ContentType);
            var message = new HttpResponseMessage((HttpStatusCode)response.Status) { Content = content };
            foreach (var (name, value) in response.Headers)
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }

            return message;
        }
    }
}

/// <summary>A request that came, and whether it was done.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Request">How.</param>
/// <param name="Writes">Whether it is to change something.</param>
/// <param name="Accepted">Whether it was done.</param>
/// <param name="Response">The answer that was made, whether or not it arrived; null: none.</param>
internal sealed record FakeCall(string Operation, FakeRequest Request, bool Writes, bool Accepted, FakeResponse? Response);

/// <summary>Begins with something and goes on with blanks for ever.</summary>
internal sealed class EndlessStream(byte[] start) : Stream
{
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var from = Math.Min(count, start.Length - _at);
        if (from > 0)
        {
            Array.Copy(start, _at, buffer, offset, from);
            _at += from;
            return from;
        }

        Encoding.ASCII.GetBytes(new string(' ', count)).CopyTo(buffer, offset);
        return count;
    }

    /// <summary>Within the call, so that virtual time stays exact.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var block = new byte[buffer.Length];
        var read = Read(block, 0, block.Length);
        block.AsSpan(0, read).CopyTo(buffer.Span);
        return ValueTask.FromResult(read);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
