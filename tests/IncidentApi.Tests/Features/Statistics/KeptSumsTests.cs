using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>The sums that are kept say what counting everything says: a filter that leaves nothing out makes the service count.</summary>
public sealed class KeptSumsTests(Api api)
{
    private const string CountsAll = "&createdAfter=2000-01-01";

    private static readonly string[] Dimensions = ["violation", "violationGroup", "country", "year", "quarter", "month", "kind", "status", "verification"];

    private static readonly string[] Kinds = ["events", "patterns", "measures"];

    private static readonly string[] Filters = ["", "&country=KG", "&violation=arrest,torture", "&kind=event,pattern", "&status=draft", "&verification=verified&country=KZ"];

    [Fact]
    public async Task Every_usual_question_has_the_answer_that_counting_gives()
    {
        var organisation = await api.NewOrganisationAsync();
        await FillAsync(organisation);
        var asked = 0;
        foreach (var measure in new[] { "incidents", "violations", "victims" })
        {
            foreach (var (groupBy, filter) in Questions())
            {
                var query = $"/v1/statistics?measure={measure}{groupBy}{filter}";
                var (kept, counted) = (await FiguresAsync(organisation, query), await FiguresAsync(organisation, query + CountsAll));

                Assert.True(kept == counted, $"{query}\nkept    {kept}\ncounted {counted}");
                asked++;
            }
        }

        Assert.True(asked > 200, $"{asked} questions.");
    }

    private static IEnumerable<(string GroupBy, string Filter)> Questions()
    {
        string[] groups =
        [
            "", .. Dimensions.Select(one => $"&groupBy={one}"),
            .. Dimensions.SelectMany(one => Dimensions.Where(other => string.CompareOrdinal(one, other) < 0).Select(other => $"&groupBy={one},{other}")),
            "&groupBy=country,month,violation", "&groupBy=year,violationGroup,verification",
        ];
        return groups.SelectMany((groupBy, i) => groupBy.Length < 20 ? Filters.Select(filter => (groupBy, filter)) : [(groupBy, Filters[i % Filters.Length])]);
    }

    /// <summary>Simple records and others, certain and uncertain ones, and wholes of both kinds beside their parts.</summary>
    private static async Task FillAsync(TestOrganisation organisation)
    {
        var random = new Random(7);
        var items = new JsonArray();
        for (var i = 0; i < 90; i++)
        {
            var incident = Given.Incident(on: Pick(random, "2024-05-03", "2024-05", "2024", "2023-12-30"), type: Pick(random, "arrest", "torture", "raid_home", "positive_development"));
            incident["externalRef"] = new JsonObject { ["system"] = "kept", ["id"] = $"{i}" };
            incident["location"] = new JsonObject { ["country"] = Pick(random, "KG", "KZ") };
            if (random.Next(5) == 0) incident["kind"] = "pattern";
            if (random.Next(3) == 0 && (string?)incident["violations"]![0]!["type"] != "positive_development") incident["violations"]!.AsArray().Add(new JsonObject { ["type"] = Pick(random, "arrest", "defamation"), ["location"] = new JsonObject { ["country"] = "UZ" } });
            if (random.Next(4) == 0) incident["violations"]![0]!["alsoTypes"] = new JsonArray("surveillance_digital");
            if (random.Next(3) == 0) incident["violations"]![0]!["countMin"] = 2;
            if (random.Next(2) == 0)
            {
                incident["people"] = JsonNode.Parse("""[{"ref": "v", "role": "victim", "kind": "group", "label": "some"}, {"ref": "w", "role": "victim", "kind": "organisation", "label": "a group"}, {"ref": "x", "role": "victim", "kind": "person", "label": "somebody"}]""");
                incident["violations"]![0]!["victims"] = random.Next(2) == 0 ? new JsonArray("v", "w") : new JsonArray("x");
            }

            if (i % 9 == 8)
            {
                incident["related"] = new JsonArray(new JsonObject { ["externalRef"] = new JsonObject { ["system"] = "kept", ["id"] = $"{random.Next(i)}" }, ["type"] = "part_of" });
            }

            items.Add(incident);
        }

        var made = (await organisation.Admin.PostAsync("/v1/incidents/batch", new JsonObject { ["items"] = items })).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.All(made, item => Assert.True((int)item!["status"]! == 201, item.ToJsonString()));
        foreach (var item in made.Where((_, i) => i % 7 == 0))
        {
            (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{item!["id"]}/verification", JsonNode.Parse("""{"status": "verified", "method": "document_review"}"""), (string)item["etag"]!))
                .Expect(HttpStatusCode.OK);
        }
    }

    private static string Pick(Random random, params string[] some) => some[random.Next(some.Length)];

    private static async Task<string> FiguresAsync(TestOrganisation organisation, string query)
    {
        var answer = (await organisation.Admin.ReadAsync(query)).Expect(HttpStatusCode.OK).Json;
        var groups = answer["groups"]!.AsArray().Select(group => $"{group!["key"]!.ToJsonString()} {Figures(group)}").Order(StringComparer.Ordinal);
        return string.Join('\n', [$"{answer["counting"]} {(answer["total"] is { } total ? Figures(total) : "")}", .. groups]);
    }

    private static string Figures(JsonNode figures) => string.Join(' ', Kinds.Where(kind => figures[kind] is not null)
        .Select(kind => $"{kind} {figures[kind]!["min"]}-{figures[kind]!["max"]}+{figures[kind]!["unknownGroups"]}/{figures[kind]!["organisations"]}"));
}
