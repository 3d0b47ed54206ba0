using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Dates;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>
/// What of a hidden person remains to be seen. Where few public records share it, whoever knows the town knows the person.
/// </summary>
/// <param name="Role">As what the person appears.</param>
/// <param name="Month">When it happened, to the month; null where only the year is shown, or nothing.</param>
/// <param name="Region">Where it happened, as the redacted record shows it: a region, a country, or nothing.</param>
internal sealed record Alike(string Role, string? Month, string? Region)
{
    /// <summary>Each combination once: of the record's day and place, and of those of the acts that a hidden person suffered or did.</summary>
    public static IReadOnlyList<Alike> Of(Incident own, Audience audience, Incident redacted)
    {
        var people = new RedactedPeople(own, audience);
        var hidden = people.Hidden.Select(person => (person.Role, Ref: people.Refs[person.Ref])).Where(person => person.Ref is not null);
        return
        [
            .. hidden.SelectMany(person => redacted.Violations!
                .Where(act => act.Victims?.Contains(person.Ref!) == true || act.Perpetrators?.Contains(person.Ref!) == true)
                .Select(act => (Occurred: act.Occurred ?? redacted.Occurred, Location: act.Location ?? redacted.Location))
                .Append((redacted.Occurred, redacted.Location))
                .Select(seen => new Alike(person.Role!, MonthOf(seen.Occurred), RegionOf(seen.Location))))
            .Distinct(),
        ];
    }

    private static string? MonthOf(Occurrence? occurred) =>
        PartialDate.Of(occurred?.From ?? occurred?.To) is { Precision: >= DatePrecision.Month } date && occurred?.Precision is not ("unknown" or "year")
            ? $"{date.First:yyyy-MM}" : null;

    private static string? RegionOf(Location? location) => location?.Region ?? location?.Country;
}
