using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IncidentApi.Local.Postgres;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.AspNetCore.Builder;

namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>
/// A database of its own, so that nobody else publishes: one organisation with the sample, two with invented records, and one with
/// which all of them share.
/// </summary>
public sealed class StatisticsWorld(Api api) : IAsyncLifetime
{
    private const string Name = "statistics";

    private readonly List<HttpClient> _clients = [];
    private WebApplication _app = null!;

    internal NaiveReader Sample { get; private set; } = null!;

    internal NaiveReader Invented { get; private set; } = null!;

    internal NaiveReader Partner { get; private set; } = null!;

    internal NaiveReader Anybody { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await api.Postgres.CreateDatabaseAsync(Name, CancellationToken.None);
        var key = await Commands.MigrateAsync(api.Configuration(Name), CancellationToken.None);
        _app = await api.StartServiceAsync($"--ConnectionStrings:Incidents={api.ConnectionString("incidents_app", Name)};Maximum Pool Size=5",
            $"--ConnectionStrings:Public={api.ConnectionString("incidents_public", Name)};Maximum Pool Size=5");
        var operating = Client(key);
        var (sample, one, two, partner) = (await OrganisationAsync(operating), await OrganisationAsync(operating), await OrganisationAsync(operating), await OrganisationAsync(operating));

        var file = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path("src/IncidentApi.Local/Sample/kyrgyzstan-incidents.json")))!;
        await FillAsync(sample, [.. file["incidents"]!.AsArray().Select(body => (JsonObject)body!.DeepClone())], judged: false);
        await FillAsync(one, [.. Enumerable.Range(0, 160).Select(new InventedIncidents(20261122, "one").Next)], judged: true);
        await FillAsync(two, [.. Enumerable.Range(0, 40).Select(new InventedIncidents(161, "two").Next)], judged: true);
        foreach (var sharing in new[] { sample, one, two }) (await sharing.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        await MergeAsync(one);

        Sample = await NaiveReader.OfAsync(sample.Admin, "own");
        Invented = await NaiveReader.OfAsync(one.Admin, "own");
        Partner = await NaiveReader.OfAsync(partner.Admin, "shared");
        Anybody = await NaiveReader.OfAsync(Client(null), "public");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await _app.DisposeAsync();
    }

    private static async Task FillAsync(TestOrganisation organisation, List<JsonObject> bodies, bool judged)
    {
        var ids = await organisation.Admin.RecordAsync(bodies);
        var conclusions = Codes.Of("incident.verification");
        foreach (var (i, id) in ids.Index())
        {
            var record = (await organisation.Admin.ReadAsync($"/v1/incidents/{id}")).Expect(HttpStatusCode.OK);
            if (judged && i % 3 == 0) await VerifyAsync(organisation, id, conclusions[i / 3 % conclusions.Length], null);
            foreach (var (j, act) in record.Json["violations"]!.AsArray().Index().Where(act => judged && (i + act.Index) % 4 == 0))
            {
                await VerifyAsync(organisation, id, conclusions[(i + j) / 4 % conclusions.Length], (string)act!["ref"]!);
            }

            if (judged && i % 5 == 4) continue;
            await StepAsync(organisation, id, "submitted");
            await StepAsync(organisation, id, "published", !judged || i % 2 == 0 ? "public" : "partners");
            if (judged && i % 17 == 0) await StepAsync(organisation, id, "withdrawn");
        }
    }

    private static async Task VerifyAsync(TestOrganisation organisation, string id, string status, string? violation)
    {
        var step = new JsonObject { ["status"] = status, ["method"] = Codes.Of("verification.method")[0] };
        if (violation is not null) step["violation"] = violation;
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{id}/verification", step, "*")).Expect(HttpStatusCode.OK);
    }

    private static async Task StepAsync(TestOrganisation organisation, string id, string to, string? visibility = null)
    {
        var step = new JsonObject { ["to"] = to, ["reason"] = to == "withdrawn" ? "other" : null };
        if (visibility is not null) step["visibility"] = visibility;
        if (to != "withdrawn") step.Remove("reason");
        (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{id}/transitions", step, "*")).Expect(HttpStatusCode.OK);
    }

    /// <summary>Says of three entries of the register that they are one person.</summary>
    private static async Task MergeAsync(TestOrganisation organisation)
    {
        var entries = (await organisation.Admin.WalkAsync("/v1/incidents?fields=all&limit=200")).SelectMany(record => record["people"]?.AsArray() ?? [])
            .Where(person => (string)person!["kind"]! == "person").Select(person => (string?)person!["personId"]).OfType<string>().Distinct().Take(3).ToList();
        Assert.Equal(3, entries.Count);
        foreach (var other in entries.Skip(1)) (await organisation.Admin.PostAsync($"/v1/people/{entries[0]}/merges", new JsonObject { ["other"] = other })).Expect(HttpStatusCode.OK);
    }

    private async Task<TestOrganisation> OrganisationAsync(HttpClient operating)
    {
        using var made = await operating.PostAsJsonAsync("/v1/organisations", new { name = "Test organisation" });
        var organisation = (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
        var key = (string)organisation["adminKey"]!;
        return new TestOrganisation(Guid.Parse((string)organisation["id"]!), key, (string)organisation["recoveryCode"]!, Client(key));
    }

    private HttpClient Client(string? key)
    {
        var address = new Uri(_app.Urls.Single());
        var client = key is null ? api.Anonymous(address) : api.With(key, address);
        _clients.Add(client);
        return client;
    }
}
