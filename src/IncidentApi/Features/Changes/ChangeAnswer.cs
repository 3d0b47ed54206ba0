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

/// <summary>What happened to one incident, as a log and a message tell it.</summary>
internal abstract record ToldChange
{
    /// <summary>Counts the changes of this reader's log from 1, without a hole.</summary>
    public required long Position { get; init; }

    /// <summary>The place behind this change, for after and Last-Event-ID.</summary>
    public required string Cursor { get; init; }

    /// <summary>
    /// incident.created: it came into what you see, because it was recorded, published, shared or restored. incident.changed: it has a new version.
    /// incident.removed: you see it no more; drop what you kept of it.
    /// </summary>
    [OneOf(ChangeType.Created, ChangeType.Changed, ChangeType.Removed, Called = "ChangeType", Note = "What happened to an incident, as its reader sees it.")]
    public required string Type { get; init; }

    /// <summary>The incident's id, as you see it.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its version, as you see it. By now there may be a later one.</summary>
    public required int Version { get; init; }

    /// <summary>When: an instant in UTC (RFC 3339) for one's own, a day in UTC such as 2026-11-22 otherwise.</summary>
    public required string At { get; init; }

    /// <summary>What was done, for one's own alone: a word such as created, patched or withdrawn, as the incident's history calls it.</summary>
    public string? Change { get; init; }

    /// <summary>The id of the organisation that shares it, with scope=shared.</summary>
    public Guid? Organisation { get; init; }

    /// <summary>Where the incident stands, as long as you see it.</summary>
    public required ChangeLinks Links { get; init; }
}

/// <summary>What happened to one incident.</summary>
[SchemaName("IncidentChange")]
internal sealed record ChangeShape : ToldChange
{
    /// <summary>Why it was withdrawn, for one's own alone: a code of incident.withdrawalReason.</summary>
    [JsonPropertyOrder(1)] public string? Reason { get; init; }

    /// <summary>With include=document: the incident as you see it now, which may be a later version; absent when it is gone.</summary>
    [JsonPropertyOrder(2)] public Incident? Document { get; init; }
}

/// <summary>Where to go from a change.</summary>
/// <param name="Incident">The incident.</param>
internal sealed record ChangeLinks(string Incident);
