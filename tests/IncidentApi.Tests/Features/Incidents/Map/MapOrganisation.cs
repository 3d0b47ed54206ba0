using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Map;

/// <summary>
/// An organisation that recorded all over the earth, at the poles and on both sides of the antimeridian, in every precision; a partner
/// that reads most of it, and everybody who reads some.
/// </summary>
public sealed class MapOrganisation(Api api) : IAsyncLifetime
{
    private const int Size = 240;

    private static readonly (string Country, string? Region, string? Locality, double Latitude, double Longitude)[] Spots =
    [
        ("KG", "KG-GB", "Bishkek", 42.87, 74.59), ("KG", "KG-GO", "Osh", 40.53, 72.8), ("KG", null, "Nowhereville", 41.5, 75), ("KG", "KG-N", null, 41.4, 76),
        ("FJ", "FJ-N", "Labasa", -16.43, 179.37), ("FJ", "FJ-E", "Vanua Balavu", -17.23, -178.95), ("RU", "RU-CHU", "Uelen", 66.16, -169.81), ("RU", "RU-CHU", "Anadyr", 64.73, 177.5),
        ("AQ", null, "South Pole", -90, 0), ("NO", null, "North Pole", 90, 180), ("KI", null, "Caroline Island", -9.94, -180), ("GL", null, "Alert", 85.06, -62), ("US", "US-CA", "Los Angeles", 34.05, -118.24),
    ];

    private static readonly string[] Precisions = ["exact", "locality", "region", "country"];
    private static readonly string?[] Disclosures = ["exact", "locality", "region", "country", "hidden", null];

    private TestOrganisation _organisation = null!;
    private TestOrganisation _partner = null!;

    /// <summary>Each door: who stands there, and what to add to a question.</summary>
    internal IReadOnlyList<(string Scope, HttpClient Client)> Doors { get; private set; } = [];

    internal TestOrganisation Own => _organisation;

    public async ValueTask InitializeAsync()
    {
        (_organisation, _partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await _organisation.ShareAsync(_partner)).Expect(HttpStatusCode.Created);
        var batch = new JsonObject { ["items"] = new JsonArray([.. Enumerable.Range(0, Size).Select(Incident)]) };
        var made = (await _organisation.Admin.PostAsync("/v1/incidents/batch", batch)).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        foreach (var (i, item) in made.Index())
        {
            Assert.True((int)item!["status"]! == 201, item.ToJsonString());
            if (i % 5 == 0) continue;

            var visibility = i % 3 == 0 ? "partners" : "public";
            foreach (var to in new[] { "submitted", "published" })
            {
                var step = new JsonObject { ["to"] = to, ["visibility"] = visibility };
                (await _organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{item["id"]}/transitions", step, "*")).Expect(HttpStatusCode.OK);
            }

            if (i % 17 == 0) (await _organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{item["id"]}?reason=safety", null, "*")).Expect(HttpStatusCode.OK);
        }

        Doors = [("own", _organisation.Admin), ("shared", _partner.Admin), ("public", api.Anonymous())];
    }

    public ValueTask DisposeAsync()
    {
        foreach (var (_, client) in Doors) client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A drawn place, precision and disclosure, so that every step of each meets every step of the others.</summary>
    private static JsonNode Incident(int number)
    {
        var (spot, precision, disclosure) = (Spots[number % Spots.Length], Precisions[number / 3 % Precisions.Length], Disclosures[number / 7 % Disclosures.Length]);
        var location = new JsonObject { ["country"] = spot.Country, ["precision"] = precision };
        if (spot.Region is not null) location["region"] = spot.Region;
        if (spot.Locality is not null) location["locality"] = spot.Locality;
        if (disclosure is not null) location["disclosure"] = disclosure;
        if (precision == "exact" || number % 4 != 0)
        {
            location["latitude"] = Math.Clamp(spot.Latitude + (number % 7 * 0.01), -90, 90);
            location["longitude"] = Math.Clamp(spot.Longitude + (number % 11 * 0.01), -180, 180);
        }

        if (precision == "region" && spot.Region is null) location["precision"] = "country";
        if (precision == "locality" && spot.Locality is null && location["latitude"] is null) location["precision"] = "country";
        return Given.Incident($"Mapped {number}", on: $"20{10 + (number % 14)}-05-03", type: number % 2 == 0 ? "arrest" : "threat").With("/location", location)
            .With("/tags", new JsonArray("mapped"));
    }
}
