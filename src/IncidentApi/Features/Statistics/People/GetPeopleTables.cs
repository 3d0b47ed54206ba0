using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Statistics.People;

internal static class GetPeopleTables
{
    private static readonly Dictionary<int, string> Countries = Vocabulary.Named("countries").Codes.ToDictionary(PlaceCode.Of);

    internal sealed record Parameters
    {
        [Description("Whose records: public, also with a key, or shared: those that partners who share all of theirs keep from the public. own is refused, for /v1/statistics counts one's own exactly.")]
        [IncidentScope]
        public string Scope { get; set; } = Door.Public;

        [Description("Only tables of this dimension.")]
        [PeopleDimension]
        public string? Dimension { get; set; }

        [Description("Only tables of this country (ISO 3166-1 alpha-2).")]
        [Code("countries")] public string? Country { get; set; }

        [Description("Only tables of this group of violations.")]
        [Code("violations.group")] public string? ViolationGroup { get; set; }

        [Description("Only tables of this year.")]
        [Range(1, 9999)] public int? Year { get; set; }

        [Description("json, or csv with a header and one line for each figure (RFC 4180).")]
        [TableFormat] public string Format { get; set; } = "json";
    }

    /// <summary>
    /// Yearly tables of the people whose gender, age band or groups at risk redacted records hide: country, violation group and one of these. Figures
    /// are suppressed so that neither one answer nor all of them together, of all days, tell what is hidden of anybody. They are made once a day.
    /// </summary>
    public static async Task<IResult> Handle(Query<Parameters> query, Caller? caller, Store store, PublicStore publicStore, HttpResponse response, CancellationToken cancellation)
    {
        var asked = query.Value;
        if (asked.Scope == Door.Own)
        {
            return ProblemResult.Of([Problems.InvalidParameter.AtParameter("scope",
                "These tables are of what others hide; GET /v1/statistics?scope=own counts one's own people exactly.", asked.Scope, [Door.Public, Door.Shared])]);
        }

        if (asked.Scope == Door.Shared && caller is null) return Problems.InvalidKey.With("scope=shared needs a key.");

        var days = await publicStore.ReadAsync(Scope.Nobody, $"select day from public_people_day", row => row.GetFieldValue<DateOnly>(0), cancellation);
        var figures = asked.Scope == Door.Shared
            ? await store.ReadAsync(Scope.Of(caller!.OrganisationId), Figures($"shared_people_figures", asked), PublishedFigure.Of, cancellation)
            : await publicStore.ReadAsync(Scope.Nobody, Figures($"public_people_figures", asked), PublishedFigure.Of, cancellation);
        response.MayBeKept(asked.Scope == Door.Public);
        return new PeopleResult(PeopleAnswer.Of(asked.Scope, days is [var day] ? day : null, TablesOf(figures)), asked.Format == "csv");
    }

    private static Sql Figures(Sql table, Parameters asked)
    {
        var conditions = new List<Sql> { $"subject = any({Subject.Of(asked.Dimension).Select(subject => subject.Number).ToArray()})" };
        if (asked.Country is { } country) conditions.Add($"country = {PlaceCode.Of(country)}");
        if (asked.ViolationGroup is { } group) conditions.Add($"violation_group = {group}");
        if (asked.Year is { } year) conditions.Add($"year = {year}");
        return $"""
            select organisation_id, organisation_name, country, violation_group, year, subject, value, count, published_on
            from {table} where {Sql.Join(" and ", conditions)} order by country, year, violation_group, organisation_name, organisation_id,
                case subject when 1 then 1 when 2 then 2 else 3 end, value
            """;
    }

    private static List<PublishedTable> TablesOf(List<PublishedFigure> figures) =>
    [
        .. figures.GroupBy(figure => (figure.OrganisationId, figure.OrganisationName, figure.Country, figure.ViolationGroup, figure.Year, figure.Subject.Dimension))
            .Select(table => new PublishedTable(new OwningOrganisation(table.Key.OrganisationId, table.Key.OrganisationName), Countries[table.Key.Country], table.Key.ViolationGroup,
                table.Key.Year, table.Key.Dimension, [.. table.OrderBy(figure => Subject.PlaceOf(figure.Subject)).Select(figure => figure.ToCell())])),
    ];

    private sealed record PublishedFigure(
        Guid OrganisationId, string OrganisationName, int Country, string ViolationGroup, int Year, Subject Subject, short Value, int? Count, DateOnly PublishedOn)
    {
        public static PublishedFigure Of(Npgsql.NpgsqlDataReader row) => new(row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetInt32(4),
            Subject.Find(row.GetInt32(5))!, row.GetInt16(6), row.IsDBNull(7) ? null : row.GetInt32(7), row.GetFieldValue<DateOnly>(8));

        public PublishedCell ToCell() => new(Subject.Values[Value], Count, Count is null ? true : null, PublishedOn);
    }
}
