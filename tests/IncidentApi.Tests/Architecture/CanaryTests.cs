using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Contract;
using IncidentApi.Tests.Features.Incidents;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Architecture;

/// <summary>
/// Plants marks in everything that must not leave an organisation, and looks for them in every answer that anybody else can get: every
/// operation of the document, so a new one too, in every format that it offers, asked well and badly.
/// </summary>
public sealed class CanaryTests(Api api)
{
    [Fact]
    public async Task Nothing_private_is_in_any_answer_that_others_can_get()
    {
        var planted = await PlantedAsync();
        var contract = await ServedContract.OfAsync(api);
        var readers = new (string Name, HttpClient Client, string[] Scopes)[]
        {
            ("anonymous", api.Anonymous(), ["", "scope=public", "scope=own", "scope=shared"]),
            ("partner", planted.Partner.Admin, ["", "scope=public", "scope=shared", "scope=own"]),
            ("stranger", (await api.NewOrganisationAsync()).Admin, ["", "scope=public", "scope=shared"]),
        };

        var (answers, shown) = (0, 0);
        foreach (var (name, client, scopes) in readers)
        {
            foreach (var (method, path, operation) in contract.Operations.ToList())
            {
                foreach (var address in AddressesOf(path, planted))
                {
                    foreach (var query in QueriesOf(operation, scopes))
                    {
                        foreach (var format in FormatsOf(contract, operation))
                        {
                            var answer = await client.SendAsync(new HttpMethod(method), address + query, BodyOf(method, operation), method == "GET" ? null : "*", ("Accept", format));
                            answers++;
                            shown += answer.Text.Contains("A lawyer is detained", StringComparison.Ordinal) ? 1 : 0;
                            var found = Canaries.Private.Where(mark => ToText(answer).Contains(mark, StringComparison.OrdinalIgnoreCase)).ToList();
                            Assert.True(found.Count == 0, $"{name}: {method} {address}{query} as {format} holds {string.Join(", ", found)}: {answer.Text}");
                        }
                    }
                }
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine("{0} answers of {1} operations for {2} readers looked through for {3} marks; {4} show the record.",
            answers, contract.Operations.Count(), readers.Length, Canaries.Private.Length, shown);
        Assert.True(answers > 300, $"Only {answers} answers were looked through.");
        Assert.True(shown >= 8, $"Only {shown} answers show the record at all.");
    }

    [Fact]
    public async Task Its_own_organisation_reads_every_mark()
    {
        var planted = await PlantedAsync();

        var own = (await planted.Organisation.Admin.ReadAsync($"/v1/incidents/{planted.Own}")).Expect(HttpStatusCode.OK).Text
            + (await planted.Organisation.Admin.ReadAsync($"/v1/incidents/{planted.Own}/history")).Text;

        Assert.All(Canaries.Private, mark => Assert.Contains(mark, own, StringComparison.Ordinal));
    }

    /// <summary>Headers tell too.</summary>
    private static string ToText(Answer answer) => $"{answer.Headers}\n{answer.Text}";

    private static IEnumerable<string> AddressesOf(string path, Planted planted)
    {
        if (!path.Contains('{', StringComparison.Ordinal)) return [path];

        return new[] { planted.Own, planted.Shared, planted.Public, planted.Partnership, planted.Organisation.Id.ToString() }
            .Select(id => System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]+\}", id));
    }

    /// <summary>As it is asked, with each door, with every member, with a mark as a word, and badly.</summary>
    private static IEnumerable<string> QueriesOf(JsonNode operation, string[] scopes)
    {
        var names = (operation["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == "query").Select(parameter => (string)parameter!["name"]!).ToHashSet();
        var mustHave = names.Contains("audience") ? "audience=public" : names.Contains("reason") ? "reason=other" : "";
        var parts = new List<string> { mustHave, "nonsense=1" };
        if (names.Contains("scope")) parts.AddRange(scopes.Where(scope => scope.Length > 0));
        if (names.Contains("fields"))
        {
            parts.AddRange(["fields=all", "fields=people,sources,notes,externalRef,occurred,location", "fields=body"]);
            if (names.Contains("scope")) parts.AddRange(scopes.Where(scope => scope.Length > 0).Select(scope => $"{scope}&fields=all"));
        }

        if (names.Contains("bom"))
        {
            foreach (var format in (string[])["csv", "ndjson", "geojson"]) parts.AddRange(scopes.Select(scope => $"format={format}&{scope}").Append($"format={format}&q=Canaryov"));
        }

        if (names.Contains("include")) parts.AddRange(scopes.Select(scope => $"include=document&limit=200{(scope.Length == 0 ? "" : "&")}{scope}"));
        if (names.Contains("zoom")) parts.AddRange(scopes.Select(scope => $"zoom=22{(scope.Length == 0 ? "" : "&")}{scope}"));
        if (names.Contains("q")) parts.AddRange(["q=lawyer&fields=all", "q=Canaryov", "q=lawyer&sort=relevance", "count=exact&q=canarygul"]);
        if (names.Contains("on")) parts.AddRange(parts.Select(part => part.Length == 0 ? "on=2024-05-20" : $"{part}&on=2024-05-20").ToList());
        return parts.Distinct().Select(part => part.Length == 0 ? "" : "?" + part);
    }

    private static IEnumerable<string> FormatsOf(ServedContract contract, JsonNode operation) => operation["responses"]!.AsObject()
        .Select(answer => contract.Resolve(answer.Value!)).SelectMany(answer => answer["content"]?.AsObject().Select(content => content.Key) ?? [])
        .Where(format => format != "application/problem+json").Distinct().DefaultIfEmpty("*/*");

    private static JsonObject? BodyOf(string method, JsonNode operation) => method is "GET" or "DELETE" || operation["requestBody"] is null ? null
        : Given.Incident().With("/name", "Zhibek Canaryov").With("/to", "withdrawn").With("/reason", "safety");

    private async Task<Planted> PlantedAsync()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Canaries.Incident("A lawyer is detained"))).Expect(HttpStatusCode.Created);
        var verified = (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{made.Id}/verification",
            new JsonObject { ["status"] = "corroborated", ["method"] = Codes.Of("verification.method")[0], ["note"] = "canary-verification" }, made.ETag)).Expect(HttpStatusCode.OK);
        var submitted = (await organisation.StepAsync(verified, "submitted")).Expect(HttpStatusCode.OK);
        (await organisation.StepAsync(submitted, "published", "public")).Expect(HttpStatusCode.OK);
        var partnership = (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var shared = Assert.Single(await partner.Admin.ItemsAsync("/v1/incidents?scope=shared", organisation));
        var shown = Assert.Single(await api.Anonymous().ItemsAsync("/v1/incidents", organisation));
        return new Planted(organisation, partner, made.Id, (string)shared["id"]!, (string)shown["id"]!, partnership.Id);
    }

    private sealed record Planted(TestOrganisation Organisation, TestOrganisation Partner, string Own, string Shared, string Public, string Partnership);
}
