using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MultiRegion.Kubernetes.Config;
using MultiRegion.Shared.Http;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>
/// What a scalar of a manifest means: what kubectl makes of it. That is YAML 1.1's flags (<c>yes</c>, <c>on</c>, <c>y</c>), octal <c>0777</c>
/// beside 1.2's <c>0o777</c>, numbers as JSON, and dates as texts (sigs.k8s.io/yaml: goyaml.v2/resolve.go and convertToJSONableObject).
/// </summary>
internal static partial class ManifestScalars
{
    private const string StandardTag = "tag:yaml.org,2002:";

    public static Result<JsonValue?> Read(YamlValue scalar) => scalar.Tag switch
    {
        null => scalar.Plain ? Resolve(scalar.Text) : JsonValue.Create(scalar.Text),
        "!" or StandardTag + "str" => JsonValue.Create(scalar.Text),
        StandardTag + "int" or StandardTag + "float" or StandardTag + "bool" or StandardTag + "null" => Tagged(scalar),
        _ => Problem.Refused($"the tag '{ErrorText.Line(scalar.Tag, 60)}' is not read: write the value without it"),
    };

    /// <summary>A key is a text; what looks like a flag or a whole number becomes the text of it.</summary>
    public static Result<string> Key(YamlValue key)
    {
        var read = Read(key);
        return !read.Succeeded ? read.Problem!
            : read.Value is null ? Problem.Refused("a key must be a text: put it into quotes")
            : read.Value.TryGetValue<string>(out var text) ? text
            : read.Value.TryGetValue<double>(out _) && !read.Value.TryGetValue<long>(out _) ? Problem.Refused($"the key '{ErrorText.Line(key.Text, 60)}' is a number: put it into quotes")
            : read.Value.ToJsonString();
    }

    private static Result<JsonValue?> Tagged(YamlValue scalar)
    {
        var read = Resolve(scalar.Text);
        var kind = scalar.Tag![StandardTag.Length..];
        var fits = read is { Succeeded: true } && kind switch
        {
            "null" => read.Value is null,
            "bool" => read.Value is { } flag && flag.TryGetValue<bool>(out _),
            "int" => read.Value is { } whole && whole.TryGetValue<long>(out _),
            _ => read.Value is { } number && (number.TryGetValue<long>(out _) || number.TryGetValue<double>(out _)),
        };
        return fits ? read : Problem.Refused($"the value is tagged as {kind}, and is none");
    }

    private static Result<JsonValue?> Resolve(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => (JsonValue?)null,
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => JsonValue.Create(true),
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => JsonValue.Create(false),
        _ when Endless().IsMatch(text) => Problem.Refused($"'{text}' is a number that JSON does not have"),
        _ when text[0] is '.' or '+' or '-' or (>= '0' and <= '9') => (JsonValue?)(Number(text.Replace("_", "", StringComparison.Ordinal), text)),
        _ => JsonValue.Create(text),
    };

    private static JsonValue Number(string plain, string text) =>
        Based().Match(plain) is { Success: true } based && !text.StartsWith('.') && Whole(based) is { } whole ? Integer(whole)
        : Fraction().IsMatch(text.StartsWith('.') ? text : plain) && double.Parse(plain, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? Real(number)
        : JsonValue.Create(text);

    private static JsonValue Integer(BigInteger whole) => whole >= long.MinValue && whole <= long.MaxValue ? JsonValue.Create((long)whole) : JsonValue.Create((double)whole);

    private static JsonValue Real(double number) =>
        Math.Truncate(number) == number && Math.Abs(number) < 1e18 ? JsonValue.Create((long)number) : JsonValue.Create(number);

    private static BigInteger? Whole(Match based)
    {
        var (root, digits) = based.Groups["hex"].Success ? (16, based.Groups["hex"].Value)
            : based.Groups["oct"].Success ? (8, based.Groups["oct"].Value)
            : based.Groups["bin"].Success ? (2, based.Groups["bin"].Value)
            : (10, based.Groups["dec"].Value);
        if (digits.Length > 64)
        {
            return null;
        }

        var value = digits.Aggregate(BigInteger.Zero, (sum, digit) => (sum * root) + Convert.ToInt32(digit.ToString(), 16));
        return based.Groups["minus"].Success ? -value : value;
    }

    [GeneratedRegex("^(?:(?<minus>-)|\\+)?(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<bin>[01]+)|0[oO]?(?<oct>[0-7]+)|(?<dec>0|[1-9][0-9]*))\\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Based();

    [GeneratedRegex("^[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?\\z")]
    private static partial Regex Fraction();

    [GeneratedRegex("^([-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN))\\z")]
    private static partial Regex Endless();
}
