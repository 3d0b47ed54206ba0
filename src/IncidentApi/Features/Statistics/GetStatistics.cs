using System.ComponentModel;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Counting;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Statistics;

internal static class GetStatistics
{
    internal sealed record Parameters : StatisticsQuery
    {
        [Description("true: with the empty buckets of time between the first and the last, or between from and to.")]
        public bool Fill { get; set; }

        [Description("true: say how many more records may match a date filter, for their dates leave it open.")]
        public bool MayAlsoMatch { get; set; }

        [Description("json, or csv (RFC 4180, in UTF-8) with a row for each group.")]
        [TableFormat] public string Format { get; set; } = "json";

        public IEnumerable<Fault> Faults(Door door)
        {
            foreach (var fault in FaultsAt(door)) yield return fault;
            if (Fill && GroupBy?.Count(name => Dimensions.Of(name).Buckets is not null) is not 1) yield return Fault("fill", "fill needs one of year, quarter and month in groupBy.", "true");
            if (MayAlsoMatch && Filter.DoubtfulConditions(door) is null) yield return Fault("mayAlsoMatch", "Nothing is in doubt without from, to or ongoingOn, nor with dates=possible.", "true");
            if (MayAlsoMatch && Format == "csv") yield return Fault("mayAlsoMatch", "format=csv has no place for it.", "true");
        }
    }

    /// <summary>In permits: every figure makes PostgreSQL look at all that it counts.</summary>
    public static int CostOf(IQueryCollection query) => 5 + (query.ContainsKey("q") ? 4 : 0) + (query.ContainsKey("mayAlsoMatch") ? 4 : 0);

    public const string CostWords = "Costs 5 permits; `q` costs 4 more, and so does `mayAlsoMatch`.";

    /// <summary>
    /// Adds up what a filter finds, in groups. Of kinds, events are counted unless kind asks for others, each in figures of its own. Records
    /// that are withdrawn, false or duplicates never count, nor does a whole beside its parts. Every figure says how it may be read, and lists the records behind it.
    /// </summary>
    public static async Task<IResult> Handle(Query<Parameters> query, Caller? caller, Doors doors, AuditTally tally, TimeProvider clock,
        HttpRequest request, HttpResponse response, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Filter.Scope);
        if (asked.Faults(door).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        if (asked.Filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        var question = asked.AtDoor(door);
        var reading = new GroupReading(question);
        await door.Store.ReadAllAsync(door.Scope, reading.Queries(asked.MayAlsoMatch, cancellation), cancellation);
        var groups = asked.Fill ? EmptyBuckets.Fill(question, [.. reading.Groups.Values]) : [.. reading.Groups.Values];
        if (reading.HasTooMany || groups.Count > Question.MostGroups) return TooMany(asked);

        response.MayBeKept(door.IsPublic);
        if (AnswerWriting.SeeAlso(question) is { } address) response.Headers.Link = $"<{address}>; rel=\"related\"";
        var answer = new AnswerWriting(question, reading, FigureLinks.Of(request, question), clock).Of(groups, asked);
        return asked.Format == "csv" ? new StatisticsCsv(question, answer) : new StatisticsJson(answer);
    }

    private static ProblemResult TooMany(Parameters asked)
    {
        var detail = $"More than {Question.MostGroups:N0} groups: take fewer or coarser dimensions, such as year for month or violationGroup for violation, or narrow it by country, from and to.";
        return Problems.TooManyGroups.With(detail, Problems.TooManyGroups.AtParameter(asked.Fill ? "fill" : "groupBy", detail));
    }
}
