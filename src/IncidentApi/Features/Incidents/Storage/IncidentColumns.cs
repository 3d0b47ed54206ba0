using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Features.Vocabularies.Violations;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>The only place where a document becomes columns. Pure, so that the columns can be made again from the document.</summary>
internal sealed record IncidentColumns(Span Span, int[] Terms, int[] Places, SearchText Search)
{
    public static IncidentColumns Of(Incident incident) =>
        new(incident.Span(), [.. TermsOf(incident).Distinct().Order()], [.. PlacesOf(incident).Distinct().Order()], SearchText.Of(incident));

    private static IEnumerable<int> TermsOf(Incident incident)
    {
        var violations = incident.Violations!;
        var people = incident.People ?? [];
        var victims = people.Where(person => person.Role != "alleged_perpetrator").ToList();
        return
        [
            .. FilterTerm.Of("violation", violations.SelectMany(violation => violation.AllTypes())),
            .. FilterTerm.Of("right", RightsFilter.ThatNeedTheState(incident.Rights)),
            .. FilterTerm.Of("defenderRole", victims.SelectMany(person => person.DefenderRoles ?? [])),
            .. FilterTerm.Of("gender", victims.Select(person => person.Gender).OfType<string>()),
            .. FilterTerm.Of("ageBand", victims.Select(person => person.AgeBand).OfType<string>()),
            .. FilterTerm.Of("atRisk", victims.SelectMany(person => person.AtRiskGroups ?? [])),
            .. FilterTerm.Of("perpetrator", people.Where(person => person.Role == "alleged_perpetrator").Select(person => person.Category).OfType<string>()),
            .. FilterTerm.Of("source", (incident.Sources ?? []).Select(source => source.Kind!)),
        ];
    }

    private static IEnumerable<int> PlacesOf(Incident incident) =>
        new[] { incident.Location }.Concat(incident.Violations!.Select(violation => violation.Location)).OfType<Location>()
            .SelectMany(location => new[] { location.Country!, location.Region }).OfType<string>()
            .Select(PlaceCode.Of);

    /// <summary>The rights at stake: HRMI's safety from the state counts only where the state acted or acquiesced.</summary>
    public static IReadOnlyList<string> RightsOf(IncidentBody body)
    {
        var ofTheState = (body.People ?? []).Where(person => person.Category is { } category && ActorClass.IsState(category))
            .Select(person => person.Ref!).ToHashSet(StringComparer.Ordinal);
        return Rights.Of(body.Violations!.SelectMany(violation =>
            violation.AllTypes().Select(type => (type, violation.Perpetrators?.Any(ofTheState.Contains) == true))));
    }
}
