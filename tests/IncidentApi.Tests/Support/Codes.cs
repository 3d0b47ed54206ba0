using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Support;

/// <summary>The codes of the closed lists, read from their files.</summary>
internal static class Codes
{
    public static string[] Of(string list) =>
        [.. JsonNode.Parse(File.ReadAllText(Repository.Path($"src/IncidentApi/Features/Vocabularies/Data/{list}.json")))!["terms"]!.AsArray()
            .Select(term => (string)term!["code"]!)];
}
