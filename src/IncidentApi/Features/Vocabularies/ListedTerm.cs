using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentApi.Features.Vocabularies.Violations;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Vocabularies;

/// <summary>A term as the API shows it: what every vocabulary says of its terms, then what only this one does.</summary>
/// <param name="Code">What stands in records; it never changes its meaning.</param>
/// <param name="Label">What to show to a reader of the language asked for.</param>
/// <param name="LabelLanguage">The language of that label: another one where the language asked for has none, or a doubtful one.</param>
/// <param name="Labels">The label in every language that has one, by language tag.</param>
/// <param name="Doubtful">The languages whose label a native reader has still to confirm.</param>
/// <param name="Definition">What the term means, in English.</param>
/// <param name="AlternativeNames">Other names and spellings under which people look for it.</param>
[SchemaName("Term")]
internal sealed record ListedTerm(
    string Code, string Label, string LabelLanguage, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<string> Doubtful,
    string Definition, IReadOnlyList<string> AlternativeNames)
{
    private static readonly string[] Named =
        ["code", "en", "ru", "ky", "doubtful", "definition", "alternativeNames", "group", "crosswalk"];

    /// <summary>The wider subject of a type of violation: a code of violations.group.</summary>
    public string? Group { get; init; }

    /// <summary>What a type of violation touches in the law and in the lists of others.</summary>
    public Crosswalk? Crosswalk { get; init; }

    /// <summary>What only some vocabularies have: the class of actor, the stage of a measure, coordinates.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> More { get; init; } = [];

    public static ListedTerm Of(Term term, string language)
    {
        var (label, given) = term.Labels.In(language);
        return new(term.Code, label, given, term.Labels.ByLanguage, term.Labels.Doubtful, term.Definition, term.AlternativeNames)
        {
            Group = term.Text("group"),
            Crosswalk = term.Crosswalk,
            More = term.Members.EnumerateObject().Where(member => !Named.Contains(member.Name))
                .ToDictionary(member => member.Name, member => member.Value),
        };
    }
}
