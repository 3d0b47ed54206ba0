using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents;

/// <summary>Several clients at the same moment: each outcome is exact.</summary>
public sealed class ConcurrencyTests(Api api)
{
    private const int Fifty = 50;

    [Fact]
    public async Task One_record_posted_fifty_times_at_once_is_recorded_once()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Given.Incident().With("/externalRef", new JsonObject { ["system"] = "kobo", ["id"] = "kg-017" });

        var answers = await AtOnceAsync(Fifty, _ => organisation.Admin.PostAsync("/v1/incidents", body.DeepClone()));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(Fifty - 1, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        Assert.Equal(1, await CountAsync(organisation));
        Assert.Equal([(1L, 1)], await PositionsAsync(organisation));
    }

    [Fact]
    public async Task Of_fifty_different_records_with_one_external_ref_one_is_recorded()
    {
        var organisation = await api.NewOrganisationAsync();

        var answers = await AtOnceAsync(Fifty, i => organisation.Admin.PostAsync("/v1/incidents",
            Given.Incident($"Title {i}").With("/externalRef", new JsonObject { ["system"] = "kobo", ["id"] = "kg-017" })));

        var made = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        var refused = answers.Where(answer => answer.Status != HttpStatusCode.Created).ToList();
        Assert.All(refused, answer => answer.Expect(409, "external-ref-taken"));
        Assert.All(refused, answer => Assert.Equal(made.Id, answer.Id));
        Assert.Equal(1, await CountAsync(organisation));
    }

    [Fact]
    public async Task One_request_sent_fifty_times_at_once_is_carried_out_once()
    {
        var organisation = await api.NewOrganisationAsync();

        var answers = await AtOnceAsync(Fifty, _ => organisation.Admin.PostAsync("/v1/incidents", Given.Incident(), ("Idempotency-Key", "one and the same")));

        Assert.All(answers, answer => answer.Expect(HttpStatusCode.Created));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Equal(Fifty - 1, answers.Count(IsReplay));
        Assert.Equal(1, await CountAsync(organisation));
    }

