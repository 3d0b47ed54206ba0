using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Features.Incidents;

/// <summary>A record with a mark in every member that must not leave its organisation, and with one hidden person, so that links and days go too.</summary>
internal static class Canaries
{
    public const string Mark = "canary";

    /// <summary>What nobody else may ever read, in any form.</summary>
    public static readonly string[] Private =
    [
        "Canaryov", "Canarygul", "+996700424242", "42.874613", "74.589317", "2024-05-17", "2024-06-19",
        "canary-system", "canary-external", "canary-notes", "canary-occurrednote", "canary-locality", "canary-locationnote", "canary-alias", "canary-actingfor",
        "canary-personnote", "canary-consentnote", "canary-personsystem", "canary-personexternal", "canary-sourcetitle", "canary.example", "canary-archive",
        "canary-confidential", "canary-detentionplace", "canary-number", "canary-actnote", "canary-actplace", "canary-translation", "canary-ref", "canary-verification",
        "canary-witness",
    ];

    public static JsonObject Incident(string title) => (JsonObject)JsonNode.Parse($$"""
        {
          "externalRef": { "system": "canary-system", "id": "canary-external-{{Guid.CreateVersion7()}}" },
          "title": "{{title}}", "summary": "Officers took a lawyer from an office.", "language": "en",
          "translations": { "ru": { "title": "canary-translation", "labels": { "canary-ref": "canary-translation" } } },
          "occurred": { "from": "2024-05-17", "note": "canary-occurrednote" },
          "location": { "country": "KG", "region": "KG-GB", "locality": "canary-locality", "setting": "office_or_newsroom", "latitude": 42.874613, "longitude": 74.589317,
            "precision": "exact", "disclosure": "region", "note": "canary-locationnote" },
          "violations": [ { "ref": "canary-ref-x", "type": "detention", "victims": ["canary-ref"], "sources": ["canary-ref-s", "canary-ref-c"],
            "occurred": { "from": "2024-05-17", "note": "canary-actnote" },
            "location": { "country": "KG", "region": "KG-GB", "locality": "canary-actplace", "disclosure": "region" },
            "detention": { "status": "held", "asOf": "2024-06-19", "place": "canary-detentionplace" },
            "proceedings": [ { "kind": "criminal", "body": "a district court", "number": "canary-number" } ] } ],
          "people": [
            { "ref": "canary-ref", "externalRef": { "system": "canary-personsystem", "id": "canary-personexternal-{{Guid.CreateVersion7()}}" }, "role": "victim", "kind": "person",
              "name": "Zhibek Canaryov", "aliases": ["canary-alias"], "label": "a lawyer", "gender": "woman", "ageBand": "adult", "actingFor": "canary-actingfor",
              "consent": { "scope": "public_anonymous", "on": "2024-05-17", "note": "canary-consentnote" }, "note": "canary-personnote, telephone +996700424242" },
            { "ref": "canary-ref-w", "role": "witness", "kind": "person", "name": "Canarygul", "label": "canary-witness", "disclosure": "organisation",
              "consent": { "scope": "record", "on": "2024-05-17" } } ],
          "sources": [
            { "ref": "canary-ref-s", "kind": "media", "publisher": "A newspaper", "title": "canary-sourcetitle", "url": "https://canary.example/a", "archivedUrl": "https://archive.example/canary-archive" },
            { "ref": "canary-ref-c", "kind": "ngo_report", "publisher": "canary-confidential", "confidential": true } ],
          "tags": ["office"], "notes": "canary-notes"
        }
        """)!;
}
