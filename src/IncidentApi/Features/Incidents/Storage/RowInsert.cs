using System.Text.Json;
using IncidentApi.Features.Incidents.Map;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>Writes a document with the columns that are derived from it into one of the three tables of incidents.</summary>
internal static class RowInsert
{
    /// <param name="table">incidents, shared_incidents or public_incidents.</param>
    /// <param name="incident">The record as this table shows it.</param>
    /// <param name="document">The same, as bytes.</param>
    /// <param name="columns">What this table has beside the common columns.</param>
    /// <param name="values">The values of those.</param>
    public static Sql Of(Sql table, Incident incident, byte[] document, Sql columns, Sql values)
    {
        var derived = IncidentColumns.Of(incident);
        return $"""
            insert into {table} (organisation_id, id, version, reference, kind, status, verification,
                occurred_on, earliest, latest, surely_from, surely_to, lasting, terms, places, latitude, longitude, placed,
                created_at, updated_at, search, brief, document{columns})
            values ({incident.Organisation.Id}, {incident.Id}, {incident.Version}, {incident.Reference}, {incident.Kind}, {incident.Status}, {incident.Verification},
                {derived.Span.SortsOn}, {derived.Span.Earliest}, {derived.Span.Latest}, {derived.Span.SurelyFrom}, {derived.Span.SurelyTo}, {derived.Span.Lasting},
                {derived.Terms}, {derived.Places}, {incident.Location?.Latitude}, {incident.Location?.Longitude}, {Placement.Of(incident.Location)},
                {incident.CreatedAt}, {incident.UpdatedAt}, {derived.Search.ToVector()}, {BriefOf(incident)}, {new JsonText(document)}{values})
            """;
    }

    public static JsonText BriefOf(Incident incident) => new(JsonSerializer.SerializeToUtf8Bytes(IncidentBrief.Of(incident), Json.Answers));
}
