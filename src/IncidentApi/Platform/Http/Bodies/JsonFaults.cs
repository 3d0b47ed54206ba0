using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace IncidentApi.Platform.Http;

/// <summary>
/// Finds everything that keeps a JSON body from being read as a type, where the serialiser would stop at the first.
/// What is at fault is left out of the copy that it returns, so that the rules can still judge the rest.
/// </summary>
internal sealed class JsonFaults
{
    private readonly List<Fault> _found = [];

    public IReadOnlyList<Fault> Found => _found;

    /// <param name="answers">The type as answers show it: its further members are server-made.</param>
    public JsonNode? Read(JsonElement element, Type type, Type answers) =>
        Copy(element, Json.Requests.GetTypeInfo(type), Json.Answers.GetTypeInfo(answers), "");

    private JsonNode? Copy(JsonElement element, JsonTypeInfo type, JsonTypeInfo answers, string pointer) => type.Kind switch
    {
        JsonTypeInfoKind.Object => CopyObject(element, type, answers, pointer),
        JsonTypeInfoKind.Dictionary => CopyDictionary(element, type, answers, pointer),
        JsonTypeInfoKind.Enumerable => CopyArray(element, type, answers, pointer),
        _ => CopyScalar(element, type.Type, pointer),
    };

    private JsonObject? CopyObject(JsonElement element, JsonTypeInfo type, JsonTypeInfo answers, string pointer)
    {
        if (!Is(element, JsonValueKind.Object, "an object", pointer)) return null;

        var copy = new JsonObject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in Members(element, pointer))
        {
            var at = $"{pointer}/{Escape(name)}";
            var known = type.Properties.FirstOrDefault(property => property.Name == name);
            if (!seen.Add(name))
            {
                _found.Add(Problems.DuplicateMember.At(at, $"“{name}” stands twice."));
            }
            else if (known is null)
            {
                _found.Add(Unknown(name, at, type, answers));
            }
            else
            {
                var shown = answers.Properties.FirstOrDefault(property => property.Name == name) ?? known;
                if (Copy(value, TypeOf(known, Json.Requests), TypeOf(shown, Json.Answers), at) is { } read) copy[name] = read;
            }
        }

        return copy;
    }

    private static Fault Unknown(string name, string pointer, JsonTypeInfo type, JsonTypeInfo answers)
    {
        if (answers.Properties.Any(property => property.Name == name))
        {
            return Problems.ServerMadeMember.At(pointer, $"“{name}” is made by the server: leave it out.");
        }

        var allowed = type.Properties.Select(property => property.Name).ToList();
        var near = NearMiss.Of(name, allowed);
        return Problems.UnknownMember.At(pointer, $"There is no member “{(name.Length > 64 ? name[..64] : name)}” here.{NearMiss.Question(near)}", allowed: allowed, near: near);
    }

    private JsonObject? CopyDictionary(JsonElement element, JsonTypeInfo type, JsonTypeInfo answers, string pointer)
    {
        if (!Is(element, JsonValueKind.Object, "an object", pointer)) return null;

        var copy = new JsonObject();
        foreach (var (name, value) in Members(element, pointer))
        {
            var at = $"{pointer}/{Escape(name)}";
            if (copy.ContainsKey(name)) _found.Add(Problems.DuplicateMember.At(at, $"“{name}” stands twice."));
            else if (Copy(value, ElementOf(type, Json.Requests), ElementOf(answers, Json.Answers), at) is { } read) copy[name] = read;
        }

        return copy;
    }

    private JsonArray? CopyArray(JsonElement element, JsonTypeInfo type, JsonTypeInfo answers, string pointer)
    {
        if (!Is(element, JsonValueKind.Array, "an array", pointer)) return null;

        var copy = new JsonArray();
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            // A place is kept for what cannot be read, so that pointers behind it stay true.
            copy.Add(Copy(item, ElementOf(type, Json.Requests), ElementOf(answers, Json.Answers), $"{pointer}/{index++}"));
        }

        return copy;
    }

    private JsonNode? CopyScalar(JsonElement element, Type type, string pointer)
    {
        // What is read one by one later only keeps its place.
        if (type == typeof(JsonElement)) return new JsonObject();

        var scalar = Nullable.GetUnderlyingType(type) ?? type;
        var readable = scalar == typeof(string) || scalar == typeof(DateTimeOffset) || scalar == typeof(Guid) ? ReadText(element, scalar, pointer)
            : scalar == typeof(bool) ? Is(element, element.ValueKind is JsonValueKind.False ? JsonValueKind.False : JsonValueKind.True, "true or false", pointer)
            : scalar == typeof(int) ? Is(element, JsonValueKind.Number, "a whole number", pointer) && IsWhole(element, pointer)
            : Is(element, JsonValueKind.Number, "a number", pointer);
        return readable ? JsonValue.Create(element) : null;
    }

    private bool ReadText(JsonElement element, Type type, string pointer)
    {
        if (!Is(element, JsonValueKind.String, "a string", pointer)) return false;

        try
        {
            var text = element.GetString()!;
            if (text.Contains('\0', StringComparison.Ordinal))
            {
                _found.Add(Problems.InvalidCharacters.At(pointer, "U+0000 cannot be stored."));
                return false;
            }
        }
        catch (InvalidOperationException)
        {
            _found.Add(Problems.InvalidCharacters.At(pointer, "Half a surrogate pair is no character."));
            return false;
        }

        if ((type != typeof(DateTimeOffset) || element.TryGetDateTimeOffset(out _)) && (type != typeof(Guid) || element.TryGetGuid(out _))) return true;

        _found.Add(Problems.InvalidFormat.At(pointer, type == typeof(Guid) ? "This takes a UUID." : "This takes an instant like 2026-05-03T10:00:00Z (RFC 3339).", element.GetString()));
        return false;
    }

    private bool IsWhole(JsonElement element, string pointer)
    {
        if (element.TryGetInt32(out _)) return true;

        _found.Add(Problems.WrongType.At(pointer, "This takes a whole number of at most 2147483647.", element.GetRawText()));
        return false;
    }

    private bool Is(JsonElement element, JsonValueKind kind, string expected, string pointer)
    {
        if (element.ValueKind == kind) return true;

        var found = element.ValueKind is JsonValueKind.True or JsonValueKind.False ? "true or false" : element.ValueKind.ToString().ToLowerInvariant();
        _found.Add(Problems.WrongType.At(pointer, $"This takes {expected}, not {found}.{(element.ValueKind == JsonValueKind.Null ? " Leave the member out." : "")}"));
        return false;
    }

    private List<(string Name, JsonElement Value)> Members(JsonElement element, string pointer)
    {
        var members = new List<(string, JsonElement)>();
        foreach (var member in element.EnumerateObject())
        {
            try
            {
                members.Add((member.Name, member.Value));
            }
            catch (InvalidOperationException)
            {
                _found.Add(Problems.InvalidCharacters.At(pointer, "The name of a member holds half a surrogate pair."));
            }
        }

        return members;
    }

    private static JsonTypeInfo TypeOf(JsonPropertyInfo property, JsonSerializerOptions options) => options.GetTypeInfo(property.PropertyType);

    private static JsonTypeInfo ElementOf(JsonTypeInfo type, JsonSerializerOptions options) => options.GetTypeInfo(type.ElementType!);

    /// <summary>A member's name as a JSON Pointer writes it (RFC 6901).</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
