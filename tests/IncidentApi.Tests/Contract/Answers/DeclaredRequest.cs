using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Contract.Answers;

/// <summary>What an operation takes, says the document: what the service took is held against it.</summary>
internal sealed class DeclaredRequest(ServedContract contract, SchemaCheck check, string path, JsonNode operation)
{
    private readonly List<DeclaredParameter> _parameters = [.. (operation["parameters"]?.AsArray() ?? []).Select(parameter => new DeclaredParameter(contract, check, contract.Resolve(parameter!)))];

    private readonly Dictionary<string, CompiledSchema> _bodies = (operation["requestBody"]?["content"]?.AsObject() ?? [])
        .ToDictionary(content => content.Key, content => check.Compile(content.Value!["schema"]!), StringComparer.OrdinalIgnoreCase);

    /// <param name="body">What was sent; null where nobody knows.</param>
    public IEnumerable<string> FaultsOf(HttpRequestMessage request, byte[]? body) =>
        OfQuery(request.RequestUri!).Concat(OfPath(request.RequestUri!)).Concat(OfHeaders(request.Headers)).Concat(OfBody(request.Content, body)).Select(fault => $"the document forbids what was sent, {fault}");

    private IEnumerable<string> OfQuery(Uri address)
    {
        var sent = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .GroupBy(pair => Read(pair[0]), pair => pair.Length == 1 ? "" : Read(pair[1])).ToDictionary(pair => pair.Key, pair => pair.ToList());
        foreach (var name in sent.Keys.Where(name => !_parameters.Any(parameter => parameter.Is("query", name)))) yield return $"it has no parameter {name}";
        foreach (var parameter in _parameters.Where(parameter => parameter.In == "query"))
        {
            foreach (var fault in parameter.FaultsOf(sent.GetValueOrDefault(parameter.Name))) yield return fault;
        }

        static string Read(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
    }

    private IEnumerable<string> OfPath(Uri address)
    {
        var steps = path.Split('/').Zip(address.AbsolutePath.Split('/'), (step, sent) => (Step: step, Sent: Uri.UnescapeDataString(sent))).ToList();
        return _parameters.Where(parameter => parameter.In == "path").SelectMany(parameter => parameter.FaultsOf([steps.Single(step => step.Step == $"{{{parameter.Name}}}").Sent]));
    }

    // A header that says nothing is passed over, as HTTP has it; what must be sent must be there.
    private IEnumerable<string> OfHeaders(HttpRequestHeaders headers) => _parameters.Where(parameter => parameter.In == "header" && !headers.NonValidated.Contains(parameter.Name))
        .SelectMany(parameter => parameter.FaultsOf(null));

    private IEnumerable<string> OfBody(HttpContent? content, byte[]? body)
    {
        // A batch is taken though items of it are refused: its answer says which, and why.
        if (_bodies.Count == 0 || (content is not null && body is null) || (string)operation["operationId"]! == "createBatch") return [];

        if (content?.Headers.ContentType?.MediaType is not { } mediaType) return ["it has no body"];
        if (!_bodies.TryGetValue(mediaType, out var schema)) return [$"it takes no {mediaType}"];

        // RFC 8259 lets readers pass over a byte order mark.
        using var parsed = JsonDocument.Parse(body.AsMemory(body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0));
        return schema.FaultsOf(parsed.RootElement);
    }
}

/// <summary>A parameter as the document declares it.</summary>
internal sealed class DeclaredParameter(ServedContract contract, SchemaCheck check, JsonNode parameter)
{
    private readonly JsonNode _schema = contract.Resolve(parameter["schema"]!);
    private readonly CompiledSchema _check = check.Compile(parameter["schema"]!);

    public string Name { get; } = (string)parameter["name"]!;

    public string In { get; } = (string)parameter["in"]!;

    public bool Is(string place, string name) => In == place && Name.Equals(name, StringComparison.Ordinal);

    /// <param name="texts">As often as it was sent; null if it was not.</param>
    public IEnumerable<string> FaultsOf(List<string>? texts)
    {
        if (texts is null) return (bool?)parameter["required"] == true ? [$"the {In} parameter {Name} is missing"] : [];

        var isList = TypeOf(_schema) == "array";
        if (texts.Count > 1 && !(isList && (bool?)parameter["explode"] == true)) return [$"the {In} parameter {Name} stands there {texts.Count} times"];

        JsonNode value = isList
            ? new JsonArray([.. ((bool?)parameter["explode"] == true ? texts : texts[0].Split(',').AsEnumerable()).Select(text => Read(contract.Resolve(_schema["items"]!), text))])
            : Read(_schema, texts[0]);
        return _check.FaultsOf(JsonSerializer.SerializeToElement(value)).Select(fault => $"the {In} parameter {Name}{fault}");
    }

    /// <summary>A text of an address as the value that its schema means.</summary>
    private static JsonValue Read(JsonNode schema, string text) => TypeOf(schema) switch
    {
        "integer" when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        "number" when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        "boolean" when text is "true" or "false" => JsonValue.Create(text == "true"),
        _ => JsonValue.Create(text),
    };

    private static string? TypeOf(JsonNode schema) => schema["type"] is JsonArray several ? several.Select(type => (string?)type).First(type => type != "null") : (string?)schema["type"];
}
