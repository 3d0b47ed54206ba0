using System.Text.Json;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>Who was held when, as statements for the transaction that writes the facts.</summary>
internal static class CustodyRows
{
    private static readonly JsonSerializerOptions Columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="tables">Whose.</param>
    /// <param name="incident">The record as they see it.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="visibility">How far the record may go, where the tables say so.</param>
    public static IEnumerable<Sql> Insert(FactTables tables, Incident incident, IReadOnlyList<Fact> facts, string? visibility)
    {
        var held = Custody.Of(incident, facts);
        if (held.Count == 0) return [];

        var (column, value) = visibility is null ? (Sql.Empty, Sql.Empty) : (Sql.Of($", visibility"), Sql.Of($", {visibility}"));
        return
        [
            $"""
            insert into {tables.Detentions} (organisation_id, incident_id{column}, act, victim, begun_from, begun_by, held_until, over_by, confirmed_by, place, charges, counsel_access)
            select {incident.Organisation.Id}, {incident.Id}{value}, d.*
            from json_to_recordset({Json(held)}) as d(act smallint, victim smallint, begun_from date, begun_by date, held_until date, over_by date, confirmed_by date,
                place text, charges text[], counsel_access text)
            """,
        ];
    }

    public static bool SayTheSame(Incident old, Incident next) =>
        Json(Custody.Of(old, Fact.Of(old))).Utf8.Span.SequenceEqual(Json(Custody.Of(next, Fact.Of(next))).Utf8.Span);

    private static JsonText Json(IReadOnlyList<Custody> held) => new(JsonSerializer.SerializeToUtf8Bytes(held, Columns));
}
