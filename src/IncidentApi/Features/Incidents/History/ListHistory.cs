using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Incidents.History;

/// <summary>One version of an incident: when, by which key, what was done, and what it changed.</summary>
/// <param name="Version">Counts the changes from 1.</param>
/// <param name="At">When.</param>
/// <param name="By">The key that did it.</param>
/// <param name="Change">What was done: created, replaced, submitted, development_added…</param>
/// <param name="Changed">JSON Pointers to what differs from the version before.</param>
/// <param name="Erased">JSON Pointers to what was taken out of this version later.</param>
/// <param name="Reason">Why this version took text out of those before it: a code.</param>
internal sealed record HistoryEntry(int Version, DateTimeOffset At, Guid By, string Change, IReadOnlyList<string> Changed, IReadOnlyList<string>? Erased, string? Reason);

/// <summary>A page of an incident's history, oldest first.</summary>
/// <param name="Items">The versions.</param>
/// <param name="NextCursor">Send it in after for the next page; null on the last.</param>
internal sealed record HistoryPage(IReadOnlyList<HistoryEntry> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);

internal static class ListHistory
{
    internal sealed record Parameters
    {
        [Description("How many versions a page has.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("The nextCursor of the page before.")]
        public string? After { get; set; }
    }

    /// <summary>Lists every version of an incident, oldest first; read one with asOf.</summary>
    public static async Task<Results<Ok<HistoryPage>, ProblemResult>> Handle(
        Guid id, Query<Parameters> query, Caller caller, Store store, Cursors cursors, HttpContext http, CancellationToken cancellation)
    {
        var list = $"{caller.OrganisationId} history {id}";
        var after = query.Value.After is { } cursor ? int.Parse(cursors.Read(list, cursor).Value, CultureInfo.InvariantCulture) : 0;
        var limit = query.Value.Limit;
        var entries = await store.ReadAsync(Scope.Of(caller.OrganisationId), $"""
            select version, at, by, change, changed,
                (select array_agg(distinct pointer order by pointer) from erasures, unnest(pointers) pointer where incident_id = {id} and erasures.version = kept.version),
                (select min(reason) from erasures where incident_id = {id} and erased_in = kept.version)
            from (
                select version, updated_at as at, updated_by as by, change, changed from incidents where id = {id} and version > {after}
                union all
                select version, at, by, change, changed from incident_versions where incident_id = {id} and version > {after}
                order by version limit {limit + 1}) kept
            order by version
            """,
            row => new HistoryEntry(row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1), row.GetGuid(2), row.GetString(3), row.GetFieldValue<string[]>(4),
                row.IsDBNull(5) ? null : row.GetFieldValue<string[]>(5), row.IsDBNull(6) ? null : row.GetString(6)), cancellation);
        if (entries.Count == 0) return Problems.NotFound.With();

        var page = entries.Take(limit).ToList();
        var next = entries.Count > limit ? cursors.Write(list, page[^1].Version.ToString(CultureInfo.InvariantCulture), id) : null;
        if (next is not null) http.Response.Headers.Link = PageLink.Next(http.Request, next);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new HistoryPage(page, next));
    }
}
