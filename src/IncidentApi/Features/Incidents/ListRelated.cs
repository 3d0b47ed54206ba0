using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Incidents;

/// <summary>An incident that belongs to another one.</summary>
/// <param name="Direction">outgoing: this record names it; incoming: it names this record.</param>
/// <param name="Type">How, from the record that names to the record that is named.</param>
/// <param name="Id">Absent until the record that is named arrives.</param>
/// <param name="Reference">Its short name.</param>
/// <param name="Title">The line that names it.</param>
/// <param name="ExternalRef">The name by which it was named.</param>
internal sealed record RelatedIncident([property: OneOf("outgoing", "incoming")] string Direction, [property: Code("related.type")] string Type, Guid? Id, string? Reference, string? Title, ExternalRef? ExternalRef);

internal static class ListRelated
{
    /// <summary>Lists the incidents that this one names, whether they have arrived or not, and those that name it.</summary>
    public static async Task<Results<Ok<RelatedList>, ProblemResult>> Handle(
        Guid id, Caller caller, IncidentRead read, Store store, HttpResponse response, CancellationToken cancellation)
    {
        if (await read.FindAsync(caller.OrganisationId, id, cancellation) is not { Incident: { } incident }) return Problems.NotFound.With();

        var relations = incident.Related ?? [];
        var ids = relations.Select(relation => relation.Id).OfType<string>().Select(Guid.Parse).ToArray();
        var systems = relations.Select(relation => relation.ExternalRef?.System).OfType<string>().ToArray();
        var names = relations.Select(relation => relation.ExternalRef?.Id).OfType<string>().ToArray();
        var named = await FindAsync(store, caller, $"""
            select id, version, document from incidents
            where id = any({ids}) or (external_system, external_id) in (select * from unnest({systems}, {names}))
            """, cancellation);

        string[] marks = [SearchText.RelationMark(id), .. incident.ExternalRef is { } own ? new[] { SearchText.RelationMark(own) } : []];
        var naming = await FindAsync(store, caller, $"select id, version, document from incidents where id in (select incidents_matching({SearchQuery.OfMarks(marks)}::tsquery)) order by id", cancellation);

        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RelatedList(
        [
            .. relations.Select(relation => Outgoing(relation, named.FirstOrDefault(other => Names(relation, other)))),
            .. naming.SelectMany(other => (other.Related ?? []).Where(relation => Names(relation, incident))
                .Select(relation => new RelatedIncident("incoming", relation.Type!, other.Id, other.Reference, other.Title, other.ExternalRef))),
        ]));
    }

    private static RelatedIncident Outgoing(Relation relation, Incident? other) => new("outgoing", relation.Type!,
        other?.Id ?? (relation.Id is { } id ? Guid.Parse(id) : null), other?.Reference, other?.Title, relation.ExternalRef ?? other?.ExternalRef);

    private static bool Names(Relation relation, Incident incident) =>
        relation.Id is { } id ? Guid.Parse(id) == incident.Id : relation.ExternalRef == incident.ExternalRef;

    private static async Task<List<Incident>> FindAsync(Store store, Caller caller, Sql query, CancellationToken cancellation) =>
        await store.ReadAsync(Scope.Of(caller.OrganisationId), query,
            row => new StoredIncident(row.GetGuid(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)).Incident, cancellation);
}

/// <summary>The incidents that belong to one.</summary>
/// <param name="Items">Those that it names, then those that name it.</param>
internal sealed record RelatedList(IReadOnlyList<RelatedIncident> Items);
