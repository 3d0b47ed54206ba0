using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Contract.Compatibility;

/// <summary>Which way a value goes: what clients send may only be taken more freely, what they are shown may only become more certain.</summary>
internal enum Direction
{
    Sent,
    Shown,
}

/// <summary>What breaks clients between two schemas. A shape is compared once for each direction, at the first place that has it.</summary>
internal sealed class SchemaChanges(ServedContract old, ServedContract now, Action<string> tell)
{
    private static readonly string[] Most = ["maxLength", "maxItems", "maximum", "maxProperties", "exclusiveMaximum"];
    private static readonly string[] Least = ["minLength", "minItems", "minimum", "minProperties", "exclusiveMinimum"];

    // What has a rule of its own here, and words for readers. Of any other keyword nobody knows what its change breaks, so it is told.
    private static readonly HashSet<string> Known =
    [
        .. Most, .. Least, "$ref", "type", "enum", "format", "pattern", "required", "properties", "additionalProperties", "items", "oneOf", "anyOf", "allOf", "readOnly", "writeOnly",
        "description", "title", "examples", "deprecated",
    ];

    private readonly HashSet<(string, string, Direction)> _done = [];

    public void Compare(string place, JsonNode before, JsonNode after, Direction direction) => Compare(place, "", before, after, direction);

    private void Compare(string place, string member, JsonNode before, JsonNode after, Direction direction)
    {
        void Tell(string what) => tell($"{place}{(member.Length == 0 ? "" : $", member {member}")}: {what}");
        if (NameOf(before) is { } name)
        {
            if (NameOf(after) is not { } other) Tell($"it has no name any more, was {name}: generated clients name a type after it.");
            else if (other != name) Tell($"it is {other}, was {name}: generated clients know it by its type.");
            if (!_done.Add((name, NameOf(after) ?? "", direction))) return;
        }

        CompareOtherWords(Words(old, before), Words(now, after), direction, Tell);
        (before, after) = (old.Resolve(before), now.Resolve(after));
        CompareTypes(before, after, direction, Tell);
        CompareCodes(before, after, direction, Tell);
        if ((string?)before["format"] != (string?)after["format"]) Tell($"the format is {after["format"]?.ToJsonString() ?? "free"}, was {before["format"]?.ToJsonString() ?? "free"}.");
        if (direction == Direction.Sent) CompareLimits(before, after, Tell);
        CompareMembers(place, member, before, after, direction, Tell);
        CompareItems(place, member, before["items"], after["items"], direction, Tell);
        CompareChoices(place, member, before, after, direction, Tell);
    }

    /// <summary>What a schema says itself, and what it refers to says.</summary>
    private static Dictionary<string, JsonNode?> Words(ServedContract contract, JsonNode schema) =>
        schema.AsObject().Concat(contract.Resolve(schema).AsObject()).DistinctBy(word => word.Key).ToDictionary();

    private static void CompareOtherWords(Dictionary<string, JsonNode?> before, Dictionary<string, JsonNode?> after, Direction direction, Action<string> tell)
    {
        foreach (var word in before.Keys.Union(after.Keys).Where(word => !Known.Contains(word) && (word != "default" || direction == Direction.Sent)))
        {
            var (was, now) = (before.GetValueOrDefault(word), after.GetValueOrDefault(word));
            if (!JsonNode.DeepEquals(was, now)) tell($"{word} is {now?.ToJsonString() ?? "free"}, was {was?.ToJsonString() ?? "free"}.");
        }

        var oneSided = direction == Direction.Sent ? "readOnly" : "writeOnly";
        if ((bool?)before.GetValueOrDefault(oneSided) != true && (bool?)after.GetValueOrDefault(oneSided) == true) tell($"it is {oneSided}: generated clients leave it out.");
    }

    private void CompareItems(string place, string member, JsonNode? before, JsonNode? after, Direction direction, Action<string> tell)
    {
        if (before is not null && after is not null) Compare(place, member + "/*", before, after, direction);
        else if (direction == Direction.Sent ? after is not null : before is not null) tell(after is null ? "its items may be anything." : "its items may no longer be anything.");
    }

    private static void CompareTypes(JsonNode before, JsonNode after, Direction direction, Action<string> tell)
    {
        var (was, now) = (Types(before), Types(after));
        var (wide, narrow) = direction == Direction.Sent ? (was, now) : (now, was);
        if (narrow.Count == 0 || (narrow.Contains("number") && wide.All(type => narrow.Contains(type) || type == "integer"))) return;
        if (wide.Count == 0 || !wide.IsSubsetOf(narrow)) tell($"the type is {Words(now)}, was {Words(was)}.");
    }

    private static void CompareCodes(JsonNode before, JsonNode after, Direction direction, Action<string> tell)
    {
        var (was, now) = (Codes(before), Codes(after));
        if (direction == Direction.Sent)
        {
            if (now is not null && was is null) tell("it has become a closed list.");
            else if (now is not null && was!.Except(now).ToList() is { Count: > 0 } refused) tell($"{string.Join(", ", refused)} is no longer taken.");
        }
        else if (was is not null)
        {
            if (now is null) tell("it is no longer a closed list.");
            else if (!IsVocabulary(before) && now.Except(was).ToList() is { Count: > 0 } added) tell($"{string.Join(", ", added)} is new, and only vocabularies grow.");
        }
    }

