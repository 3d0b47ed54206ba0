using System.ComponentModel;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Tables;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Statistics.Rights;

internal static class GetRightsTable
{
    private static readonly string[] Numbers = ["Records", "ViolationsMin", "ViolationsMax", "ViolationsUnknownGroups", "VictimsMin", "VictimsMax", "VictimsUnknownGroups", "Organisations", "Incidents"];

    internal sealed record Parameters : RightsQuery
    {
        [Description("json, or csv (RFC 4180, in UTF-8) with a row for each group.")]
        [TableFormat] public string Format { get; set; } = "json";

        public IEnumerable<Fault> Faults(Door door) => FaultsOfRights(door);
    }

    /// <summary>
    /// Counts acts, their victims and their records by country, year, right and group at risk. The rights are derived from what an act was, alsoTypes included,
    /// and from who is said to have done it: those that the Human Rights Measurement Initiative measures (humanrightsmeasurement.org), of which safety from the state
    /// is touched only where the state acted or acquiesced; and articles of the International Covenant on Civil and Political Rights (999 UNTS 171), in our own reading.
    /// Groups at risk follow HRMI's list of people at risk.
    /// </summary>
    public static async Task<IResult> Handle(Query<Parameters> query, Caller? caller, Doors doors, AuditTally tally, TimeProvider clock,
        HttpRequest request, HttpResponse response, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Filter.Scope);
        if (asked.Faults(door).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        if (asked.Filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        var selection = new Selection(door, asked.Filter);
        var (links, provisional) = (new TableLinks(request, door, "kind"), new Provisional(clock));
        var rows = new List<(OrderedDictionary<string, string> Key, string Kind, RightsFigures Figures, string First, string Last)>();
        await door.Store.ReadAllAsync(door.Scope, [(RightsTable.Figures(selection, asked.Rights), async reader =>
        {
            while (await reader.ReadAsync(cancellation)) rows.Add(Read(reader, links));
        })], cancellation);

        var groups = RightsTable.Columns.InOrder(rows.GroupBy(row => string.Join(',', row.Key.Values)).Select(group => new RightsGroup
        {
            Key = group.First().Key,
            Events = Of("event", group),
            Patterns = Of("pattern", group),
            Measures = Of("measure", group),
            Provisional = provisional.Is(group.First().Key["year"]),
            MayOverlap = group.SelectMany(row => new[] { row.First, row.Last }).Distinct().Skip(1).Any() ? true : null,
        }), group => group.Key).ToList();
        if (groups.Count > Question.MostGroups)
        {
            var detail = $"More than {Question.MostGroups:N0} groups: take one list, or narrow it by country, right, from and to.";
            return Problems.TooManyGroups.With(detail, Problems.TooManyGroups.AtParameter("list", detail));
        }

        response.MayBeKept(door.IsPublic);
        return asked.Format == "csv"
            ? new TableCsv("rights", [.. RightsTable.Columns.Select(column => column.Name), .. selection.Kinds.SelectMany(kind => Numbers.Select(number => $"{kind}s{number}")), "provisional", "mayOverlap"],
                groups.Select(group => RowOf(group, selection.Kinds)))
            : TypedResults.Ok(new RightsAnswer
            {
                Lists = asked.Lists,
                Kinds = selection.Kinds,
                Scope = door.Name,
                Status = asked.Filter.Status,
                Verification = asked.Filter.Verification,
                Groups = groups,
            });

        RightsFigures? Of(string kind, IEnumerable<(OrderedDictionary<string, string> Key, string Kind, RightsFigures Figures, string First, string Last)> group) =>
            selection.Kinds.Contains(kind) ? group.Where(row => row.Kind == kind).Select(row => row.Figures).FirstOrDefault() ?? new RightsFigures(0, new(0, 0, 0), new Figure(0, 0, 0) { Organisations = 0 }, null) : null;
    }

    private static (OrderedDictionary<string, string> Key, string Kind, RightsFigures Figures, string First, string Last) Read(NpgsqlDataReader row, TableLinks links)
    {
        var (key, at) = (RightsTable.Columns.Read(row), RightsTable.Columns.Count);
        var kind = row.GetString(at);
        var figures = new RightsFigures(row.GetInt64(at + 1), new(row.GetInt64(at + 2), row.GetInt64(at + 3), row.GetInt64(at + 4)),
            new Figure(row.GetInt64(at + 5), row.GetInt64(at + 6), row.GetInt64(at + 7)) { Organisations = row.GetInt64(at + 8) },
            links.Of(("kind", kind), ("key", string.Join(',', key.Values))));
        return (key, kind, figures, row.GetString(at + 9), row.GetString(at + 10));
    }

    private static IReadOnlyList<object?> RowOf(RightsGroup group, string[] kinds) =>
    [
        .. group.Key.Values,
        .. kinds.Select(kind => (kind switch { "event" => group.Events, "pattern" => group.Patterns, _ => group.Measures })!).SelectMany(figures => new object?[]
        {
            figures.Records, figures.Violations.Min, figures.Violations.Max, figures.Violations.UnknownGroups, figures.Victims.Min, figures.Victims.Max, figures.Victims.UnknownGroups,
            figures.Victims.Organisations, figures.Incidents,
        }),
        group.Provisional, group.MayOverlap,
    ];
}
