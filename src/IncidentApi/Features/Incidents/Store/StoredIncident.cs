using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Store;

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

    /// <summary>The content that a client can change, in one form: equal bytes, equal content.</summary>
    public static byte[] ContentOf(IncidentBody body) => JsonSerializer.SerializeToUtf8Bytes(body, typeof(IncidentBody), Json.Requests);
}
