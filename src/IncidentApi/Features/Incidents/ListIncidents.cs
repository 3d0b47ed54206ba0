using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents;

internal static class ListIncidents
{
    internal sealed record Parameters
    {
        public IncidentFilter Filter { get; } = new();

        [Description("The order; - for descending. What has no date comes last in both directions. relevance needs q, and ranks the newest 1,000 matches.")]
        [OneOf("occurred", "-occurred", "recorded", "-recorded", "updated", "-updated", "reference", "-reference", "relevance",
            Called = "IncidentSort", Note = "The order of a list; - for descending.")]
        public string Sort { get; set; } = "-occurred";

        [Description("How many items a page has.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("The nextCursor of the page before.")]
        public string? After { get; set; }

        [Description("Members that the items show, and no others; or all for whole documents. The schema of the answer is what they show without it.")]
        public string[]? Fields { get; set; }

        [Description("Count the matches: exact, or capped at 1,000. With a date filter also what may match besides.")]
        [OneOf("capped", "exact", Called = "ListCount", Note = "How far the matches of a list are counted.")] public string? Count { get; set; }
    }

    /// <summary>In permits: what makes PostgreSQL look at all matches, and not at a page of them, costs more.</summary>
    public static int CostOf(IQueryCollection query) => 1 + (query.ContainsKey("q") ? 4 : 0) + (query.ContainsKey("count") ? 4 : 0);

    public const string CostWords = "Costs 1 permit; `q` costs 4 more, and so does `count`.";

    /// <summary>Lists incidents that a filter finds, page by page.</summary>
    public static async Task<IResult> Handle(
        Query<Parameters> query, Caller? caller, Doors doors, AuditTally tally, Cursors cursors, HttpRequest request, CancellationToken cancellation)
    {
        var asked = query.Value;
        if (FaultsOf(asked).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        var door = doors.Open(caller, asked.Filter.Scope);
        if (asked.Filter.FaultsAt(door).ToList() is { Count: > 0 } closed) return ProblemResult.Of(closed);

        if (asked.Filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        var list = $"{door.Reader} {asked.Sort} {ListKey.Of(request.Query)}";
        var order = ListOrder.Of(asked.Sort);
        (string, Guid)? after = asked.After is { } cursor ? cursors.Read(list, cursor) : null;

        var page = new IncidentPage { Fields = asked.Fields is [Query.Fields.All] ? null : asked.Fields, IsPublic = door.IsPublic };
        await door.Store.ReadAllAsync(door.Scope,
        [
            (IncidentList.Page(door, asked.Filter, order, after, asked.Limit + 1, whole: asked.Fields is not null),
                rows => page.ReadAsync(rows, asked.Limit, list, order, cursors, cancellation)),
            .. CountQueries(door, asked, page, cancellation),
        ], cancellation);
        return page;
    }

    private static IEnumerable<(Sql, Func<Npgsql.NpgsqlDataReader, Task>)> CountQueries(
        Door door, Parameters asked, IncidentPage page, CancellationToken cancellation)
    {
        if (asked.Count is null) yield break;

        var capped = asked.Count == "capped";
        yield return (IncidentList.Count(door, asked.Filter.Conditions(door), capped), async rows =>
        {
            await rows.ReadAsync(cancellation);
            var count = rows.GetInt64(0);
            page.Counted = new(capped ? Math.Min(count, IncidentList.MostCounted) : count, capped && count > IncidentList.MostCounted, null);
        }
        );
        if (asked.Filter.DoubtfulConditions(door) is not { } doubtful) yield break;

        yield return (IncidentList.Count(door, doubtful, capped: false), async rows =>
        {
            await rows.ReadAsync(cancellation);
            page.Counted = page.Counted! with { MayAlsoMatch = rows.GetInt64(0) };
        }
        );
    }

    private static IEnumerable<Fault> FaultsOf(Parameters asked)
    {
        foreach (var fault in asked.Filter.Faults()) yield return fault;
        if (Query.Fields.FaultOf(asked.Fields, ofOne: false) is { } fields) yield return fields;
        if (asked is { Sort: "relevance", Filter.Q: null }) yield return Problems.InvalidParameter.AtParameter("sort", "relevance needs q: words to be relevant to.");
    }
}
