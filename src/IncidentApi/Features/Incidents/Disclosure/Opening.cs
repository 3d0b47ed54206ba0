using System.Text.Json;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>
/// What a change opens to an audience that was closed to it before: a name, a place, a source, a translation. Of a record that is shown
/// already that is a reviewer's decision, as publishing it was.
/// </summary>
internal static class Opening
{
    /// <summary>JSON Pointers into the record as it shall be.</summary>
    public static IEnumerable<string> Of(IncidentBody old, IncidentBody next, Audience audience) =>
        [.. People(old, next, audience), .. Places(old, next), .. Sources(old, next), .. Translations(old, next)];

    private static IEnumerable<string> People(IncidentBody old, IncidentBody next, Audience audience)
    {
        foreach (var (i, person) in (next.People ?? []).Index())
        {
            var before = old.People?.FirstOrDefault(other => other.Ref == person.Ref);
            var (was, shall) = (before is null ? null : PersonDisclosure.Of(before, old, audience), PersonDisclosure.Of(person, next, audience));
            var isNamed = was?.IsNamed == true && NamesOf(person).All(NamesOf(before!).Contains);
            if ((shall.IsNamed && !isNamed && NamesOf(person).Any()) || (was is { IsHidden: true } && !shall.IsHidden) || (was is { IsListed: false } && shall.IsListed)) yield return $"/people/{i}";
        }

        // Links, days and case numbers come back when nobody is hidden any more: also when somebody is left out.
        var left = (old.People ?? []).Where(person => next.People?.Any(other => other.Ref == person.Ref) != true);
        if (left.Any(person => PersonDisclosure.Of(person, old, audience).IsHidden) && !new RedactedPeople(next, audience).SomebodyIsHidden) yield return "/people";
    }

    private static IEnumerable<string> Places(IncidentBody old, IncidentBody next)
    {
        if (RedactedPlace.IsFiner(next.Location!, TypesOf(next), old.Location, TypesOf(old))) yield return "/location";
        foreach (var (i, act) in next.Violations!.Index().Where(act => act.Item.Location is not null))
        {
            var before = old.Violations!.FirstOrDefault(other => other.Ref == act.Ref);
            if (RedactedPlace.IsFiner(act.Location!, act.AllTypes(), before?.Location, (before ?? act).AllTypes())) yield return $"/violations/{i}/location";
        }
    }

    private static IEnumerable<string> Sources(IncidentBody old, IncidentBody next)
    {
        foreach (var (i, source) in (next.Sources ?? []).Index())
        {
            var before = old.Sources?.FirstOrDefault(other => other.Ref == source.Ref);
            var wasReleased = before?.Released == true && (before.Title, before.Url, before.ArchivedUrl) == (source.Title, source.Url, source.ArchivedUrl);
            if ((source.Released == true && !wasReleased) || (before?.Confidential == true && source.Confidential != true)) yield return $"/sources/{i}";
        }
    }

    private static IEnumerable<string> Translations(IncidentBody old, IncidentBody next) => (next.Translations ?? new Dictionary<string, Translation>())
        .Where(translation => translation.Value.Reviewed == true && !SaysTheSame(translation.Value, old.Translations?.GetValueOrDefault(translation.Key)))
        .Select(translation => $"/translations/{translation.Key}");

    private static bool SaysTheSame(Translation one, Translation? other) => JsonSerializer.Serialize(one, Json.Requests) == JsonSerializer.Serialize(other, Json.Requests);

    private static IEnumerable<string> TypesOf(IncidentBody body) => body.Violations!.SelectMany(violation => violation.AllTypes());

    private static IEnumerable<string> NamesOf(Involvement person) => (person.Aliases ?? []).Concat(person.Name is { } name ? [name] : []);
}
