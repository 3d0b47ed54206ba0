using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentApi.Tests.Contract.Compatibility;

/// <summary>
/// What a document takes away from clients of an earlier one, a sentence each that says where and why. Members, codes of vocabularies and problems may be added to answers,
/// as the introduction says; a limit of an answer is no promise.
/// </summary>
internal sealed partial class BreakingChanges
{
    private readonly ServedContract _old;
    private readonly ServedContract _now;
    private readonly List<string> _found = [];
    private readonly SchemaChanges _schemas;

    private BreakingChanges(JsonNode old, JsonNode now)
    {
        (_old, _now) = (new ServedContract(old), new ServedContract(now));
        _schemas = new SchemaChanges(_old, _now, _found.Add);
    }

    public static IReadOnlyList<string> Between(JsonNode old, JsonNode now)
    {
        var changes = new BreakingChanges(old, now);
        changes.Compare();
        return changes._found;
    }

    private void Compare()
    {
        foreach (var server in Servers(_old).Except(Servers(_now))) _found.Add($"The addresses no longer begin at {server}.");
        foreach (var (name, scheme) in _old.Document["components"]!["securitySchemes"]!.AsObject())
        {
            var kept = _now.Document["components"]!["securitySchemes"]![name];
            foreach (var word in (string[])["type", "scheme", "in", "name"])
            {
                if ((string?)scheme![word] != (string?)kept?[word]) _found.Add($"The {word} of the credential {name} is {kept?[word] ?? "none"}, was {scheme[word] ?? "none"}.");
            }
        }

        var operations = _now.Operations.ToDictionary(operation => (operation.Method, operation.Path), operation => operation.Operation);
        foreach (var (method, path, old) in _old.Operations)
        {
            var at = $"{method} {path}";
            if (operations.TryGetValue((method, path), out var now)) Compare(at, old, now);
            else _found.Add($"{at} is gone.");
        }

        foreach (var name in _old.Schemas.Select(schema => schema.Key).Except(_now.Schemas.Select(schema => schema.Key))) _found.Add($"The shape {name} is gone: generated clients name a type after it.");
    }

    private void Compare(string at, JsonNode old, JsonNode now)
    {
        if ((string?)old["operationId"] != (string?)now["operationId"]) _found.Add($"{at} is called {now["operationId"]}, was {old["operationId"]}: generated clients name a method after it.");
        if ((string?)old["tags"]?[0] != (string?)now["tags"]?[0]) _found.Add($"{at} stands under {now["tags"]?[0]}, stood under {old["tags"]?[0]}: some generated clients name a class after it.");
        foreach (var way in Security(_old, old).Except(Security(_now, now))) _found.Add($"{at} no longer admits {way}.");
        foreach (var scope in Scopes(now).Except(Scopes(old))) _found.Add($"{at} asks a key for the scope {scope}, and did not.");
        CompareParameters(at, old, now);
        CompareBodies(at, old["requestBody"], now["requestBody"]);
        CompareAnswers(at, old["responses"]!.AsObject(), now["responses"]!.AsObject());
    }

    private static IEnumerable<string> Servers(ServedContract contract) => contract.Document["servers"]!.AsArray().Select(server => (string)server!["url"]!);

    /// <summary>The scopes that a key needs. OpenAPI has no place for those of keys, so the document says them in words.</summary>
    private static IEnumerable<string> Scopes(JsonNode operation) =>
        Needed().Matches((string?)operation["description"] ?? "").SelectMany(sentence => Code().Matches(sentence.Value)).Select(code => code.Value);

    private static IEnumerable<string> Security(ServedContract contract, JsonNode operation)
    {
        var ways = (operation["security"] ?? contract.Document["security"])!.AsArray();
        return ways.Count == 0 ? ["a caller without a key"] : ways.Select(way => way!.AsObject() is { Count: > 0 } schemes ? string.Join(" with ", schemes.Select(scheme => scheme.Key)) : "a caller without a key");
    }

