using System.Text;

namespace MultiRegion.Aws.Tests.Fakes;

/// <summary>The fake is as strict as the service.</summary>
public sealed class FakeGlobalAcceleratorTests : IDisposable
{
    private readonly FakeGlobalAccelerator _fake = new();
    private readonly HttpMessageInvoker _http;
    private readonly string _accelerator;
    private readonly string _listener;
    private readonly string _group;

    public FakeGlobalAcceleratorTests()
    {
        _http = new(_fake.Handler);
        _accelerator = _fake.AddAccelerator();
        _listener = _fake.AddListener(_accelerator);
        _group = _fake.AddGroup(_listener, new() { Region = "eu-west-1", Endpoints = [new("i-1", 1)] });
    }

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("UpdateEndpointGroup", """{"EndpointGroupArn":"GROUP","TrafficDialPercentage":100.5}""", "InvalidArgumentException")]
    [InlineData("UpdateEndpointGroup", """{"EndpointGroupArn":"GROUP","TrafficDialPercentage":"1"}""", "InvalidArgumentException")]
    [InlineData("UpdateEndpointGroup", """{"EndpointGroupArn":"GROUP","HealthCheckIntervalSeconds":20}""", "InvalidArgumentException")]
    [InlineData("UpdateEndpointGroup", """{"EndpointGroupArn":"GROUP","ThresholdCount":0}""", "InvalidArgumentException")]
    [InlineData("UpdateEndpointGroup", """{"EndpointGroupArn":"GROUP","HealthCheckPath":"no"}""", "InvalidArgumentException")]
    [InlineData("UpdateEndpointGroup", """{"EndpointGroupArn":"GROUP","EndpointConfigurations":[{"EndpointId":"i-1","Weight":256}]}""", "InvalidArgumentException")]
    [InlineData("UpdateEndpointGroup", """{"EndpointGroupArn":"GROUP","EndpointConfigurations":[{"EndpointId":"i-1"},{"EndpointId":"i-1"}]}""", "InvalidArgumentException")]
    [InlineData("UpdateEndpointGroup", """{"EndpointGroupArn":"GROUP","Unknown":1}""", "SerializationException")]
    [InlineData("UpdateEndpointGroup", """{"EndpointGroupArn":"GROUP",""", "SerializationException")]
    [InlineData("UpdateEndpointGroup", """{}""", "InvalidArgumentException")]
    [InlineData("UpdateEndpointGroup", """{"EndpointGroupArn":"LISTENER/endpoint-group/none"}""", "EndpointGroupNotFoundException")]
    [InlineData("AddEndpoints", """{"EndpointGroupArn":"GROUP","EndpointConfigurations":[{},{},{},{},{},{},{},{},{},{},{}]}""", "InvalidArgumentException")]
    [InlineData("RemoveEndpoints", """{"EndpointGroupArn":"GROUP","EndpointIdentifiers":[]}""", "InvalidArgumentException")]
    [InlineData("RemoveEndpoints", """{"EndpointGroupArn":"GROUP","EndpointIdentifiers":[{"EndpointId":"i-9"}]}""", "EndpointNotFoundException")]
    [InlineData("CreateEndpointGroup", """{"ListenerArn":"LISTENER","EndpointGroupRegion":"us-east-1"}""", "InvalidArgumentException")]
    [InlineData("CreateEndpointGroup", """{"ListenerArn":"LISTENER","EndpointGroupRegion":"eu-west-1","IdempotencyToken":"t"}""", "EndpointGroupAlreadyExistsException")]
    [InlineData("CreateEndpointGroup", """{"ListenerArn":"ACCELERATOR/listener/none","EndpointGroupRegion":"us-east-1","IdempotencyToken":"t"}""", "ListenerNotFoundException")]
    [InlineData("CreateListener", """{"AcceleratorArn":"ACCELERATOR","PortRanges":[{"FromPort":443,"ToPort":443}],"Protocol":"TCP","IdempotencyToken":"t"}""", "InvalidPortRangeException")]
    [InlineData("CreateListener", """{"AcceleratorArn":"ACCELERATOR","PortRanges":[{"FromPort":81,"ToPort":80}],"Protocol":"TCP","IdempotencyToken":"t"}""", "InvalidPortRangeException")]
    [InlineData("CreateListener", """{"AcceleratorArn":"ACCELERATOR","PortRanges":[{"FromPort":80,"ToPort":80}],"Protocol":"SCTP","IdempotencyToken":"t"}""", "InvalidArgumentException")]
    [InlineData("ListEndpointGroups", """{"ListenerArn":"LISTENER","NextToken":"wrong"}""", "InvalidNextTokenException")]
    [InlineData("ListAccelerators", """{"MaxResults":101}""", "InvalidArgumentException")]
    [InlineData("DeleteEverything", """{}""", "UnknownOperationException")]
    public async Task It_refuses(string operation, string body, string code)
    {
        var before = _fake.Groups(_listener);

        var answer = await AskAsync(operation, body);

        answer.ShouldContain($"\"__type\":\"{code}\"");
        _fake.Groups(_listener).ShouldBe(before);
        _fake.Writes.ShouldBe(0);
    }

    [Fact]
    public async Task It_knows_a_token_again()
    {
        const string Body = """{"ListenerArn":"LISTENER","EndpointGroupRegion":"us-east-1","IdempotencyToken":"t"}""";
        var first = await AskAsync("CreateEndpointGroup", Body);

        (await AskAsync("CreateEndpointGroup", Body)).ShouldBe(first);
        (await AskAsync("CreateEndpointGroup", Body.Replace("us-east-1", "us-west-1", StringComparison.Ordinal))).ShouldContain("InvalidArgumentException");
        _fake.Groups(_listener).Length.ShouldBe(2);
    }

    private async Task<string> AskAsync(string operation, string body)
    {
        var content = new StringContent(body.Replace("GROUP", _group, StringComparison.Ordinal).Replace("LISTENER", _listener, StringComparison.Ordinal).Replace("ACCELERATOR", _accelerator, StringComparison.Ordinal), Encoding.UTF8);
        content.Headers.ContentType = new("application/x-amz-json-1.1");
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://fake.test/") { Content = content, Headers = { { "X-Amz-Target", $"GlobalAccelerator_V20180706.{operation}" } } };
        using var response = await _http.SendAsync(request, default);
        return await response.Content.ReadAsStringAsync();
    }
}
