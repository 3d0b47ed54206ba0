using System.Text;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>
/// The words by which a record is found, and marks for what is looked up exactly: tags, people, related records.
/// A mark begins with #, which no parser of PostgreSQL leaves in a word, so a search for text never meets one.
/// </summary>
internal sealed record SearchText(string Title, string Rest, string[] Marks)
{
    public static SearchText Of(Incident incident) => new(
        Fold(string.Join('\n', [incident.Title, .. (incident.Translations ?? new Dictionary<string, Translation>()).Values.Select(translation => translation.Title)])),
        Fold(string.Join('\n', RestOf(incident).Where(text => text is not null))),
        [.. MarksOf(incident).Distinct()]);

    /// <summary>One spelling for what reads the same: composed characters (NFC), and е for ё, as Russians write it.</summary>
    public static string Fold(string text) => text.Normalize(NormalizationForm.FormC).Replace('ё', 'е').Replace('Ё', 'Е');

    public static string TagMark(string tag) => $"#tag:{tag.Normalize(NormalizationForm.FormC)}";

    public static string PersonMark(Guid person) => $"#person:{person}";

    public static string RelationMark(Guid incident) => $"#related:{incident}";

    public static string RelationMark(ExternalRef name) => $"#related:{name.System}\u001f{name.Id}";

    /// <summary>The column's value. <c>russian</c> stems Latin words as English, and <c>simple</c> keeps every word as it is, for Kyrgyz and for names.</summary>
    public Sql ToVector() => $"""
        (setweight(to_tsvector('russian', {Title}), 'A') || setweight(to_tsvector('simple', {Title}), 'A')
            || to_tsvector('russian', {Rest}) || to_tsvector('simple', {Rest}) || array_to_tsvector({Marks}))
        """;

    private static IEnumerable<string?> RestOf(Incident incident)
    {
        var violations = incident.Violations!;
        return
        [
            incident.Reference, incident.ExternalRef?.Id, incident.Summary, incident.Notes, incident.Occurred!.Note,
            .. TextsOf(incident.Location), .. violations.SelectMany(violation => TextsOf(violation.Location)),
            .. (incident.Translations ?? new Dictionary<string, Translation>()).Values
                .SelectMany(translation => new[] { translation.Summary }.Concat(translation.Labels?.Values ?? [])),
            .. (incident.People ?? []).SelectMany(person => new[] { person.Name, person.Label, person.ActingFor, person.Note }.Concat(person.Aliases ?? [])),
            .. violations.SelectMany(violation => new[] { violation.Finding?.By, violation.Detention?.Place, violation.Detention?.LegalBasis, violation.Occurred?.Note }),
            .. violations.SelectMany(violation => violation.Proceedings ?? []).SelectMany(proceeding =>
                new[] { proceeding.Body, proceeding.Number, proceeding.Charge, proceeding.Claim, proceeding.Sentence }.Concat((proceeding.Statuses ?? []).Select(step => step.Note))),
            .. (incident.Sources ?? []).SelectMany(source => new[] { source.Publisher, source.Title }),
            .. (incident.Developments ?? []).Select(development => development.Text),
            .. (incident.Interventions ?? []).SelectMany(intervention => new[] { intervention.Actor, intervention.Text, intervention.Outcome }),
            .. incident.Tags ?? [],
        ];
    }

    private static IEnumerable<string?> TextsOf(Location? location) => [location?.Locality, location?.Note];

    private static IEnumerable<string> MarksOf(Incident incident) =>
    [
        .. (incident.Tags ?? []).Select(TagMark),
        .. (incident.People ?? []).Where(person => person.PersonId is not null).Select(person => PersonMark(Guid.Parse(person.PersonId!))),
        .. (incident.Related ?? []).Select(related => related.Id is { } id ? RelationMark(Guid.Parse(id)) : RelationMark(related.ExternalRef!)),
    ];
}
