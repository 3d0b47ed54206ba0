using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Contract.Answers;

/// <summary>The operations of the document, each found by the request that it answers.</summary>
internal sealed class DeclaredOperations
{
    private readonly List<(string[] Steps, bool[] AreIds, Dictionary<string, DeclaredOperation> Operations)> _paths = [];

    public DeclaredOperations(ServedContract contract, SchemaCheck check)
    {
        foreach (var path in contract.Operations.GroupBy(operation => operation.Path))
        {
            var steps = path.Key.Split('/');
            var ids = path.SelectMany(operation => operation.Operation["parameters"]?.AsArray() ?? [])
                .Where(parameter => (string?)parameter!["in"] == "path" && (string?)parameter["schema"]?["format"] == "uuid").Select(parameter => $"{{{parameter!["name"]}}}").ToHashSet();
            _paths.Add((steps, [.. steps.Select(ids.Contains)], path.ToDictionary(operation => operation.Method, operation => new DeclaredOperation(contract, check, path.Key, operation.Operation))));
        }
    }

    public IEnumerable<DeclaredOperation> All => _paths.SelectMany(path => path.Operations.Values);

    /// <summary>The methods that the document knows at an address; null where it knows no such address. What is written out goes before what is a parameter.</summary>
    public IReadOnlyDictionary<string, DeclaredOperation>? At(Uri address)
    {
        var asked = address.AbsolutePath.TrimEnd('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
        return _paths.Where(path => Fits(path.Steps, path.AreIds, asked)).OrderBy(path => path.Steps.Count(IsParameter)).Select(path => path.Operations).FirstOrDefault();
    }

    private static bool Fits(string[] steps, bool[] areIds, string[] asked) => steps.Length == asked.Length
        && Enumerable.Range(0, steps.Length).All(i => areIds[i] ? Guid.TryParse(asked[i], out _)
            : IsParameter(steps[i]) ? asked[i].Length > 0
            : steps[i].Equals(asked[i], StringComparison.OrdinalIgnoreCase));

    private static bool IsParameter(string step) => step.StartsWith('{');
}

/// <summary>What one operation takes and may answer, says the document.</summary>
internal sealed class DeclaredOperation(ServedContract contract, SchemaCheck check, string path, JsonNode operation)
{
    public string Name { get; } = (string)operation["operationId"]!;

    public DeclaredRequest Request { get; } = new(contract, check, path, operation);

    public IReadOnlyDictionary<int, DeclaredAnswer> Answers { get; } = operation["responses"]!.AsObject()
        .ToDictionary(answer => int.Parse(answer.Key, System.Globalization.CultureInfo.InvariantCulture), answer => new DeclaredAnswer(contract, check, contract.Resolve(answer.Value!)));
}

/// <summary>An answer as the document declares it.</summary>
internal sealed class DeclaredAnswer(ServedContract contract, SchemaCheck check, JsonNode answer)
{
    public IReadOnlyDictionary<string, bool> Headers { get; } = (answer["headers"]?.AsObject() ?? [])
        .ToDictionary(header => header.Key, header => (bool?)contract.Resolve(header.Value!)["required"] == true, StringComparer.OrdinalIgnoreCase);

    /// <summary>Media types, each with the schemas of its body.</summary>
    public IReadOnlyDictionary<string, DeclaredContent> Content { get; } = (answer["content"]?.AsObject() ?? [])
        .ToDictionary(content => content.Key, content => new DeclaredContent(check.Compile(content.Value!["schema"]!),
            content.Value["x-line-schema"] is { } line ? check.Compile(new JsonObject { ["$ref"] = line.DeepClone() }) : null));

    /// <summary>The problems that it may be: each has an example of its name.</summary>
    public IReadOnlySet<string> Problems { get; } = (answer["content"]?["application/problem+json"]?["examples"]?.AsObject() ?? [])
        .Select(example => $"/problems/{example.Key}").ToHashSet();
}

/// <param name="Line">What each line is, where the body is a text of lines.</param>
internal sealed record DeclaredContent(CompiledSchema Body, CompiledSchema? Line);
