using System.Net;
using System.Text;
using MultiRegion.Aws.Tests.Fakes;

namespace MultiRegion.Aws.Tests.Parity;

/// <summary>Gives the recorded answers in their order and keeps what was asked.</summary>
internal sealed class CannedServer(IReadOnlyList<RecordedResponse> answers) : HttpMessageHandler
{
    public List<FakeRequest> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated.AsEnumerable() ?? []).Select(static header => KeyValuePair.Create(header.Key, header.Value.ToString()));
        Requests.Add(FakeRequest.From(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body));
        return Message(answers[Math.Min(Requests.Count, answers.Count) - 1]);
    }

    private static HttpResponseMessage Message(RecordedResponse answer)
    {
        var message = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answer.Body)) };
        foreach (var (name, value) in answer.Headers)
        {
            _ = message.Headers.TryAddWithoutValidation(name, value) || message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
