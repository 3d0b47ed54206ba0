using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Statistics.People;
using IncidentApi.Tests.Features.Incidents.Freshness;
using IncidentApi.Tests.Features.Statistics;
using IncidentApi.Tests.Features.Statistics.People;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Contract.Examples;

/// <summary>What the tables of figures say of two records.</summary>
public sealed class StatisticsExamples(Api api)
{
    private const string Room = "Statistics";

    private static JsonObject Record(string detention, string place) => Given.Incident("Journalists are held", type: "arrest")
        .With("/people", JsonNode.Parse("""
            [{"ref":"v1","role":"victim","kind":"person","label":"a journalist","gender":"woman","defenderRoles":["journalist"],"atRiskGroups":["journalists"]},
             {"ref":"a1","role":"alleged_perpetrator","kind":"institution","label":"police","category":"police"}]
            """))
        .With("/violations/0/victims", new JsonArray("v1")).With("/violations/0/perpetrators", new JsonArray("a1"))
        .With("/violations/0/detention", JsonNode.Parse(detention)).With("/violations/0/detention/place", place);

    [Fact]
    public async Task The_examples_of_tables_are_answers()
    {
        var kept = new KeptExamples(Room);
        var organisation = await api.NewOrganisationAsync(new { name = "Legal Aid Bishkek" });
        var held = await organisation.RecordedAsync(Record("""{"status":"held","asOf":"2024-06-20"}""", "a temporary detention centre"));
        await organisation.VerifiedAsync(held, "verified");
        await organisation.RecordedAsync(Record("""{"status":"released","asOf":"2024-07-01","releasedOn":"2024-05-20"}""", "a police station"));

        await KeepAsync(kept, organisation, "SdgTable", "getSdgTable", "/v1/statistics/sdg-16-10-1?country=KG");
        await KeepAsync(kept, organisation, "RightsTable", "getRightsTable", "/v1/statistics/rights?list=hrmi");
        await KeepAsync(kept, organisation, "DetentionTable", "getDetentionTable", "/v1/statistics/detention?on=2024-06-10");
        await kept.KeepTextAsync("getStatistics.csv", (await organisation.Admin.ReadAsync("/v1/statistics?groupBy=year,violation&measure=victims&format=csv")).Expect(HttpStatusCode.OK).Text);
    }

    [Fact]
    public async Task The_examples_of_the_yearly_tables_are_answers()
    {
        var kept = new KeptExamples($"{Room}/People");
        await using var service = await QuietService.StartAsync(api);
        var organisation = await service.NewOrganisationAsync("Legal Aid Bishkek");
        await organisation.PublishedAsync(Counting.Record(women: 6, men: 7, others: 3));
        await service.Services.GetRequiredService<PeopleCount>().MakeAsync(null, TestContext.Current.CancellationToken);

        await kept.KeepAsync("PeopleAnswer", (await service.Anonymous.ReadAsync("/v1/statistics/people?dimension=gender")).Expect(HttpStatusCode.OK).Json);
        await kept.KeepTextAsync("getPeopleTables.csv", (await service.Anonymous.ReadAsync("/v1/statistics/people?dimension=gender&format=csv")).Expect(HttpStatusCode.OK).Text);
    }

    private static async Task KeepAsync(KeptExamples kept, TestOrganisation organisation, string shape, string operation, string address)
    {
        await kept.KeepAsync(shape, (await organisation.Admin.ReadAsync(address)).Expect(HttpStatusCode.OK).Json);
        await kept.KeepTextAsync($"{operation}.csv", (await organisation.Admin.ReadAsync($"{address}&format=csv")).Expect(HttpStatusCode.OK).Text);
    }
}
