using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Tables;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Statistics.Detention;

internal static class ListDetentionIncidents
{
    internal sealed record Parameters : DetentionQuery
    {
        [Description("Of which breakdown the group is. Without it the records of everybody.")]
        [DetentionGrouping] public string? By { get; set; }

        [Description("Which group: a code, or unspecified; of a place or a charge the first 32 digits of the SHA-256 of its text in UTF-8, for addresses carry no texts.")]
        public string? Value { get; set; }

        [Description("How many items a page has.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("The nextCursor of the page before.")]
        public string? After { get; set; }

        public IEnumerable<Fault> Faults(Door door, TimeProvider clock)
        {
            foreach (var fault in FaultsOfDay(door, clock)) yield return fault;
            if (By is null != Value is null) yield return Fault(By is null ? "by" : "value", "by and value go together.");
            if (By is null || Value is null or DimensionValues.Unspecified) yield break;

            var by = HeldBy.Of(By);
            if (by.IsText && (Value.Length != Held.TokenLength || !Value.All(char.IsAsciiHexDigitLower))) yield return Fault("value", $"This takes {Held.TokenLength} hexadecimal digits, or unspecified.", Value);
            if (!by.IsText && !by.Codes.Contains(Value)) yield return Fault("value", $"“{Value}” is no {By}.", Value, [.. by.Codes, DimensionValues.Unspecified]);
        }
    }

    /// <summary>Lists the incidents that tell of those who were held on a day, latest first, page by page.</summary>
    public static async Task<IResult> Handle(
        Query<Parameters> query, Caller? caller, Doors doors, AuditTally tally, TimeProvider clock, Cursors cursors, HttpRequest request, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Filter.Scope);
        if (asked.Faults(door, clock).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        if (asked.Filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        var ids = asked.AtDoor(door).RecordsOf(asked.By is null ? null : HeldBy.Of(asked.By), asked.Value);
        return await ListBehind.AnswerAsync(door, ids, asked.After, asked.Limit, cursors, request, cancellation);
    }
}
