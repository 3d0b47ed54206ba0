using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Statistics.People;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Statistics.People;

/// <summary>Records with hidden people, and what the tables say of them.</summary>
internal static class Counting
{
    /// <summary>The tables are made for all organisations at once: a test that makes them would make another one's too early.</summary>
    public const string OneAtATime = "people tables";

    /// <summary>A record of one act against so many people of whom others see no name.</summary>
    public static JsonObject Record(string type = "detention", string on = "2024-05-03", int women = 0, int men = 0, int others = 0, string? atRisk = null)
    {
        var record = Given.Incident("People are detained", on, type);
        foreach (var gender in Enumerable.Repeat("woman", women).Concat(Enumerable.Repeat("man", men)).Concat(Enumerable.Repeat("unknown", others)))
        {
            record.Add(new JsonObject { ["gender"] = gender, ["ageBand"] = gender == "woman" ? "adult_18_29" : "adult" });
            if (atRisk is not null && gender == "man") record["people"]!.AsArray()[^1]!["atRiskGroups"] = new JsonArray(atRisk);
        }

        return record;
    }

    /// <summary>One more victim, hidden unless it says otherwise.</summary>
    public static JsonObject Add(this JsonObject record, JsonObject more)
    {
        if (record["people"] is null) record["people"] = new JsonArray();
        if (record["violations"]![0]!["victims"] is null) record["violations"]![0]!["victims"] = new JsonArray();
        var name = $"p{record["people"]!.AsArray().Count + 1}";
        var person = new JsonObject { ["ref"] = name, ["role"] = "victim", ["kind"] = "person", ["label"] = "a protester" };
        foreach (var (member, value) in more) person[member] = value?.DeepClone();
        record["people"]!.AsArray().Add(person);
        record["violations"]![0]!["victims"]!.AsArray().Add(name);
        return record;
    }

    /// <summary>Makes the tables as the service does once a day; another instance may be at it.</summary>
    public static async Task<int> MakeTablesAsync(this Api api)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await api.Services.GetRequiredService<PeopleCount>().MakeAsync(null, TestContext.Current.CancellationToken) is { } changed) return changed;

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException("Somebody else makes the tables for ever.");
    }

    /// <summary>One organisation's tables as a reader gets them, each as “country group year dimension: value=figure …”; “-” is a suppressed figure.</summary>
    public static async Task<List<string>> TablesAsync(this HttpClient client, TestOrganisation of, string query = "") =>
        [.. (await client.JsonAsync(of, query)).Select(table => $"{table["country"]} {table["violationGroup"]} {table["year"]} {table["dimension"]}: "
            + string.Join(' ', table["cells"]!.AsArray().Select(cell => $"{cell!["value"]}={(cell["count"] is { } count ? count.ToString() : (bool)cell["suppressed"]! ? "-" : "?")}")))];

    public static async Task<List<JsonNode>> JsonAsync(this HttpClient client, TestOrganisation of, string query = "") =>
        [.. (await client.ReadAsync($"/v1/statistics/people{query}")).Expect(HttpStatusCode.OK).Json["tables"]!.AsArray().Select(table => table!)
            .Where(table => (string?)table["organisation"]!["id"] == of.Id.ToString())];
}
