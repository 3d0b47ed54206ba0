using System.ComponentModel;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Tables;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Statistics.Sdg;

internal static class GetSdgTable
{
    internal sealed record Parameters : TableQuery
    {
        [Description("json, or csv (RFC 4180, in UTF-8) with a row for each group.")]
        [TableFormat] public string Format { get; set; } = "json";

        public IEnumerable<Fault> Faults(Door door) => FaultsOfFilter(door, eventsAlone: true);
    }

    private static readonly string[] CsvColumns = [.. SdgTable.Columns.Select(column => column.Name), "casesMin", "casesMax", "casesUnknownGroups", "records", "provisional", "mayOverlap", "incidents"];

    /// <summary>
    /// Counts the verified cases of killing, enforced disappearance, torture, arbitrary detention, kidnapping and other harmful acts against
    /// journalists, media personnel, trade unionists and human rights defenders: SDG indicator 16.10.1 (metadata of 2018-06-08, custodian OHCHR
    /// with UNESCO and ILO). An act is verified by its own verification, or by its record's where nobody judged the act. The vocabulary violations.type says
    /// which class of act a type is, people.defenderRoles which class of victim a role (of several the first in the indicator's order), people.category which class of
    /// perpetrator a category (of several the state before who acts with its acquiescence, before others). The indicator's breakdown by sex, victim, act and
    /// perpetrator is our reading of its guidance. Organisations are no cases. Each case stands in one group, so the groups add up.
    /// </summary>
    public static async Task<IResult> Handle(Query<Parameters> query, Caller? caller, Doors doors, AuditTally tally, TimeProvider clock,
        HttpRequest request, HttpResponse response, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Filter.Scope);
        if (asked.Faults(door).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        if (asked.Filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        var selection = new Selection(door, asked.Filter);
        var (links, provisional) = (new TableLinks(request, door), new Provisional(clock));
        var (groups, outside, total) = (new List<SdgGroup>(), new UnlinkedFigure(0, 0, 0), (SdgTotal?)null);
        await door.Store.ReadAllAsync(door.Scope,
        [
            (SdgTable.Figures(selection), async rows =>
            {
                while (await rows.ReadAsync(cancellation))
                {
                    var key = SdgTable.Columns.Read(rows);
                    var cases = CasesOf(rows, SdgTable.Columns.Count, links.Of(key));
                    if (key["victimGroup"] == DimensionValues.Unspecified) outside = new(outside.Min + cases.Cases.Min, outside.Max + cases.Cases.Max, outside.UnknownGroups + cases.Cases.UnknownGroups);
                    else groups.Add(new SdgGroup(key, cases.Cases, cases.Records, provisional.Is(key["year"]), cases.MayOverlap));
                }
            }),
            (SdgTable.Total(selection), async rows =>
            {
                await rows.ReadAsync(cancellation);
                total = CasesOf(rows, 0, links.OfAll);
            }),
        ], cancellation);

        response.MayBeKept(door.IsPublic);
        var sorted = SdgTable.Columns.InOrder(groups, group => group.Key).ToList();
        return asked.Format == "csv" ? new TableCsv("sdg-16-10-1", CsvColumns, sorted.Select(RowOf)) : TypedResults.Ok(new SdgAnswer
        {
            Scope = door.Name,
            Status = asked.Filter.Status,
            Verification = asked.Filter.Verification,
            Groups = sorted,
            Total = total!,
            NotCounted = outside,
        });
    }

    private static SdgTotal CasesOf(NpgsqlDataReader row, int first, string link)
    {
        var records = row.GetInt64(first + 3);
        return new(new Figure(row.GetInt64(first), row.GetInt64(first + 1), row.GetInt64(first + 2)) { Incidents = records > 0 ? link : null }, records,
            records > 0 && row.GetString(first + 4) != row.GetString(first + 5) ? true : null);
    }

    private static IReadOnlyList<object?> RowOf(SdgGroup group) =>
        [.. group.Key.Values, group.Cases.Min, group.Cases.Max, group.Cases.UnknownGroups, group.Records, group.Provisional, group.MayOverlap, group.Cases.Incidents];
}
