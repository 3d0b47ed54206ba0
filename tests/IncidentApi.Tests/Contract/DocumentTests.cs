using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentApi.Platform.Http;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Routing;

namespace IncidentApi.Tests.Contract;

/// <summary>What the document promises about itself.</summary>
public sealed partial class DocumentTests(Api api)
{
    [Fact]
    public async Task Every_route_is_in_the_document_and_nothing_else()
    {
        var contract = await ServedContract.OfAsync(api);
        var served = api.Routes.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/v1", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {Constraint().Replace(route.RoutePattern.RawText!, "}").TrimEnd('/')}"));

        var documented = contract.Operations.Select(operation => $"{operation.Method} {operation.Path}");

        Assert.Equal(served.Order(), documented.Order());
    }

    [Fact]
    public async Task Every_operation_has_a_name_words_a_tag_an_answer_and_its_problems()
    {
        var contract = await ServedContract.OfAsync(api);

        Assert.All(contract.Operations, found =>
        {
            var answers = found.Operation["responses"]!.AsObject().Select(answer => answer.Key).ToList();
            Assert.Matches("^[a-z][A-Za-z]+$", (string?)found.Operation["operationId"]);
            Assert.Matches(@"^[A-Z].*\.$", (string?)found.Operation["summary"]);
            Assert.NotEmpty(found.Operation["tags"]!.AsArray());
            Assert.Contains(answers, answer => answer[0] == '2');
            Assert.Subset(answers.ToHashSet(), new HashSet<string> { "400", "429", "500", "503" });
            Assert.All(found.Operation["parameters"]?.AsArray() ?? [], parameter => Assert.NotEmpty((string?)parameter!["description"] ?? ""));
        });
        Assert.Distinct(contract.Operations.Select(found => (string?)found.Operation["operationId"]));
    }

    [Fact]
    public async Task Every_success_and_every_refusal_for_asking_too_often_says_what_is_left()
    {
        var contract = await ServedContract.OfAsync(api);

        var answers = contract.Operations.SelectMany(found => found.Operation["responses"]!.AsObject())
            .Where(answer => answer.Key is ['2' or '3', ..] or "429").Select(answer => contract.Resolve(answer.Value!)).ToList();

        Assert.NotEmpty(answers);
        Assert.All(answers, answer => Assert.Subset(answer["headers"]!.AsObject().Select(header => header.Key).ToHashSet(), new HashSet<string> { "RateLimit", "RateLimit-Policy" }));
    }

    [Fact]
    public async Task Every_shape_and_member_is_described()
    {
        var contract = await ServedContract.OfAsync(api);

        var silent = contract.Schemas.Where(schema => schema.Value["description"] is null).Select(schema => schema.Key)
            .Concat(from schema in contract.Schemas
                    from member in schema.Value["properties"]?.AsObject() ?? []
                    where member.Value!["description"] is null
                    select $"{schema.Key}.{member.Key}");

        Assert.Empty(silent);
    }

    [Fact]
    public async Task Every_kind_of_problem_is_declared_by_a_route()
    {
        var contract = await ServedContract.OfAsync(api);
        var kinds = typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (ProblemKind)field.GetValue(null)!)
            // A method that a resource does not take is no operation of the document; its introduction tells of this one.
            .Where(kind => kind != Problems.MethodNotAllowed);

        var declared = contract.Operations
            .SelectMany(found => found.Operation["responses"]!.AsObject())
            .SelectMany(answer => contract.Resolve(answer.Value!)["content"]?["application/problem+json"]?["examples"]?.AsObject() ?? [])
            .Select(example => example.Key).ToHashSet();

        Assert.Empty(kinds.Select(kind => kind.Code).Except(declared));
    }

    [Fact]
    public async Task Every_example_of_a_problem_bears_the_words_of_its_kind()
    {
        var contract = await ServedContract.OfAsync(api);
        var kinds = typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (ProblemKind)field.GetValue(null)!);

        Assert.All(kinds.Where(kind => kind != Problems.MethodNotAllowed), kind =>
        {
            var example = contract.Document["components"]!["examples"]![kind.Code]!["value"]!;
            Assert.Equal((kind.Type, kind.Title, kind.Status), ((string?)example["type"], (string?)example["title"], (int)example["status"]!));
        });
    }

    [Fact]
    public async Task What_is_sent_takes_no_unknown_member_and_no_null()
    {
        var contract = await ServedContract.OfAsync(api);
        var bodies = contract.Operations.Select(found => found.Operation["requestBody"]?["content"]?["application/json"]?["schema"]).OfType<JsonNode>();

        var parts = new HashSet<string>();
        foreach (var body in bodies) Collect(contract, body, parts);

        Assert.All(parts, part =>
        {
            var schema = contract.Document["components"]!["schemas"]![part]!;
            Assert.Equal("object", (string?)schema["type"]);
            Assert.False((bool?)schema["additionalProperties"]);
            Assert.DoesNotContain("null", schema["properties"]!.ToJsonString(), StringComparison.Ordinal);
        });
        Assert.Contains("Violation", parts);
    }

    private static void Collect(ServedContract contract, JsonNode node, HashSet<string> parts)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items.OfType<JsonNode>()) Collect(contract, item, parts);
        }
        else if (node is JsonObject members)
        {
            var target = contract.Resolve(members);
            if (target != members && target["enum"] is null && parts.Add(((string)members["$ref"]!).Split('/')[^1])) Collect(contract, target, parts);
            foreach (var (_, member) in members) if (member is not null) Collect(contract, member, parts);
        }
    }

    [GeneratedRegex(":[a-z]+}")]
    private static partial Regex Constraint();
}
