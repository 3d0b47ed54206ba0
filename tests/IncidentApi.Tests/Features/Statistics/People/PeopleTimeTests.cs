using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents.Facts;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Statistics.People;
using IncidentApi.Tests.Local;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static IncidentApi.Tests.Features.Statistics.People.Counting;

namespace IncidentApi.Tests.Features.Statistics.People;

/// <summary>Tables from one day to the next: what changes them, what does not, and what they never say again.</summary>
[Collection(Counting.OneAtATime)]
public sealed class PeopleTimeTests(Api api)
{
    private const string Gender = "?dimension=gender";

    [Fact]
    public async Task A_newcomer_is_not_seen_before_enough_others_came()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.PublishedAsync(Record(women: 6, men: 7));
        await api.MakeTablesAsync();

        await organisation.PublishedAsync(Record(women: 1));
        await api.MakeTablesAsync();
        Assert.Equal(["KG liberty 2024 gender: woman=6 man=7 other_or_unspecified=0"], await api.Anonymous().TablesAsync(organisation, Gender));
        await organisation.PublishedAsync(Record(women: 5));
        await api.MakeTablesAsync();
        Assert.Equal(["KG liberty 2024 gender: woman=6 man=7 other_or_unspecified=0"], await api.Anonymous().TablesAsync(organisation, Gender));
        await organisation.PublishedAsync(Record(men: 5));
        await api.MakeTablesAsync();
        Assert.Equal(["KG liberty 2024 gender: woman=12 man=12 other_or_unspecified=0"], await api.Anonymous().TablesAsync(organisation, Gender));
    }

    [Fact]
    public async Task Who_takes_consent_back_stays_a_figure_until_the_table_changes_and_a_table_that_lost_enough_is_taken_back()
    {
        var organisation = await api.NewOrganisationAsync();
        var large = await organisation.PublishedAsync(Record(women: 6, men: 7));
        var one = await organisation.PublishedAsync(Record(women: 1));
        await api.MakeTablesAsync();
        const string table = "KG liberty 2024 gender: woman=7 man=7 other_or_unspecified=0";

        var people = one.Json["people"]!.DeepClone().AsArray();
        people[0]!["consent"] = new JsonObject { ["scope"] = "withdrawn", ["on"] = "2024-06-01" };
        (await organisation.PatchAsync(one, new JsonObject { ["people"] = people })).Expect(HttpStatusCode.OK);
        await api.MakeTablesAsync();
        Assert.Equal([table], await api.Anonymous().TablesAsync(organisation, Gender));
        Assert.Equal(0L, (await api.SqlAsync("postgres", $"select count(*) from hidden_people where organisation_id = '{organisation.Id}' and incident_id = '{one.Id}'"))[0][0]);

        (await organisation.StepAsync(large, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        await api.MakeTablesAsync();
        Assert.Empty(await api.Anonymous().TablesAsync(organisation, Gender));
        await organisation.PublishedAsync(Record(women: 6, men: 7));
        await api.MakeTablesAsync();
        Assert.Empty(await api.Anonymous().TablesAsync(organisation, Gender));
    }

    [Fact]
    public async Task A_record_that_moves_to_another_year_does_not_take_its_people_along()
    {
        var organisation = await api.NewOrganisationAsync();
        var record = await organisation.PublishedAsync(Record(women: 6, men: 7));
        await api.MakeTablesAsync();

        var moved = (await organisation.PatchAsync(record, new JsonObject { ["occurred"] = new JsonObject { ["from"] = "2023-05-03" } })).Expect(HttpStatusCode.OK);
        await organisation.PublishedAsync(Record(on: "2023-07", women: 1));
        await api.MakeTablesAsync();
        Assert.Empty(await api.Anonymous().TablesAsync(organisation, Gender));
        await organisation.PublishedAsync(Record(on: "2023-07", women: 5, men: 5));
        await api.MakeTablesAsync();
        Assert.Equal(["KG liberty 2023 gender: woman=6 man=5 other_or_unspecified=0"], await api.Anonymous().TablesAsync(organisation, Gender));
        Assert.Equal("2023-05-03", (string)moved.Json["occurred"]!["from"]!);
    }

    [Fact]
    public async Task PostgreSQL_publishes_nothing_that_the_rule_forbids_whatever_the_service_asks()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.PublishedAsync(Record(women: 6, men: 3));
        await organisation.PublishedAsync(Record("torture", women: 12));
        await api.MakeTablesAsync();

        // Too few, all of one value, more than there are, and a table without anybody.
        foreach (var (group, counts) in new[] { ("liberty", "6,3,0"), ("integrity", "12,0,0"), ("liberty", "6,5,0"), ("life", "5,5,0") })
        {
            var decided = $$"""[{"organisation_id":"{{organisation.Id}}","audience":"public","country":{{PlaceCode.Of("KG")}},"violation_group":"{{group}}","year":2024,"subject":1,"counts":[{{counts}}],"visible":[true,true,true]}]""";
            var types = $"array[{FilterTerm.Of("violation", "detention")}, {FilterTerm.Of("violation", "torture")}], array['liberty', 'integrity']";

            var refused = await Assert.ThrowsAsync<PostgresException>(() => api.SqlAsync("incidents_app", $"select publish_people({types}, array[]::integer[], '{decided}', '2026-01-01')"));

            Assert.Contains("would reveal somebody", refused.MessageText, StringComparison.Ordinal);
        }

        Assert.Empty(await api.Anonymous().TablesAsync(organisation));
    }

    [Fact]
    public async Task A_rebuild_makes_the_same_hidden_people()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.PublishedAsync(Record(women: 2, men: 1, atRisk: "journalists"));
        var sql = $"select h::text from hidden_people h where organisation_id = '{organisation.Id}' order by place";
        var before = await api.SqlAsync("postgres", sql);
        Assert.Equal(3, before.Count);
        await api.SqlAsync("postgres", $"delete from hidden_people where organisation_id = '{organisation.Id}'");

        await RebuildFacts.RunAsync(api.ConnectionString("incidents_owner"), TestContext.Current.CancellationToken);

        Assert.Equal(before, await api.SqlAsync("postgres", sql));
    }

    [Fact]
    public async Task Several_instances_publish_once_and_only_once_a_day()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.PublishedAsync(Record(women: 6, men: 7));
        var count = api.Services.GetRequiredService<PeopleCount>();

        var made = new List<int?>();
        while (made.All(changed => changed is null)) made.AddRange(await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => count.MakeAsync(null, TestContext.Current.CancellationToken))));
        Assert.Single(await api.SqlAsync("postgres", $"select r.number from people_releases r join people_tables t on t.id = r.table_id where t.organisation_id = '{organisation.Id}'"));

        await organisation.PublishedAsync(Record(women: 6, men: 7));
        var due = DailyPeopleCount.DueOn(TimeProvider.System.GetUtcNow());
        Assert.Null(await count.MakeAsync(due, TestContext.Current.CancellationToken));
        Assert.Equal(["KG liberty 2024 gender: woman=6 man=7 other_or_unspecified=0"], await api.Anonymous().TablesAsync(organisation));
        await Eventually.IsTrueAsync(async () => await count.MakeAsync(due.AddDays(1), TestContext.Current.CancellationToken) is not null);
        Assert.Equal(["KG liberty 2024 gender: woman=12 man=14 other_or_unspecified=0"], await api.Anonymous().TablesAsync(organisation));
    }

    [Fact]
    public async Task The_command_makes_the_tables_at_once()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.PublishedAsync(Record(women: 6, men: 7));
        string[] command =
        [
            PeopleCount.Command, $"--ConnectionStrings:Incidents={api.ConnectionString("incidents_app")}", $"--ConnectionStrings:Public={api.ConnectionString("incidents_public")}",
            $"--Secrets:File={api.SecretFile}", $"--Vault:MasterKeyFile={api.MasterKeyFile}",
        ];

        // Another test may be at it.
        await Eventually.IsTrueAsync(async () => await Commands.RunAsync(command) == 0 && (await api.Anonymous().TablesAsync(organisation)).Count == 1);
    }

    [Fact]
    public void A_day_begins_at_its_hour()
    {
        Assert.Equal(new DateOnly(2026, 11, 21), DailyPeopleCount.DueOn(new DateTimeOffset(2026, 11, 22, 1, 59, 59, TimeSpan.Zero)));
        Assert.Equal(new DateOnly(2026, 11, 22), DailyPeopleCount.DueOn(new DateTimeOffset(2026, 11, 22, 2, 0, 0, TimeSpan.Zero)));
    }
}
