using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents.Validation;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>An incident as it stands in the store: its version, and the bytes of its document.</summary>
internal sealed record StoredIncident(Guid Id, int Version, byte[] Document)
{
    private Incident? _incident;

    public Incident Incident => _incident ??= JsonSerializer.Deserialize<Incident>(Document, Json.Answers)!;

    /// <summary>Exactly what a client would send to make this record, as a tree that can be patched.</summary>
    public JsonObject ToBody()
    {
        var body = (JsonObject)JsonSerializer.SerializeToNode<IncidentBody>(Incident, Json.Requests)!;
        foreach (var pointer in Incident.Defaulted ?? [])
        {
            var steps = pointer.Split('/')[1..];
            JsonNode? holder = body;
            foreach (var step in steps[..^1]) holder = holder is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : holder![step];
            ((JsonObject)holder!).Remove(steps[^1]);
        }

        return body;
    }

    /// <summary>This record with its content as the client sent it, to be completed anew.</summary>
    public Incident AsSent() => With(ToBody().Deserialize<IncidentBody>(Json.Requests)!);

    /// <summary>This record with other content: what the server knows of it stays.</summary>
    public Incident With(IncidentBody body) => new(body)
    {
        Id = Incident.Id,
        Reference = Incident.Reference,
        Version = Incident.Version,
        Status = Incident.Status,
        StatusReason = Incident.StatusReason,
        Verification = Incident.Verification,
        Verifications = Incident.Verifications,
        Releases = Incident.Releases,
        Visibility = Incident.Visibility,
        CreatedAt = Incident.CreatedAt,
    };

    /// <summary>Whether a body whose people are settled, with what it leaves unsaid filled in, would change nothing.</summary>
    public bool SaysTheSame(IncidentBody body, string language) =>
        ContentOf(new IncidentDefaults(body, language, Incident.Reference).Fill()).AsSpan().SequenceEqual(ContentOf(Incident));

    /// <summary>The content that a client can change, in one form: equal bytes, equal content.</summary>
    private static byte[] ContentOf(IncidentBody body) => JsonSerializer.SerializeToUtf8Bytes<IncidentBody>(body, Json.Requests);
}
