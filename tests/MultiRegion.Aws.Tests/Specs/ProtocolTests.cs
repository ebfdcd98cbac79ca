using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using MultiRegion.Aws.Tests.Parity;
using MultiRegion.Aws.Wire;
using MultiRegion.Shared.Http;

namespace MultiRegion.Aws.Tests.Specs;

/// <summary>The two protocols: in our own words for what we use, and by the vendor's own cases where they are at hand.</summary>
public sealed class ProtocolTests
{
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData("X", null, "", "X")]
    [InlineData("X:http://somewhere/", null, "", "X")]
    [InlineData(null, "some.name.space#X", "__type", "X")]
    [InlineData(null, "X", "__type", "X")]
    [InlineData(null, "X", "code", "X")]
    [InlineData(null, "some.name.space#X:http://somewhere/", "code", "X")]
    [InlineData(null, "1", "other", null)]
    public void The_code_of_a_JSON_error_is_found_wherever_it_is(string? header, string? value, string member, string? code) =>
        JsonErrors.Read(Reply(member.Length == 0 ? "" : $$"""{"{{member}}":"{{value}}","message":"m"}""", header))?.Code.ShouldBe(code);

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"__type\":")]
    [InlineData("<Error/>")]
    [InlineData("")]
    public void What_is_no_JSON_error_is_read_as_none(string body) => JsonErrors.Read(Reply(body, null)).ShouldBeNull();

    [Theory]
    [InlineData("<ErrorResponse><Error><Code>X</Code><Message>a</Message></Error></ErrorResponse>", "X", "a")]
    [InlineData("<Error xmlns='urn:any'><Code>X</Code><Message> a </Message></Error>", "X", "a")]
    [InlineData("<Error><Code>X</Code></Error>", "X", "")]
    [InlineData("<InvalidChangeBatch><Messages><Message>a, b</Message><Message>c</Message></Messages></InvalidChangeBatch>", "InvalidChangeBatch", "a, b c")]
    [InlineData("<ErrorResponse><Error><Code>InvalidChangeBatch</Code><Message>[a [name='x, y', type='A'] b, c]</Message></Error></ErrorResponse>", "InvalidChangeBatch", "a [name='x, y', type='A'] b c")]
    public void XML_errors_are_read_in_all_their_forms(string body, string code, string text)
    {
        var error = XmlErrors.Read(Reply(body, null)).ShouldNotBeNull();

        (error.Code, error.Text).ShouldBe((code, text));
    }

    [Theory]
    [InlineData("<Error><Message>a</Message></Error>")]
    [InlineData("<Other/>")]
    [InlineData("<Error>")]
    [InlineData("{}")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><Error><Code>&b;</Code></Error>")]
    public void What_is_no_XML_error_is_read_as_none(string body) => XmlErrors.Read(Reply(body, null)).ShouldBeNull();

    [Theory]
    [InlineData("2014-04-29T18:30:38Z", 1398796238.0)]
    [InlineData("2014-04-29T18:30:38.5Z", 1398796238.5)]
    [InlineData("2014-04-29T17:30:38-01:00", 1398796238.0)]
    public void Times_are_read_in_every_offset_and_fraction(string text, double seconds) =>
        XmlReading.Root(Encoding.UTF8.GetBytes($"<a><t>{text}</t></a>")).Moment("t").ShouldBe(Epoch.AddSeconds(seconds));

    [Fact]
    public void Texts_are_written_and_read_with_all_their_blanks_and_marks()
    {
        var text = "  <&>\"' ]]> \r\n\t é ";
        var body = XmlBody.Of("urn:x", "a", writer => writer.Text("b", text));

        XmlReading.Root(body, "a").Text("b").ShouldBe(text);
        Encoding.UTF8.GetString(body).ShouldStartWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    }

    [Theory]
    [InlineData("<a><n>x</n></a>")]
    [InlineData("<a><n>99999999999999999999</n></a>")]
    public void A_number_that_is_none_is_told(string body) => Should.Throw<FormatException>(() => XmlReading.Root(Encoding.UTF8.GetBytes(body)).Number("n")).Message.ShouldContain("'n'");

    [SpecFact]
    public void The_vendor_s_XML_errors_are_read() => Cases("output/rest-xml", "GreetingWithErrors", static (_, one) => XmlErrors.Read(Reply(one))!.Code.ShouldBe(Text(one["errorCode"]), Text(one["id"])), 2);

    [SpecFact]
    public void The_vendor_s_JSON_errors_are_read() => Cases("output/json", "GreetingWithErrors", static (_, one) => JsonErrors.Read(Reply(one))!.Code.ShouldBe(Text(one["errorCode"]), Text(one["id"])), 8);

    [SpecFact]
    public void The_vendor_s_empty_and_unexpected_JSON_is_read() => Cases("output/json", "EmptyOperation", static (_, one) => GlobalAcceleratorJson.Read(Reply(one).Body).ShouldBe(new GlobalAcceleratorBodies.Response()), 2);

    /// <summary>Texts, flags, whole numbers, times and lists of them: what Route 53's answers consist of.</summary>
    [SpecFact]
    public void The_vendor_s_XML_answers_are_read()
    {
        foreach (var operation in new[] { "SimpleScalarProperties", "DatetimeOffsets", "FractionalSeconds", "XmlEmptyLists", "XmlEmptyStrings", "XmlEnums", "XmlNamespaces" })
        {
            Cases("output/rest-xml", operation, static (suite, one) => Reads(suite, Text(one["given"]!["output"]!["shape"])!, XmlReading.Root(Reply(one).Body), one["result"]!.AsObject(), Text(one["id"])!), 1);
        }
    }

    [SpecFact]
    public void The_vendor_s_XML_requests_are_written()
    {
        foreach (var operation in new[] { "SimpleScalarProperties", "XmlEmptyStrings", "XmlLists" })
        {
            Cases("input/rest-xml", operation, static (suite, one) => Writes(suite, one), 1);
        }
    }

    private static void Cases(string file, string operation, Action<JsonNode, JsonNode> check, int least)
    {
        var suites = JsonNode.Parse(File.ReadAllText(SpecFactAttribute.Path($"aws/protocol-tests/{file}.json")))!.AsArray()
            .Where(suite => Text(suite!["description"]) == $"Test cases for {operation} operation");
        var cases = suites.SelectMany(static suite => suite!["cases"]!.AsArray().Select(one => (suite, one!))).ToList();
        cases.Count.ShouldBeGreaterThanOrEqualTo(least);
        cases.ForEach(one => check(one.suite, one.Item2));
    }

    private static void Reads(JsonNode suite, string shape, XElement element, JsonObject expected, string id)
    {
        foreach (var (name, value) in expected)
        {
            var member = suite["shapes"]![shape]!["members"]![name]!;
            var wire = Text(member["locationName"]) ?? name;
            if (member["location"] is not null || value is null)
            {
                continue;
            }

            Reads(suite, Text(member["shape"])!, element, wire, value, id);
        }
    }

    private static void Reads(JsonNode suite, string shape, XElement element, string wire, JsonNode value, string id)
    {
        switch (Text(suite["shapes"]![shape]!["type"]))
        {
            case "string":
                element.Text(wire).ShouldBe(value.GetValue<string>(), id);
                break;
            case "boolean":
                element.Flag(wire).ShouldBe(value.GetValue<bool>(), id);
                break;
            case "integer" or "long":
                element.Number(wire).ShouldBe(value.GetValue<long>(), id);
                break;
            case "timestamp":
                element.Moment(wire).ShouldBe(Epoch.AddMilliseconds(Math.Round(value.GetValue<double>() * 1000)), id);
                break;
            case "list":
                element.All(wire, "member").Select(static one => one.Value).ShouldBe(value.AsArray().Select(static one => one!.GetValue<string>()), id);
                break;
            case "structure":
                Reads(suite, shape, element.Needed(wire), value.AsObject(), id);
                break;
        }
    }

    /// <summary>Broken numbers, maps and nested lists are in no request of ours; an empty list is left out: none that we send may be empty.</summary>
    private static void Writes(JsonNode suite, JsonNode one)
    {
        var input = one["given"]!["input"]!;
        var body = XmlBody.Of("", Text(input["locationName"]) ?? Text(input["shape"])!, writer => Writes(writer, suite, Text(input["shape"])!, one["params"]!.AsObject()));
        var expected = XDocument.Parse(Text(one["serialized"]!["body"])!, LoadOptions.PreserveWhitespace).Root!;
        var ours = XDocument.Parse(Encoding.UTF8.GetString(body), LoadOptions.PreserveWhitespace).Root!;
        expected.Elements().Where(member => ours.Elements().All(other => other.Name != member.Name)).Remove();

        (ours.HasElements ? Canonical.Xml(ours, "") : "").ShouldBe(expected.HasElements ? Canonical.Xml(expected, "") : "", Text(one["id"]));
    }

    private static void Writes(XmlBody writer, JsonNode suite, string shape, JsonObject values)
    {
        foreach (var (name, value) in values)
        {
            var member = suite["shapes"]![shape]!["members"]![name]!;
            var kind = suite["shapes"]![Text(member["shape"])!]!;
            var wire = Text(member["locationName"]) ?? name;
            switch (member["location"] is null && member["flattened"] is null && kind["flattened"] is null ? Text(kind["type"]) : "")
            {
                case "string":
                    writer.Text(wire, value!.GetValue<string>());
                    break;
                case "boolean":
                    writer.Flag(wire, value!.GetValue<bool>());
                    break;
                case "integer" or "long":
                    writer.Number(wire, value!.GetValue<long>());
                    break;
                case "list" when value!.AsArray().All(static entry => entry is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String):
                    writer.List(wire, [.. value!.AsArray().Select(static entry => entry!.GetValue<string>())], (XmlBody list, string entry) => list.Text(Text(kind["member"]!["locationName"]) ?? "member", entry));
                    break;
            }
        }
    }

    private static HttpReply Reply(JsonNode one) => Reply(Text(one["response"]!["body"]) ?? "", Text(one["response"]!["headers"]?["X-Amzn-Errortype"]));

    private static HttpReply Reply(string body, string? errorType) => new(HttpStatusCode.BadRequest, "", Encoding.UTF8.GetBytes(body))
    {
        Header = name => string.Equals(name, "X-Amzn-ErrorType", StringComparison.OrdinalIgnoreCase) ? errorType : null,
    };

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
