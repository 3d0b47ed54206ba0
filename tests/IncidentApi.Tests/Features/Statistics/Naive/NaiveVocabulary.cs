using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>What the closed lists say of types, perpetrators and rights, read from their files.</summary>
internal static class NaiveVocabulary
{
    private static readonly Dictionary<string, JsonNode> Types = Terms("violations.type");
    private static readonly Dictionary<string, JsonNode> Categories = Terms("people.category");
    private static readonly Dictionary<string, JsonNode> Measured = Terms("hrmi.rights");
    private static readonly Dictionary<string, JsonNode> Roles = Terms("people.defenderRoles");

    public static string GroupOf(string type) => (string)Types[type]["group"]!;

    /// <summary>The class of act of SDG indicator 16.10.1; null where it is none of them.</summary>
    public static string? SdgActOf(string type) => (string?)Types[type]["crosswalk"]!["sdg16101"];

    /// <summary>The class of victim of SDG indicator 16.10.1; null where the role is none of them.</summary>
    public static string? SdgVictimOf(string role) => (string?)Roles[role]["sdg"];

    /// <summary>Whose power a category of perpetrator is.</summary>
    public static string ClassOf(string category) => (string)Categories[category]["actorClass"]!;

    /// <summary>Whether the state acted or acquiesced where perpetrators are of these categories.</summary>
    public static bool IsState(IEnumerable<string> categories) => categories.Any(category => ClassOf(category) is "state" or "state_acquiescence");

    /// <summary>The rights that an act of one type touches.</summary>
    public static IEnumerable<string> RightsOf(string type, bool state)
    {
        var crosswalk = Types[type]["crosswalk"]!;
        if ((string?)crosswalk["hrmiRight"] is { } right && (state || (string?)Measured[right]["category"] != "physint")) yield return $"hrmi:{right}";
        if (state && (string?)crosswalk["hrmiRightIfState"] is { } safety) yield return $"hrmi:{safety}";
        foreach (var (member, list) in new[] { ("iccpr", "iccpr"), ("udhr", "udhr"), ("hrdDeclaration", "hrd") })
        {
            foreach (var article in crosswalk[member]!.AsArray()) yield return $"{list}:{article}";
        }

        if ((string?)crosswalk["sdg16101"] is { } act) yield return $"sdg:{act}";
    }

    private static Dictionary<string, JsonNode> Terms(string list) =>
        JsonNode.Parse(File.ReadAllText(Repository.Path($"src/IncidentApi/Features/Vocabularies/Data/{list}.json")))!["terms"]!.AsArray()
            .ToDictionary(term => (string)term!["code"]!, term => term!);
}
