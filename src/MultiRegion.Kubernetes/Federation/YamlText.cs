using System.Text.Json;
using System.Text.Json.Nodes;
using MultiRegion.Kubernetes.Config;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MultiRegion.Kubernetes.Federation;

/// <summary>Writes JSON as YAML.</summary>
internal static class YamlText
{
    public static string Write(IEnumerable<JsonNode?> documents)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: false, indentSequences: false, newLine: "\n"));
        emitter.Emit(new StreamStart());
        foreach (var document in documents)
        {
            emitter.Emit(new DocumentStart(null, [], isImplicit: false));
            Emit(emitter, document);
            emitter.Emit(new DocumentEnd(isImplicit: true));
        }

        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                {
                    emitter.Emit(Text(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(node?.GetValueKind() == JsonValueKind.String ? Text(node.GetValue<string>()) : Scalar(node?.ToJsonString() ?? "null", ScalarStyle.Plain));
                break;
        }
    }

    // Plain only where nothing but a text can be meant, by any version of YAML.
    private static Scalar Text(string text) => Scalar(text, IsPlain(text) ? ScalarStyle.Plain : IsBlock(text) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted);

    private static bool IsPlain(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.AsSpan().ContainsAnyExcept(Harmless)
        && ManifestScalars.Read(new() { Kind = YamlKind.Text, Text = text, Plain = true, Line = 0, Weight = 1 }) is { Succeeded: true, Value: { } value } && value.GetValueKind() == JsonValueKind.String;

    private static bool IsBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal) && text[0] is not (' ' or '\n' or '\t') && text.EndsWith('\n') && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && !text.Contains(" \n", StringComparison.Ordinal) && !text.AsSpan().ContainsAnyExceptInRange(' ', '~', '\n');

    private static bool ContainsAnyExceptInRange(this ReadOnlySpan<char> text, char first, char last, char also)
    {
        foreach (var letter in text)
        {
            if ((letter < first || letter > last) && letter != also)
            {
                return true;
            }
        }

        return false;
    }

    private static Scalar Scalar(string text, ScalarStyle style) =>
        new(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: style == ScalarStyle.Plain, isQuotedImplicit: style != ScalarStyle.Plain);

    private static readonly System.Buffers.SearchValues<char> Harmless =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./");
}
