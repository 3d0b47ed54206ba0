using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Features.Incidents.Validation;
using IncidentApi.Platform.Http;

namespace IncidentApi.Tests.Features.Incidents.Disclosure;

/// <summary>Makes records as the store would keep them, and their redactions, without a store.</summary>
internal static class Redactions
{
    public static readonly RedactionFacts Facts = new(Guid.Parse("a1b2c3d4-0000-4000-8000-000000000001"), "QQQQ-WWWW", 7,
        Guid.Parse("a1b2c3d4-0000-4000-8000-000000000002"), "Example", new(2024, 3, 1), new(2024, 4, 2), [.. "a secret of the installation"u8], _ => null);

    /// <summary>The smallest record, with these members in place of its own.</summary>
    public static Incident Own(string members = "{}")
    {
        var body = JsonNode.Parse("""
            { "title": "Arrest", "language": "en", "occurred": { "from": "2020-06-18", "to": "2020-06-20" }, "location": { "country": "KG", "precision": "country" },
              "violations": [{ "type": "arrest", "victims": ["v1"] }] }
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject().ToList()) body[name] = value?.DeepClone();
        return Own(body);
    }

    public static Incident Own(JsonObject body)
    {
        var content = body.Deserialize<Incident>(Json.Answers)!;
        var filled = new IncidentDefaults(content, "en", "ABCD-EFGH").Fill();
        return new Incident(filled)
        {
            Id = Guid.CreateVersion7(),
            Reference = "ABCD-EFGH",
            Version = 3,
            Status = "published",
            StatusReason = content.StatusReason,
            Verification = "verified",
            Verifications = content.Verifications,
            Releases = content.Releases,
            Visibility = "public",
            Organisation = new OwningOrganisation(Guid.CreateVersion7()),
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            Defaulted = ["/kind"],
        };
    }

    public static Incident Person(string members) => Own($$"""{ "people": [{ "ref": "v1", "role": "victim", "kind": "person", "name": "Азиза Асанова", {{members}} }] }""");

    public static Incident Seen(this Incident own, Audience audience = Audience.Public) => Redaction.Of(own, audience, Facts).Document;

    public static string Text(this Incident incident) => JsonSerializer.Serialize(incident, Json.Answers);
}
