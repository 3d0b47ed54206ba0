using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentApi.Tests.Contract;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

/// <summary>The names that a generator made: those of the document, and none that it had to invent.</summary>
internal sealed partial record GeneratedNames(IReadOnlyList<string> Types, IReadOnlyList<string> Operations)
{
    public static GeneratedNames In(string code, Regex types, Regex operations) => new(Names(code, types), Names(code, operations));

    public async Task AssertAsync(Api api)
    {
        var contract = await ServedContract.OfAsync(api);
        var shapes = contract.Schemas.Select(schema => schema.Key).ToList();
        var operations = contract.Operations.Select(operation => (string)operation.Operation["operationId"]!).ToList();

        Assert.Empty(shapes.Except(Types, StringComparer.Ordinal).Except(["MergePatch"], StringComparer.Ordinal));
        Assert.Empty(operations.Except(Operations, StringComparer.OrdinalIgnoreCase));
        Assert.DoesNotContain(Types.Concat(Operations).Except(shapes, StringComparer.Ordinal), name => Invented().IsMatch(name));
        Assert.True(Types.Count > 150 && Operations.Count >= operations.Count, $"Only {Types.Count} types and {Operations.Count} operations were found.");
    }

    /// <summary>How many shapes the document leaves open: there, and nowhere else, a client may know no type.</summary>
    public static async Task<int> OpenShapesAsync(Api api) => Open((await ServedContract.OfAsync(api)).Document["components"]!["schemas"]!);

    private static int Open(JsonNode? node) => node switch
    {
        JsonObject { Count: 0 } => 1,
        JsonObject holder => holder.Where(member => member.Key is not ("examples" or "default")).Sum(member => member.Key == "properties"
            ? member.Value!.AsObject().Sum(property => Open(property.Value)) : Open(member.Value)),
        JsonArray list => list.Sum(Open),
        _ => 0,
    };

    private static List<string> Names(string code, Regex names) => [.. names.Matches(code).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal)];

    /// <summary>Body2, Anonymous3, Response7, and whatever else a generator calls what has no name.</summary>
    [GeneratedRegex(@"^(Anonymous|Inline|Body|Response|Item|Items|Schema|Object|Model|Type|Value)\d*$|\d$", RegexOptions.IgnoreCase)]
    private static partial Regex Invented();
}
