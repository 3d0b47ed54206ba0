using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Tables;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Statistics.Rights;

internal static class ListRightsIncidents
{
    internal sealed record Parameters : RightsQuery
    {
        [Description("Which group: country, year, right and atRisk, as in its key. Without it those of all groups.")]
        public string[]? Key { get; set; }

        [Description("How many items a page has.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("The nextCursor of the page before.")]
        public string? After { get; set; }

        public IEnumerable<Fault> Faults(Door door) => FaultsOfRights(door).Concat(RightsTable.Columns.FaultsOf(Key));
    }

    /// <summary>Lists the incidents behind a figure of rights, latest first, page by page.</summary>
    public static async Task<IResult> Handle(
        Query<Parameters> query, Caller? caller, Doors doors, AuditTally tally, Cursors cursors, HttpRequest request, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Filter.Scope);
        if (asked.Faults(door).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        if (asked.Filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        var ids = RightsTable.Records(new Selection(door, asked.Filter), asked.Rights, asked.Key);
        return await ListBehind.AnswerAsync(door, ids, asked.After, asked.Limit, cursors, request, cancellation);
    }
}
