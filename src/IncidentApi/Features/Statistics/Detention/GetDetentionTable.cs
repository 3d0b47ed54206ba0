using System.ComponentModel;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Tables;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Statistics.Detention;

internal static class GetDetentionTable
{
    private static readonly string[] CsvColumns =
    [
        "by", "value", "certainMin", "certainMax", "certainUnknownGroups", "possibleMin", "possibleMax", "possibleUnknownGroups", "unknownMin", "unknownMax", "unknownUnknownGroups",
        "records", "mayOverlap", "incidents", "recorded",
    ];

    internal sealed record Parameters : DetentionQuery
    {
        [Description("json, or csv (RFC 4180, in UTF-8) with a row for each group and a first one for all.")]
        [TableFormat] public string Format { get; set; } = "json";

        public IEnumerable<Fault> Faults(Door door, TimeProvider clock) => FaultsOfDay(door, clock);
    }

    /// <summary>
    /// Tells who was held on a day: surely, perhaps, or as far as nobody recorded it; by place, charge, length so far and access to counsel. It reads acts
    /// with a detention. A detention without releasedOn does not mean held: its status holds on the day asOf, and after that day nobody knows. On the day of a release somebody
    /// was held perhaps. Dates of partners and the public are as coarse as their records show them, and so is the answer.
    /// </summary>
    public static async Task<IResult> Handle(Query<Parameters> query, Caller? caller, Doors doors, AuditTally tally, TimeProvider clock,
        HttpRequest request, HttpResponse response, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Filter.Scope);
        if (asked.Faults(door, clock).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        if (asked.Filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        var (held, reading, notCounted) = (asked.AtDoor(door), new HeldReading(new TableLinks(request, door)), (HeldNotCounted?)null);
        await door.Store.ReadAllAsync(door.Scope,
        [
            (held.Figures(), async rows =>
            {
                while (await rows.ReadAsync(cancellation)) reading.Take(rows);
            }),
            (held.NotCounted(), async rows =>
            {
                await rows.ReadAsync(cancellation);
                notCounted = new(rows.GetInt64(0), rows.GetInt64(1));
            }),
        ], cancellation);
        if (reading.Count > Question.MostGroups)
        {
            var detail = $"More than {Question.MostGroups:N0} groups: narrow it by country, region, from and to.";
            return Problems.TooManyGroups.With(detail, Problems.TooManyGroups.AtParameter("on", detail));
        }

        response.MayBeKept(door.IsPublic);
        var groups = reading.Groups().ToList();
        return asked.Format == "csv" ? new TableCsv($"detention-{asked.On}", CsvColumns, [RowOf("", "", reading.Total, null), .. groups.Select(group => RowOf(group.By, group.Value, group, group.Recorded))])
            : TypedResults.Ok(new DetentionAnswer
            {
                On = asked.On!,
                Scope = door.Name,
                Status = asked.Filter.Status,
                Verification = asked.Filter.Verification,
                Total = reading.Total,
                Groups = groups,
                NotCounted = notCounted!,
            });
    }

    private static IReadOnlyList<object?> RowOf(string by, string value, HeldFigures held, bool? recorded) =>
        [by, value, .. new[] { held.Certain, held.Possible, held.Unknown }.SelectMany(figure => new object?[] { figure.Min, figure.Max, figure.UnknownGroups }), held.Records, held.MayOverlap, held.Incidents, recorded switch { true => "true", false => "false", null => "" }];
}