    private static void CompareLimits(JsonNode before, JsonNode after, Action<string> tell)
    {
        foreach (var word in Most.Where(word => after[word] is not null && (before[word] is null || (double)after[word]! < (double)before[word]!))) tell($"{word} is {after[word]}, was {before[word]?.ToString() ?? "free"}.");
        foreach (var word in Least.Where(word => after[word] is not null && (before[word] is null ? (double)after[word]! > 0 : (double)after[word]! > (double)before[word]!))) tell($"{word} is {after[word]}, was {before[word]?.ToString() ?? "free"}.");
        if (after["pattern"] is { } pattern && (string?)before["pattern"] != (string?)pattern) tell($"the pattern is {pattern}, was {before["pattern"]?.ToString() ?? "free"}.");
    }

    private void CompareMembers(string place, string at, JsonNode before, JsonNode after, Direction direction, Action<string> tell)
    {
        var (was, now) = (Required(before), Required(after));
        var (members, kept) = (before["properties"]?.AsObject() ?? [], after["properties"]?.AsObject() ?? []);
        foreach (var (name, member) in members)
        {
            if (kept[name] is { } still) Compare(place, $"{at}/{name}", member!, still, direction);
            else tell(direction == Direction.Sent ? $"the member {name} is no longer taken." : $"the member {name} is no longer shown.");
        }

        if (direction == Direction.Sent) foreach (var name in now.Except(was)) tell($"the member {name} has become required.");
        else foreach (var name in was.Except(now).Where(name => kept.ContainsKey(name))) tell($"the member {name} may be missing now.");

        var (open, stillOpen) = (IsOpen(before), IsOpen(after));
        if (direction == Direction.Sent && open && !stillOpen && Types(before).Contains("object")) tell("other members are no longer taken.");
        var (others, otherwise) = (before["additionalProperties"] as JsonObject, after["additionalProperties"] as JsonObject);
        if (others is not null && otherwise is not null && (others.Count > 0 || direction == Direction.Shown)) Compare(place, at + "/{name}", others, otherwise, direction);
        else if (direction == Direction.Sent && open && others is not { Count: > 0 } && otherwise is { Count: > 0 }) tell("other members may no longer be anything.");
        else if (direction == Direction.Shown && others is { Count: > 0 } && otherwise is null) tell("other members are shown in another way.");
    }

    private void CompareChoices(string place, string member, JsonNode before, JsonNode after, Direction direction, Action<string> tell)
    {
        foreach (var word in new[] { "oneOf", "anyOf", "allOf" })
        {
            var (was, now) = (before[word]?.AsArray() ?? [], after[word]?.AsArray() ?? []);
            var (of, ofNow) = (was.Select(Of).ToList(), now.Select(Of).ToList());
            var (isNew, isGone) = (of.Count == 0 && ofNow.Count > 0, ofNow.Count == 0 && of.Count > 0);

            // Of one or of any of them a client may choose; all of them it has to obey.
            var asksMore = word == "allOf" ? ofNow.Except(of).Any() : isNew || of.Except(ofNow).Any();
            var promisesLess = word == "allOf" ? of.Except(ofNow).Any() : isGone || ofNow.Except(of).Any();
            if (direction == Direction.Sent ? asksMore : promisesLess) tell($"{word} is {string.Join(" or ", ofNow)}, was {string.Join(" or ", of)}.");
            for (var i = 0; i < was.Count; i++)
            {
                if (ofNow.IndexOf(of[i]) is >= 0 and var same) Compare(place, member, was[i]!, now[same]!, direction);
            }
        }
    }

    private static string Of(JsonNode? choice) => NameOf(choice!) ?? Words(Types(choice!));

    private static bool IsVocabulary(JsonNode schema) => ((string?)schema["description"])?.Contains("The vocabulary `", StringComparison.Ordinal) == true;

    private static string? NameOf(JsonNode schema) => ((string?)schema["$ref"])?.Split('/')[^1];

    private static bool IsOpen(JsonNode schema) => schema["additionalProperties"] is null or JsonObject || (bool)schema["additionalProperties"]!;

    private static HashSet<string> Required(JsonNode schema) => [.. (schema["required"]?.AsArray() ?? []).Select(name => (string)name!)];

    private static HashSet<string>? Codes(JsonNode schema) => schema["enum"]?.AsArray().Select(code => code!.ToString()).ToHashSet();

    private static HashSet<string> Types(JsonNode schema) => schema["type"] switch { null => [], JsonArray several => [.. several.Select(type => (string)type!)], var one => [(string)one!] };

    private static string Words(HashSet<string> types) => types.Count == 0 ? "free" : string.Join(" or ", types);
}
