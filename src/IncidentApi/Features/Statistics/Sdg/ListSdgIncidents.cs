using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Tables;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Statistics.Sdg;

internal static class ListSdgIncidents
{
    internal sealed record Parameters : TableQuery
    {
        [Description("Which group: year, act, victimGroup, sex and perpetrator, as in its key. Without it those of all cases.")]
        public string[]? Key { get; set; }

        [Description("How many items a page has.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("The nextCursor of the page before.")]
        public string? After { get; set; }

        public IEnumerable<Fault> Faults(Door door) => FaultsOfFilter(door, eventsAlone: true).Concat(SdgTable.Columns.FaultsOf(Key));
    }

    /// <summary>Lists the incidents behind a figure of SDG indicator 16.10.1, latest first, page by page.</summary>
    public static async Task<IResult> Handle(
        Query<Parameters> query, Caller? caller, Doors doors, AuditTally tally, Cursors cursors, HttpRequest request, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Filter.Scope);
        if (asked.Faults(door).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        if (asked.Filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        return await ListBehind.AnswerAsync(door, SdgTable.Records(new Selection(door, asked.Filter), asked.Key), asked.After, asked.Limit, cursors, request, cancellation);
    }
}
