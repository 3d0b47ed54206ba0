using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Statistics;

internal static class ListCountedIncidents
{
    internal sealed record Parameters : StatisticsQuery
    {
        [Description("Which figure: a value of each dimension in groupBy, as in its key. Without it all that was selected.")]
        public string[]? Key { get; set; }

        [Description("How many items a page has.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("The nextCursor of the page before.")]
        public string? After { get; set; }

        public IEnumerable<Fault> Faults(Door door)
        {
            foreach (var fault in FaultsAt(door)) yield return fault;
            var names = GroupBy ?? [];
            if (Key is null || names.Length > Dimensions.Most) yield break;

            if (Key.Length != names.Length) yield return Fault("key", $"key takes a value of each dimension in groupBy: {names.Length} in all.", string.Join(',', Key));
            foreach (var (name, value) in names.Zip(Key))
            {
                var values = Dimensions.Of(name).Values;
                if (!values.Holds(value)) yield return Problems.InvalidParameter.AtParameter("key", $"“{value}” is no {name}.", value, values.Allowed);
            }
        }
    }

    /// <summary>In permits.</summary>
    public static int CostOf(IQueryCollection query) => 5 + (query.ContainsKey("q") ? 4 : 0);

    public const string CostWords = "Costs 5 permits; `q` costs 4 more.";

    /// <summary>Lists the incidents behind a figure, latest first, page by page. A figure of incidents over several organisations may be smaller: it counts one event once.</summary>
    public static async Task<IResult> Handle(
        Query<Parameters> query, Caller? caller, Doors doors, AuditTally tally, Cursors cursors, HttpRequest request, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Filter.Scope);
        if (asked.Faults(door).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        if (asked.Filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        var list = $"{door.Reader} figure {ListKey.Of(request.Query)}";
        var order = ListOrder.Of("-occurred");
        var behind = asked.After is { } cursor ? cursors.Read(list, cursor) : ((string, Guid)?)null;
        var page = new IncidentPage { IsPublic = door.IsPublic };
        await door.Store.ReadAllAsync(door.Scope,
        [
            (IncidentList.Among(door, asked.AtDoor(door).RecordsOf(asked.Key ?? []), order, behind, asked.Limit + 1), rows => page.ReadAsync(rows, asked.Limit, list, order, cursors, cancellation)),
        ], cancellation);
        return page;
    }
}
