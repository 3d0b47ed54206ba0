using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Contract.Compatibility;

/// <summary>Changes of the real document, to see what the comparison makes of them.</summary>
internal static class Mutations
{
    /// <summary>What breaks clients, and words that its message must have.</summary>
    public static readonly IReadOnlyDictionary<string, (Action<Draft> Change, string[] Named)> Breaking = new Dictionary<string, (Action<Draft>, string[])>
    {
        ["an operation goes"] = (draft => draft.Path("/v1/incidents/{id}").Remove("delete"), ["DELETE /v1/incidents/{id} is gone"]),
        ["an address goes"] = (draft => draft.Paths.Remove("/v1/me"), ["GET /v1/me is gone"]),
        ["an operation gets another name"] = (draft => draft.Operation("/v1/me", "get")["operationId"] = "whoAmI", ["GET /v1/me", "whoAmI", "getMe"]),
        ["what was open needs a key"] = (draft => draft.Operation("/v1/vocabularies", "get").Remove("security"), ["GET /v1/vocabularies", "without a key"]),
        ["a query parameter goes"] = (draft => draft.Operation("/v1/incidents", "get")["parameters"]!.AsArray().Remove(draft.Parameter("/v1/incidents", "get", "violation")), ["GET /v1/incidents", "query parameter violation is gone"]),
        ["a query parameter becomes required"] = (draft => draft.Parameter("/v1/incidents", "get", "limit")["required"] = true, ["GET /v1/incidents", "limit has become required"]),
        ["a new parameter is required"] = (draft => draft.Operation("/v1/incidents", "get")["parameters"]!.AsArray().Add(Text("colour", true)), ["GET /v1/incidents", "colour is new and required"]),
        ["a parameter takes less"] = (draft => draft.Parameter("/v1/incidents", "get", "limit")["schema"]!["maximum"] = 100, ["GET /v1/incidents", "limit", "maximum is 100, was 200"]),
        ["a parameter takes more at least"] = (draft => draft.Parameter("/v1/incidents", "get", "limit")["schema"]!["minimum"] = 10, ["limit", "minimum is 10, was 1"]),
        ["a parameter means something else where it is left out"] = (draft => draft.Parameter("/v1/incidents", "get", "limit")["schema"]!["default"] = 20, ["limit means 20 where it is left out, was 50"]),
        ["a parameter has another type"] = (draft => draft.Parameter("/v1/incidents", "get", "limit")["schema"]!["type"] = "string", ["limit", "the type is string, was integer"]),
        ["a list is written in another way"] = (draft => draft.Parameter("/v1/incidents", "get", "violation")["explode"] = true, ["violation is written in another way"]),
        ["a header becomes required"] = (draft => draft.Parameter("/v1/incidents", "post", "Idempotency-Key")["required"] = true, ["POST /v1/incidents", "header parameter Idempotency-Key has become required"]),
        ["a member is no longer taken"] = (draft => draft.Members("IncidentBody").Remove("notes"), ["POST /v1/incidents", "the member notes is no longer taken"]),
        ["a member has to be sent"] = (draft => draft.Schema("IncidentBody")["required"]!.AsArray().Add("notes"), ["POST /v1/incidents", "the member notes has become required"]),
        ["a new member has to be sent"] = (draft => draft.Require("Violation", "colour"), ["/violations/*", "the member colour has become required"]),
        ["a text may be shorter only"] = (draft => draft.Members("IncidentBody")["title"]!["maxLength"] = 20, ["POST /v1/incidents", "member /title", "maxLength is 20, was 200"]),
        ["a text gets a pattern"] = (draft => draft.Members("IncidentBody")["title"]!["pattern"] = "^[a-z]+$", ["member /title", "the pattern is ^[a-z]+$, was free"]),
        ["a list may hold fewer"] = (draft => draft.Members("IncidentBody")["tags"]!["maxItems"] = 5, ["member /tags", "maxItems is 5, was 100"]),
        ["a code is no longer taken"] = (draft => draft.Codes("ViolationsType").Remove(draft.Codes("ViolationsType").First(code => (string?)code == "arrest")), ["GET /v1/incidents", "parameter violation", "arrest is no longer taken"]),
        ["a free text becomes a closed list"] = (draft => draft.Members("IncidentBody")["notes"]!["enum"] = new JsonArray("seen"), ["member /notes", "it has become a closed list"]),
        ["a free body is closed"] = (draft => draft.Schema("MergePatch")["additionalProperties"] = false, ["PATCH /v1/incidents/{id}", "other members are no longer taken"]),
        ["a media type is no longer taken"] = (draft => draft.Operation("/v1/incidents/{id}", "patch")["requestBody"]!["content"]!.AsObject().Remove("application/merge-patch+json"), ["PATCH /v1/incidents/{id} no longer takes application/merge-patch+json"]),
        ["a member is no longer shown"] = (draft => draft.Members("Incident").Remove("reference"), ["the answer 200", "the member reference is no longer shown"]),
        ["a member may be missing"] = (draft => draft.Optional("Incident", "version"), ["the member version may be missing now"]),
        ["a member may be null"] = (draft => draft.Members("Incident")["version"]!["type"] = new JsonArray("integer", "null"), ["member /version", "the type is integer or null, was integer"]),
        ["a member is shown in another format"] = (draft => draft.Members("Incident")["createdAt"]!["format"] = "date", ["member /createdAt", "the format is \"date\", was \"date-time\""]),
        ["a word that is no vocabulary's is shown"] = (draft => draft.CodesOf(draft.Members("ExportedFeatures")["type"]!).Add("colour"), ["only vocabularies grow"]),
        ["a status goes"] = (draft => draft.Operation("/v1/incidents/{id}", "put")["responses"]!.AsObject().Remove("201"), ["PUT /v1/incidents/{id}: the answer 201 is gone"]),
        ["a success is new"] = (draft => draft.Operation("/v1/me", "get")["responses"]!["202"] = new JsonObject { ["description"] = "Later." }, ["GET /v1/me: the answer 202 is new"]),
        ["an answer no longer comes in a form"] = (draft => draft.Answer("/v1/incidents/export", "get", "200")["content"]!.AsObject().Remove("text/csv"), ["GET /v1/incidents/export", "no longer comes as text/csv"]),
        ["an answer no longer bears a header"] = (draft => draft.Answer("/v1/incidents/{id}", "get", "200")["headers"]!.AsObject().Remove("ETag"), ["GET /v1/incidents/{id}", "no longer bears ETag"]),
        ["an answer need not bear a header"] = (draft => draft.Answer("/v1/incidents/{id}", "get", "200")["headers"]!["ETag"]!["required"] = false, ["need not bear ETag"]),
        ["a problem has another type"] = (draft => draft.Rename("unknown-code"), ["POST /v1/incidents", "no longer /problems/unknown-code"]),
        ["a key needs another scope"] = (draft => draft.Operation("/v1/webhooks", "get")["description"] = "Needs the scope `audit:read`.", ["GET /v1/webhooks asks a key for the scope audit:read"]),
        ["a key is sent in another way"] = (draft => draft.Document["components"]!["securitySchemes"]!["key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Key" }, ["credential key is apiKey, was http"]),
        ["all addresses begin elsewhere"] = (draft => draft.Document["servers"]![0]!["url"] = "/api", ["no longer begin at /"]),
        ["an operation stands under another tag"] = (draft => draft.Operation("/v1/me", "get")["tags"] = new JsonArray("Incidents"), ["GET /v1/me stands under Incidents"]),
        ["a parameter is filled in where it is left out"] = (draft => draft.Parameter("/v1/incidents", "get", "q")["schema"]!["default"] = "arrest", ["parameter q", "default is \"arrest\", was free"]),
        ["a member is for answers alone"] = (draft => draft.Members("IncidentBody")["notes"]!["readOnly"] = true, ["POST /v1/incidents", "member /notes", "it is readOnly"]),
        ["a list may not say a thing twice"] = (draft => draft.Members("IncidentBody")["tags"]!["uniqueItems"] = true, ["member /tags", "uniqueItems is true, was free"]),
        ["a free body gets a form"] = (draft => draft.Schema("MergePatch")["additionalProperties"] = new JsonObject { ["type"] = "string" }, ["PATCH /v1/incidents/{id}", "other members may no longer be anything"]),
        ["a text has to be one of some forms"] = (draft => draft.Members("IncidentBody")["title"]!["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }), ["member /title", "anyOf is string, was "]),
        ["a text has to obey one rule more"] = (draft => draft.Members("IncidentBody")["title"]!["allOf"] = new JsonArray(new JsonObject { ["type"] = "string" }), ["member /title", "allOf is string, was "]),
        ["a list shows anything"] = (draft => draft.Members("Incident")["tags"]!.AsObject().Remove("items"), ["the answer 200", "member /tags", "its items may be anything"]),
        ["a closed list becomes a vocabulary, to grow"] = (draft => draft.Grow(draft.Members("ExportedFeatures")["type"]!), ["only vocabularies grow"]),
        ["an answer is of another shape"] = (draft => draft.Copy("Incident", "Record", draft.Answer("/v1/incidents/{id}", "get", "200")["content"]!["application/json"]!), ["GET /v1/incidents/{id}: the answer 200: it is Record, was Incident"]),
        ["an answer's shape loses its name"] = (draft => draft.Inline("Incident", draft.Answer("/v1/incidents/{id}", "get", "200")["content"]!["application/json"]!), ["GET /v1/incidents/{id}: the answer 200: it has no name any more, was Incident"]),
        ["a header is of another type"] = (draft => draft.Answer("/v1/incidents/{id}", "get", "200")["headers"]!["ETag"]!["schema"]!["type"] = "integer", ["header ETag", "the type is integer, was string"]),
        ["a line is of another shape"] = (draft => draft.Answer("/v1/incidents/export", "get", "200")["content"]!["application/x-ndjson"]!["x-line-schema"] = "#/components/schemas/Problem", ["GET /v1/incidents/export", "a line: it is Problem, was Incident"]),
        ["nobody says what a line is"] = (draft => draft.Answer("/v1/incidents/export", "get", "200")["content"]!["application/x-ndjson"]!.AsObject().Remove("x-line-schema"), ["GET /v1/incidents/export", "no longer says what a line of application/x-ndjson is"]),
        ["a shape has another name"] = (draft => draft.RenameSchema("Violation"), ["The shape Violation is gone"]),
    };

    public static readonly IReadOnlyDictionary<string, Action<Draft>> Harmless = new Dictionary<string, Action<Draft>>
    {
        ["an address is new"] = draft => draft.Paths["/v1/colours"] = new JsonObject { ["get"] = draft.Operation("/v1/vocabularies", "get").DeepClone() },
        ["a method is new"] = draft => draft.Path("/v1/me")["post"] = draft.Operation("/v1/incidents", "post").DeepClone(),
        ["a parameter is new"] = draft => draft.Operation("/v1/incidents", "get")["parameters"]!.AsArray().Add(Text("colour", false)),
        ["a parameter takes more"] = draft => draft.Parameter("/v1/incidents", "get", "limit")["schema"]!["maximum"] = 500,
        ["a parameter need not be sent"] = draft => draft.Parameter("/v1/incidents/export", "get", "format")["required"] = false,
        ["a member may be sent"] = draft => draft.Members("IncidentBody")["colour"] = new JsonObject { ["type"] = "string", ["maxLength"] = 20 },
        ["a member need not be sent"] = draft => draft.Optional("IncidentBody", "location"),
        ["a text may be longer"] = draft => draft.Members("IncidentBody")["title"]!["maxLength"] = 2_000,
        ["a member is shown"] = draft => draft.Require("Incident", "colour"),
        ["a member is surely shown"] = draft => draft.Schema("Incident")["required"]!.AsArray().Add("summary"),
        ["a vocabulary has one word more"] = draft => draft.Codes("ViolationsType").Add("colour"),
        ["a problem is new"] = draft => draft.Answer("/v1/incidents", "post", "422")["content"]!["application/problem+json"]!["examples"]!["too-colourful"] = new JsonObject { ["value"] = new JsonObject() },
        ["a refusal is new"] = draft => draft.Operation("/v1/vocabularies", "get")["responses"]!["451"] = new JsonObject { ["description"] = "Refused." },
        ["an answer also comes in another form"] = draft => draft.Answer("/v1/me", "get", "200")["content"]!["text/csv"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
        ["an answer bears a new header"] = draft => draft.Answer("/v1/me", "get", "200")["headers"]!["Colour"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } },
        ["what needed a key is open"] = draft => draft.Operation("/v1/me", "get")["security"] = new JsonArray { new JsonObject(), new JsonObject { ["key"] = new JsonArray() }, new JsonObject { ["token"] = new JsonArray() } },
        ["words change"] = draft => draft.Operation("/v1/me", "get")["description"] = "In other words.",
        ["it is marked as deprecated"] = draft => draft.Operation("/v1/me", "get")["deprecated"] = true,
    };

    private static JsonObject Text(string name, bool required) => new() { ["name"] = name, ["in"] = "query", ["required"] = required, ["schema"] = new JsonObject { ["type"] = "string" } };
}

/// <summary>A document that may be changed.</summary>
internal sealed class Draft(JsonNode document)
{
    private readonly ServedContract _contract = new(document);

    public JsonNode Document => document;

    public JsonObject Paths => document["paths"]!.AsObject();

    public JsonObject Path(string path) => Paths[path]!.AsObject();

    public JsonObject Operation(string path, string method) => Path(path)[method]!.AsObject();

    public JsonObject Parameter(string path, string method, string name) => Operation(path, method)["parameters"]!.AsArray().Single(parameter => (string?)parameter!["name"] == name)!.AsObject();

    public JsonObject Answer(string path, string method, string status) => _contract.Resolve(Operation(path, method)["responses"]![status]!).AsObject();

    public JsonObject Schema(string name) => document["components"]!["schemas"]![name]!.AsObject();

    public JsonObject Members(string name) => Schema(name)["properties"]!.AsObject();

    public JsonArray Codes(string name) => Schema(name)["enum"]!.AsArray();

    public JsonArray CodesOf(JsonNode schema) => _contract.Resolve(schema)["enum"]!.AsArray();

    /// <summary>A list that its description calls a vocabulary from now on, with one word more.</summary>
    public void Grow(JsonNode schema)
    {
        CodesOf(schema).Add("colour");
        _contract.Resolve(schema)["description"] = "The vocabulary `colours`.";
    }

    /// <summary>The same shape under another name besides, in one place.</summary>
    public void Copy(string name, string other, JsonNode place)
    {
        document["components"]!["schemas"]![other] = Schema(name).DeepClone();
        place["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{other}" };
    }

    public void Inline(string name, JsonNode place) => place["schema"] = Schema(name).DeepClone();

    public void Require(string schema, string member)
    {
        Members(schema)[member] = new JsonObject { ["type"] = "string" };
        (Schema(schema)["required"] ??= new JsonArray()).AsArray().Add(member);
    }

    public void Optional(string schema, string member)
    {
        var required = Schema(schema)["required"]!.AsArray();
        required.Remove(required.Single(name => (string?)name == member));
    }

    /// <summary>A kind of problem is told under another name, wherever it is.</summary>
    public void Rename(string problem)
    {
        foreach (var answer in _contract.Operations.SelectMany(operation => operation.Operation["responses"]!.AsObject()).Select(answer => _contract.Resolve(answer.Value!)))
        {
            if (answer["content"]?["application/problem+json"]?["examples"] is JsonObject examples && examples.Remove(problem, out var example)) examples[problem + "-2"] = example;
        }
    }

    public void RenameSchema(string name)
    {
        var renamed = JsonNode.Parse(document.ToJsonString().Replace($"\"#/components/schemas/{name}\"", $"\"#/components/schemas/{name}2\"", StringComparison.Ordinal))!.AsObject();
        foreach (var part in renamed.Select(part => part.Key).ToList())
        {
            renamed.Remove(part, out var value);
            document[part] = value;
        }

        var schemas = document["components"]!["schemas"]!.AsObject();
        schemas.Remove(name, out var schema);
        schemas[name + "2"] = schema;
    }
}