    [Fact]
    public async Task A_key_that_was_sent_with_another_body_is_refused()
    {
        var organisation = await api.NewOrganisationAsync();
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident(), ("Idempotency-Key", "k"))).Expect(HttpStatusCode.Created);

        var other = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("Another title"), ("Idempotency-Key", "k"));

        other.Expect(422, "idempotency-key-reused");
        Assert.Equal(1, await CountAsync(organisation));
    }

    [Fact]
    public async Task A_key_of_another_organisation_is_another_key()
    {
        var (one, other) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var first = (await one.Admin.PostAsync("/v1/incidents", Given.Incident(), ("Idempotency-Key", "k"))).Expect(HttpStatusCode.Created);

        var second = (await other.Admin.PostAsync("/v1/incidents", Given.Incident(), ("Idempotency-Key", "k"))).Expect(HttpStatusCode.Created);

        Assert.NotEqual(first.Id, second.Id);
        Assert.False(IsReplay(second));
    }

    [Fact]
    public async Task A_replay_shows_the_version_that_the_first_request_made()
    {
        var organisation = await api.NewOrganisationAsync();
        var first = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident(), ("Idempotency-Key", "k"))).Expect(HttpStatusCode.Created);
        (await organisation.Admin.PutAsync($"/v1/incidents/{first.Id}", Given.Incident("Changed"), first.ETag)).Expect(HttpStatusCode.OK);

        var again = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident(), ("Idempotency-Key", "k"))).Expect(HttpStatusCode.Created);

        Assert.True(IsReplay(again));
        Assert.Equal(first.Text, again.Text);
    }

    [Fact]
    public async Task Of_two_people_who_change_one_version_exactly_one_wins_in_each_of_a_hundred_rounds()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var etag = made.ETag;

        for (var round = 0; round < 100; round++)
        {
            var answers = await AtOnceAsync(2, i => organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", Given.Incident($"Round {round} of {i}"), etag));

            var won = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.Single(answers, answer => answer.Status != HttpStatusCode.OK).Expect(412, "stale-version");
            etag = won.ETag;
        }

        Assert.Equal("\"101\"", etag);
        await AssertWholeHistoryAsync(organisation, made.Id, 101);
    }

    [Fact]
    public async Task Forty_developments_added_at_once_all_stay()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);

        var answers = await AtOnceAsync(40, i => organisation.Admin.PostAsync($"/v1/incidents/{made.Id}/developments",
            new JsonObject { ["date"] = "2024-05-04", ["kind"] = "release", ["text"] = $"Number {i}" }));

        Assert.All(answers, answer => answer.Expect(HttpStatusCode.Created));
        var incident = (await organisation.Admin.ReadAsync($"/v1/incidents/{made.Id}")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"Number {i}").Order(StringComparer.Ordinal),
            incident["developments"]!.AsArray().Select(development => (string)development!["text"]!).Order(StringComparer.Ordinal));
        Assert.Equal(41, (int)incident["version"]!);
        await AssertWholeHistoryAsync(organisation, made.Id, 41);
    }

    [Fact]
    public async Task Forty_repeats_of_one_addition_add_it_once()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);

        var answers = await AtOnceAsync(40, _ => organisation.Admin.PostAsync($"/v1/incidents/{made.Id}/sources",
            new JsonObject { ["kind"] = "media", ["publisher"] = "A paper" }, ("Idempotency-Key", "the same addition")));

        Assert.All(answers, answer => answer.Expect(HttpStatusCode.Created));
        Assert.Equal(39, answers.Count(IsReplay));
        var incident = (await organisation.Admin.ReadAsync($"/v1/incidents/{made.Id}")).Expect(HttpStatusCode.OK).Json;
        Assert.Single(incident["sources"]!.AsArray());
    }

    [Fact]
    public async Task One_uuid_put_by_twenty_at_once_is_recorded_once()
    {
        var organisation = await api.NewOrganisationAsync();
        var id = Guid.CreateVersion7();

        var answers = await AtOnceAsync(20, _ => organisation.Admin.PutAsync($"/v1/incidents/{id}", Given.Incident()));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.Equal(19, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal(1, await CountAsync(organisation));
    }

    [Fact]
    public async Task The_change_log_has_no_gap_however_many_write_and_fail()
    {
        var organisation = await api.NewOrganisationAsync();

        var writers = await AtOnceAsync(16, async writer =>
        {
            var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident($"Of writer {writer}"))).Expect(HttpStatusCode.Created);
            var taken = Given.Incident($"Taken {writer}").With("/externalRef", new JsonObject { ["system"] = "s", ["id"] = "taken" });
            var written = 1;
            if ((await organisation.Admin.PostAsync("/v1/incidents", taken)).Status == HttpStatusCode.Created) written++;
            (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", Given.Incident("Too late"), "\"7\"")).Expect(412, "stale-version");
            (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident(on: "2999-01-01"))).Expect(422, "future-date");
            for (var version = 1; version <= 5; version++, written++)
            {
                (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", Given.Incident($"Version {version + 1} of {writer}"), $"\"{version}\"")).Expect(HttpStatusCode.OK);
            }

            return written;
        });

        var positions = await PositionsAsync(organisation);
        Assert.Equal((16 * 6) + 1, writers.Sum());
        Assert.Equal(Enumerable.Range(1, writers.Sum()).Select(position => (long)position), positions.Select(change => change.Position));
        var head = await api.SqlAsync("postgres", $"select position from heads where organisation_id = '{organisation.Id}'");
        Assert.Equal((long)positions.Count, head[0][0]);
    }

    [Fact]
    public async Task The_change_log_tells_the_versions_of_a_record_in_order()
    {
        var organisation = await api.NewOrganisationAsync();
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);

        await AtOnceAsync(16, i => organisation.Admin.PostAsync($"/v1/incidents/{made.Id}/developments",
            new JsonObject { ["date"] = "2024-05-04", ["kind"] = "release", ["text"] = $"Number {i}" }));

        Assert.Equal(Enumerable.Range(1, 17).Select(i => ((long)i, i)), await PositionsAsync(organisation));
    }

    private static bool IsReplay(Answer answer) => answer.Headers.TryGetValues("Idempotency-Replayed", out var values) && values.Single() == "true";

    private static async Task<T[]> AtOnceAsync<T>(int count, Func<int, Task<T>> send) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => send(i))));

    private static async Task<int> CountAsync(TestOrganisation organisation) =>
        (int)(await organisation.Admin.ReadAsync("/v1/incidents?count=exact")).Expect(HttpStatusCode.OK).Json["count"]!;

    private static async Task AssertWholeHistoryAsync(TestOrganisation organisation, string id, int versions)
    {
        var history = (await organisation.Admin.ReadAsync($"/v1/incidents/{id}/history?limit=200")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Equal(Enumerable.Range(1, versions), history.Select(entry => (int)entry!["version"]!));
    }

    private async Task<List<(long Position, int Version)>> PositionsAsync(TestOrganisation organisation) =>
        [.. (await api.SqlAsync("postgres", $"select position, version from changes where organisation_id = '{organisation.Id}' order by position"))
            .Select(row => ((long)row[0], (int)row[1]))];
}
