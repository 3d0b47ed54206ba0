using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.People.Merges;

/// <summary>One change of an entry of the register. Never a name.</summary>
/// <param name="Version">Counts the changes from 1.</param>
/// <param name="At">When.</param>
/// <param name="By">The key that did it.</param>
/// <param name="Change">What was done: created, changed, renamed, hidden, took_in, merged_into, let_go, unmerged, erased.</param>
/// <param name="Other">The other entry of a merge.</param>
internal sealed record PersonHistoryEntry(int Version, DateTimeOffset At, Guid By, string Change, Guid? Other);

/// <summary>A page of the history of an entry, oldest first.</summary>
/// <param name="Items">The changes.</param>
/// <param name="NextCursor">Send it in after for the next page; null on the last.</param>
internal sealed record PersonHistoryPage(IReadOnlyList<PersonHistoryEntry> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor);

internal static class ListPersonHistory
{
    internal sealed record Parameters
    {
        [Description("How many changes a page has.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("The nextCursor of the page before.")]
        public string? After { get; set; }
    }

    /// <summary>Lists every change of an entry of the register, oldest first.</summary>
    public static async Task<Results<Ok<PersonHistoryPage>, ProblemResult>> Handle(
        Guid id, Query<Parameters> query, Caller caller, Store store, Cursors cursors, HttpContext http, CancellationToken cancellation)
    {
        var list = $"{caller.OrganisationId} person history {id}";
        var after = query.Value.After is { } cursor ? int.Parse(cursors.Read(list, cursor).Value, CultureInfo.InvariantCulture) : 0;
        var limit = query.Value.Limit;
        var entries = await store.ReadAsync(Scope.Of(caller.OrganisationId), $"""
            select version, at, by, change, other from person_changes where person_id = {id} and version > {after} order by version limit {limit + 1}
            """,
            row => new PersonHistoryEntry(row.GetInt32(0), row.GetFieldValue<DateTimeOffset>(1), row.GetGuid(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetGuid(4)), cancellation);
        if (entries.Count == 0) return Problems.NotFound.With();

        var page = entries.Take(limit).ToList();
        var next = entries.Count > limit ? cursors.Write(list, page[^1].Version.ToString(CultureInfo.InvariantCulture), id) : null;
        if (next is not null) http.Response.Headers.Link = PageLink.Next(http.Request, next);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new PersonHistoryPage(page, next));
    }
}
