using IncidentApi.Features.Incidents;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.People;

/// <summary>Yearly tables of people whose gender, age band or groups at risk redacted records hide; suppressed where they are few.</summary>
/// <param name="Scope">Whose records: public, or shared.</param>
/// <param name="K">No figure, and no step between two publications of one, is about fewer people than these.</param>
/// <param name="MadeOn">The day (UTC) on which the tables were last made; null before the first time.</param>
/// <param name="Unit">people: one entry of an organisation's register counts once in all tables of a dimension, in the year and under the violation group in which
/// it was first counted.</param>
/// <param name="Basis">Documented cases, not an estimate of all that happened.</param>
/// <param name="Counted">Who is counted, and who is not.</param>
/// <param name="Rule">What is suppressed, and when a table changes.</param>
/// <param name="Source">Where the rule comes from.</param>
/// <param name="Tables">The tables that may be published. One that is not here counts too few people, or nearly all of one kind, or nobody.</param>
internal sealed record PeopleAnswer(
    string Scope, int K, DateOnly? MadeOn, string Unit, string Basis, string Counted, string Rule, string Source, IReadOnlyList<PublishedTable> Tables)
{
    private const string WhoIsCounted =
        "Single people (no groups) whom records of events list as victims but whose gender, age band and groups at risk they hide, from partners too; disjoint from those whom /v1/statistics counts by gender, ageBand or atRisk. "
        + "Not counted: acts that did not surely begin in one year, people whom a record does not list at all, groups.";

    private const string WhatIsSuppressed =
        "A count from 1 to 4 is suppressed, and with it others, until those together are at least 5 and more than one; a table with all people in one value is not published. "
        + "A published table changes only where each count, and what is suppressed together, stays or moves by at least 5, in two of them at least, against everything that was published of it before; until then it stays as it was. "
        + "It is withdrawn when 5 of those whom it counts are gone and it may not change. Of a group at risk only the people in it are shown, and only where at least 5 are in it and 5 are not.";

    private const string Handbook =
        "Minimum frequency rule, secondary suppression, protection against group disclosure and against differencing: Handbook on Statistical Disclosure Control, second edition (2024), https://sdctools.github.io/HandbookSDC/";

    public static PeopleAnswer Of(string scope, DateOnly? madeOn, IReadOnlyList<PublishedTable> tables) => new(scope, PeopleRule.K, madeOn, "people",
        "documented cases, not an estimate of all that happened", WhoIsCounted, WhatIsSuppressed, Handbook, tables);
}

/// <summary>One table: the people in one organisation's records, of one country, violation group and year.</summary>
/// <param name="Organisation">Whose records. Figures of several organisations may be of the same people.</param>
/// <param name="Country">Where the act happened.</param>
/// <param name="ViolationGroup">The group of the act.</param>
/// <param name="Year">The year in which it surely began.</param>
/// <param name="Dimension">By what people are divided: gender, ageBand or atRisk.</param>
/// <param name="Cells">The figures.</param>
internal sealed record PublishedTable(
    OwningOrganisation Organisation, [property: Code("countries")] string Country, [property: Code("violations.group")] string ViolationGroup, int Year,
    [property: PeopleDimension] string Dimension, IReadOnlyList<PublishedCell> Cells);

/// <summary>One figure, or the mark that it is suppressed.</summary>
/// <param name="Value">woman, man, other_or_unspecified; adult, child, unspecified; or a group at risk, of which a person may be in several.</param>
/// <param name="Count">How many people: 0, or at least 5. Absent where it is suppressed.</param>
/// <param name="Suppressed">true where the figure may not be shown; absent otherwise.</param>
/// <param name="PublishedOn">The day (UTC) whose figure this is.</param>
internal sealed record PublishedCell(string Value, int? Count, bool? Suppressed, DateOnly PublishedOn);

internal sealed class PeopleDimensionAttribute : OneOfAttribute
{
    public PeopleDimensionAttribute()
        : base(Subject.OfGender, Subject.OfAge, Subject.OfRisk) => (Called, Note) = ("PeopleDimension", "By what a table of people is grouped.");
}
