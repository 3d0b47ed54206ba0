using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentApi.Features.Incidents;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Changes;

/// <summary>Entries as they are shown to their reader.</summary>
internal sealed class ChangeWriting(ChangeCursors cursors)
{
    /// <summary>Writes one change as JSON; the document as it is stored, so that a mirror holds the same bytes.</summary>
    public void Write(Utf8JsonWriter json, Door door, ChangeEntry entry, byte[]? document)
    {
        json.WriteStartObject();
        json.WriteNumber("position"u8, entry.Position);
        json.WriteString("cursor"u8, cursors.Write(door, new ChangePlace(entry.Position, entry.Mark)));
        json.WriteString("type"u8, entry.Type);
        json.WriteString("id"u8, entry.IncidentId);
        json.WriteNumber("version"u8, entry.Version);
        json.WriteString("at"u8, entry.At.UtcDateTime.ToString(door.IsOwn ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (entry.Change is not null) json.WriteString("change"u8, entry.Change);
        if (entry.Reason is not null) json.WriteString("reason"u8, entry.Reason);
        if (entry.Organisation is { } organisation) json.WriteString("organisation"u8, organisation);
        json.WriteStartObject("links"u8);
        json.WriteString("incident"u8, door.IsOwn ? $"/v1/incidents/{entry.IncidentId}" : $"/v1/incidents/{entry.IncidentId}?scope={door.Name}");
        json.WriteEndObject();
        if (document is not null && entry.Type != ChangeType.Removed)
        {
            json.WritePropertyName("document"u8);
            json.WriteRawValue(document, skipInputValidation: true);
        }

        json.WriteEndObject();
    }
}

/// <summary>Answers with a batch of changes.</summary>
internal sealed class ChangePage(Door door, ChangeBatch batch, string next, IReadOnlyDictionary<Guid, byte[]>? documents, ChangeWriting writing) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        response.MayBeKept(door.IsPublic);
        if (batch.More) response.Headers.Link = PageLink.Next(httpContext.Request, next);

        await using var json = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = Json.Answers.Encoder, SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("items"u8);
        foreach (var entry in batch.Entries) writing.Write(json, door, entry, documents?.GetValueOrDefault(entry.IncidentId));
        json.WriteEndArray();
        json.WriteString("nextCursor"u8, next);
        json.WriteBoolean("more"u8, batch.More);
        json.WriteEndObject();
        await json.FlushAsync(httpContext.RequestAborted);
    }
}

/// <summary>Changes, in the order in which they happened.</summary>
/// <param name="Items">Empty when nothing has happened since.</param>
/// <param name="NextCursor">Where to go on: send it in after, now or in a month. It is always there.</param>
/// <param name="More">Whether there are more changes already.</param>
[SchemaName("ChangePage")]
internal sealed record ChangePageShape(IReadOnlyList<ChangeShape> Items, string NextCursor, bool More);

/// <summary>What happened to one incident.</summary>
/// <param name="Position">Counts the changes of this reader's log from 1, without a hole.</param>
/// <param name="Cursor">The place behind this change, for after and Last-Event-ID.</param>
/// <param name="Type">
/// incident.created: it came into what you see, because it was recorded, published, shared or restored. incident.changed: it has a new version.
/// incident.removed: you see it no more; drop what you kept of it.
/// </param>
/// <param name="Id">The incident's id, as you see it.</param>
/// <param name="Version">Its version, as you see it. By now there may be a later one.</param>
/// <param name="At">When: an instant (RFC 3339) for one's own, a day in UTC otherwise.</param>
/// <param name="Change">What was done, for one's own alone.</param>
/// <param name="Reason">Why it was withdrawn, for one's own alone: a code of incident.withdrawalReason.</param>
/// <param name="Organisation">The id of the organisation that shares it, with scope=shared.</param>
/// <param name="Links">Where the incident stands, as long as you see it.</param>
/// <param name="Document">With include=document: the incident as you see it now, which may be a later version; absent when it is gone.</param>
[SchemaName("IncidentChange")]
internal sealed record ChangeShape(
    long Position, string Cursor,
    [property: OneOf(ChangeType.Created, ChangeType.Changed, ChangeType.Removed, Called = "ChangeType", Note = "What happened to an incident, as its reader sees it.")] string Type,
    Guid Id, int Version, string At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Change,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Guid? Organisation,
    ChangeLinks Links,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Incident? Document);

/// <summary>Where to go from a change.</summary>
/// <param name="Incident">The incident.</param>
internal sealed record ChangeLinks(string Incident);
