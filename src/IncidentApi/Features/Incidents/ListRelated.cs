using System.ComponentModel;
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
internal sealed record RelatedIncident(
    [property: OneOf("outgoing", "incoming", Called = "RelatedDirection", Note = "Which of the two records names the other.")] string Direction,
    [property: Code("related.type")] string Type, Guid? Id, string? Reference, string? Title, ExternalRef? ExternalRef);

internal static class ListRelated
{
    internal sealed record Parameters
    {
        [Description("Whose incidents: own (with a key), shared (by partners), or public (the default without a key).")]
        [IncidentScope] public string? Scope { get; set; }
    }

    /// <summary>Lists the incidents that this one names, whether they have arrived or not, and those that name it.</summary>
    public static async Task<Results<Ok<RelatedList>, ProblemResult>> Handle(
        Guid id, Query<Parameters> query, Caller? caller, Doors doors, HttpResponse response, CancellationToken cancellation)
    {
        var door = doors.Open(caller, query.Value.Scope);
        if (await IncidentRead.FindAsync(door, id, cancellation) is not { Incident: { } incident }) return Problems.NotFound.With();

        var relations = incident.Related ?? [];
        var ids = relations.Select(relation => relation.Id).OfType<string>().Select(Guid.Parse).ToArray();
        var systems = relations.Select(relation => relation.ExternalRef?.System).OfType<string>().ToArray();
        var names = relations.Select(relation => relation.ExternalRef?.Id).OfType<string>().ToArray();
        var byName = door.IsOwn ? Sql.Of($" or (external_system, external_id) in (select * from unnest({systems}, {names}))") : Sql.Empty;
        var named = await FindAsync(door, $"id = any({ids}){byName}", cancellation);

        string[] marks = [SearchText.RelationMark(id), .. incident.ExternalRef is { } own ? new[] { SearchText.RelationMark(own) } : []];
        var naming = await FindAsync(door, door.Matching(marks), cancellation);

        response.MayBeKept(door.IsPublic);
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

    private static async Task<List<Incident>> FindAsync(Door door, Sql condition, CancellationToken cancellation) =>
        await door.Store.ReadAsync(door.Scope, $"select id, version, document from {door.Table} where ({condition}){door.And} order by id",
            row => new StoredIncident(row.GetGuid(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2)).Incident, cancellation);
}

/// <summary>The incidents that belong to one.</summary>
/// <param name="Items">Those that it names, then those that name it.</param>
internal sealed record RelatedList(IReadOnlyList<RelatedIncident> Items);