    private void CompareParameters(string at, JsonNode old, JsonNode now)
    {
        var known = Parameters(_old, old);
        var offered = Parameters(_now, now);
        foreach (var (name, parameter) in known)
        {
            var place = $"{at}: the {name.In} parameter {name.Name}";
            if (!offered.TryGetValue(name, out var kept))
            {
                _found.Add($"{place} is gone, and unknown ones are refused.");
                continue;
            }

            if (!IsTrue(parameter, "required") && IsTrue(kept, "required")) _found.Add($"{place} has become required.");
            if ((string?)parameter["style"] != (string?)kept["style"] || (bool?)parameter["explode"] != (bool?)kept["explode"]) _found.Add($"{place} is written in another way.");
            if (parameter["schema"]!["default"] is { } usual && !JsonNode.DeepEquals(usual, kept["schema"]!["default"])) _found.Add($"{place} means {kept["schema"]!["default"]} where it is left out, was {usual}.");
            _schemas.Compare(place, parameter["schema"]!, kept["schema"]!, Direction.Sent);
        }

        foreach (var (name, parameter) in offered.Where(offer => !known.ContainsKey(offer.Key) && IsTrue(offer.Value, "required"))) _found.Add($"{at}: the {name.In} parameter {name.Name} is new and required.");
    }

    private void CompareBodies(string at, JsonNode? old, JsonNode? now)
    {
        if (old is null)
        {
            if (IsTrue(now, "required")) _found.Add($"{at} wants a body, and took none.");
            return;
        }

        if (!IsTrue(old, "required") && IsTrue(now, "required")) _found.Add($"{at}: the body has become required.");
        foreach (var (mediaType, content) in old["content"]!.AsObject())
        {
            if (now?["content"]?[mediaType] is { } kept) _schemas.Compare($"{at}: the body", content!["schema"]!, kept["schema"]!, Direction.Sent);
            else _found.Add($"{at} no longer takes {mediaType}.");
        }
    }

    private void CompareAnswers(string at, JsonObject old, JsonObject now)
    {
        foreach (var (status, answer) in old)
        {
            var place = $"{at}: the answer {status}";
            if (now[status] is { } kept) CompareAnswers(place, _old.Resolve(answer!), _now.Resolve(kept));
            else _found.Add($"{place} is gone.");
        }

        foreach (var status in now.Select(answer => answer.Key).Except(old.Select(answer => answer.Key)).Where(status => status[0] is '2' or '3')) _found.Add($"{at}: the answer {status} is new: generated clients throw at a success that they do not know.");
    }

    private void CompareAnswers(string place, JsonNode old, JsonNode now)
    {
        foreach (var (name, header) in old["headers"]?.AsObject() ?? [])
        {
            if (now["headers"]?[name] is not { } kept) _found.Add($"{place} no longer bears {name}.");
            else if (IsTrue(_old.Resolve(header!), "required") && !IsTrue(_now.Resolve(kept), "required")) _found.Add($"{place} need not bear {name} any more.");
            else _schemas.Compare($"{place}, header {name}", _old.Resolve(header!)["schema"]!, _now.Resolve(kept)["schema"]!, Direction.Shown);
        }

        foreach (var (mediaType, content) in old["content"]?.AsObject() ?? [])
        {
            if (now["content"]?[mediaType] is not { } kept)
            {
                _found.Add($"{place} no longer comes as {mediaType}.");
                continue;
            }

            _schemas.Compare(place, content!["schema"]!, kept["schema"]!, Direction.Shown);
            if (content["x-line-schema"] is { } line)
            {
                if (kept["x-line-schema"] is { } still) _schemas.Compare($"{place}, a line", Reference(line), Reference(still), Direction.Shown);
                else _found.Add($"{place} no longer says what a line of {mediaType} is.");
            }

            if (mediaType != "application/problem+json") continue;

            foreach (var problem in content["examples"]!.AsObject().Select(example => example.Key).Except(kept["examples"]!.AsObject().Select(example => example.Key))) _found.Add($"{place} is no longer /problems/{problem}: clients switch on it.");
        }
    }

    private static Dictionary<(string In, string Name), JsonNode> Parameters(ServedContract contract, JsonNode operation) => (operation["parameters"]?.AsArray() ?? [])
        .Select(parameter => contract.Resolve(parameter!)).ToDictionary(parameter => ((string)parameter["in"]!, (string)parameter["name"]!));

    private static JsonObject Reference(JsonNode to) => new() { ["$ref"] = to.DeepClone() };

    private static bool IsTrue(JsonNode? node, string word) => (bool?)node?[word] == true;

    [GeneratedRegex("needs the scope [^.]*", RegexOptions.IgnoreCase)]
    private static partial Regex Needed();

    [GeneratedRegex("[a-z]+:[a-z]+")]
    private static partial Regex Code();
}
