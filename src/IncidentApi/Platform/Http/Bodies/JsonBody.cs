using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using FluentValidation;

namespace IncidentApi.Platform.Http;

/// <summary>Says as which type answers show what a client sends as this one; its further members are server-made.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShownAsAttribute(Type type) : Attribute
{
    public Type Type => type;
}

/// <summary>Reads JSON as a type that has rules, or throws one problem with every fault.</summary>
internal static class JsonBody
{
    // Only to see how deep a body really is; what is deeper than Json.MaxDepth is refused.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = Json.MaxDepth, AllowDuplicateProperties = true };

    public static T Read<T>(ReadOnlyMemory<byte> bytes, IValidator<T> rules) where T : class
    {
        bytes = WithoutByteOrderMark(bytes);
        if (IsPlain(bytes.Span))
        {
            try
            {
                if (JsonSerializer.Deserialize<T>(bytes.Span, Json.Requests) is { } value)
                {
                    var faults = Rules.FaultsOf(rules, value);
                    return faults.Count == 0 ? value : throw new ProblemException(ProblemResult.Of(faults));
                }
            }
            catch (JsonException)
            {
                // Read again below, to name every fault and its place.
            }
        }

        using var document = JsonDocument.Parse(bytes, Lenient);
        return ReadFaulty(document.RootElement, rules);
    }

    /// <summary>Reads a part of a document that was parsed already.</summary>
    public static T Read<T>(JsonElement element, IValidator<T> rules) where T : class =>
        Read(JsonMarshal.GetRawUtf8Value(element).ToArray(), rules);

    /// <summary>Throws a problem unless the bytes are JSON in UTF-8 of a sane depth.</summary>
    public static void RequireSound(ReadOnlySpan<byte> bytes) => IsPlain(bytes);

    private static T ReadFaulty<T>(JsonElement element, IValidator<T> rules) where T : class
    {
        var reading = new JsonFaults();
        var copy = reading.Read(element, typeof(T), typeof(T).GetCustomAttribute<ShownAsAttribute>()?.Type ?? typeof(T));
        var faults = reading.Found.ToList();

        // Without a fault here, what is odd stands in a part that is read by itself later, and cannot be copied.
        if (copy is JsonObject && (faults.Count == 0 ? element.Deserialize<T>(Json.Requests) : copy.Deserialize<T>(Json.Requests)) is { } rest)
        {
            if (faults.Count == 0) faults.AddRange(Rules.FaultsOf(rules, rest));
            else faults.AddRange(Rules.FaultsOf(rules, rest).Where(fault => !faults.Any(found => Touch(found.Pointer!, fault.Pointer!))));
            if (faults.Count == 0) return rest;
        }

        throw new ProblemException(faults.Count > 0 ? ProblemResult.Of(faults) : Problems.MalformedJson.With());
    }

    /// <summary>Whether one place is the other or holds it: a rule that misses what could not be read says nothing new.</summary>
    private static bool Touch(string one, string other) =>
        one == other || one.StartsWith(other + "/", StringComparison.Ordinal) || other.StartsWith(one + "/", StringComparison.Ordinal);

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> bytes) =>
        bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;

    /// <summary>Whether a body is sound JSON without null, U+0000 or half a surrogate pair. Unsound JSON is a problem at once.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes)) throw new ProblemException(Problems.MalformedJson.With("The body is not UTF-8."));

        var reader = new Utf8JsonReader(bytes, AnyDepth);
        var plain = true;
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= Json.MaxDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    throw new ProblemException(Problems.TooDeep.With());
                }

                plain &= reader.TokenType != JsonTokenType.Null && !(reader is { ValueIsEscaped: true, TokenType: JsonTokenType.String or JsonTokenType.PropertyName } && HoldsOddity(ref reader));
            }
        }
        catch (JsonException unsound)
        {
            throw new ProblemException(Problems.MalformedJson.With(
                $"The JSON breaks off at line {unsound.LineNumber + 1}, byte {unsound.BytePositionInLine + 1}."));
        }

        return plain;
    }

    private static bool HoldsOddity(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
