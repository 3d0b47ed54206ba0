using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Incidents.Storage.Publishing;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Incidents.Workflow;

/// <summary>
/// The records that name one which others see from now on, or no longer: what is shown of them names it then, or no more. Else a part that was published
/// before its whole would not take it out of the figures of others, and a name would lead nowhere.
/// </summary>
internal sealed class NamingRecords(Store store, Publication publication)
{
    private const int Attempts = 3;

    public async Task ShowAnewAsync(Caller caller, Incident old, Incident next, CancellationToken cancellation)
    {
        if ((old.IsDisclosed, old.Visibility) == (next.IsDisclosed, next.Visibility)) return;

        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                foreach (var naming in await FindAsync(caller, next, cancellation)) await ShowAnewAsync(caller, naming, cancellation);
                return;
            }
            catch (PostgresException overtaken) when (overtaken.SqlState == DatabaseErrors.NotWritten)
            {
                // Somebody changed one of them meanwhile, and may not have seen what is shown now.
            }
        }
    }

    private Task<List<StoredIncident>> FindAsync(Caller caller, Incident named, CancellationToken cancellation)
    {
        string[] marks = [SearchText.RelationMark(named.Id), .. named.ExternalRef is { } name ? new[] { SearchText.RelationMark(name) } : []];
        return store.ReadAsync(Scope.Of(caller.OrganisationId), $"""
            select id, version, document from incidents
            where id in (select incidents_matching({Query.SearchQuery.OfMarks(marks)}::tsquery)) and status = 'published' and id <> {named.Id} order by id
            """, row => new StoredIncident(row.GetGuid(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)), cancellation);
    }

    private async Task ShowAnewAsync(Caller caller, StoredIncident naming, CancellationToken cancellation)
    {
        var shown = await publication.OfAsync(caller, naming.Incident, naming.Incident, ChangeKind.Replaced, [], cancellation);

        // A name that is hidden since is mended first.
        if (shown.Rows.Count == 0 || shown.Found.Count > 0) return;

        await store.WriteAsync(Scope.Of(caller.OrganisationId),
        [
            Sql.Of($"with held as (select 1 from incidents where id = {naming.Id} and version = {naming.Version} for share) select require_written(count(*)) from held").Awaited(),
            .. shown.Rows,
            .. shown.Changes,
        ], cancellation);
    }
}
