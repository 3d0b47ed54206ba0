using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Audit;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Audit;

/// <summary>What happens often is counted by key and minute, and is one entry then.</summary>
public sealed class TallyTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AuditTally Tally => api.Services.GetRequiredService<AuditTally>();

    [Fact]
    public async Task A_flood_of_refused_requests_is_no_flood_of_entries()
    {
        var organisation = await api.NewOrganisationAsync();
        var observer = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", JsonNode.Parse("""{"name":"o","role":"observer"}"""))).Expect(HttpStatusCode.Created);
        var client = api.With((string)observer.Json["key"]!);

        await Task.WhenAll(Enumerable.Range(0, 300).Select(async _ => (await client.ReadAsync($"/v1/organisations/{organisation.Id}/keys")).Expect(403, "missing-scope")));
        var entries = await WrittenAsync(organisation, "denied");

        // The minute may have turned meanwhile.
        Assert.InRange(entries.Count, 1, 2);
        Assert.Equal(300, entries.Sum(entry => (int)entry["number"]!));
        Assert.All(entries, entry => Assert.Equal(observer.Id, (string)entry["key"]!));
        Assert.All(entries, entry => Assert.EndsWith(":00.000Z", (string)entry["since"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_was_revoked_or_is_used_from_elsewhere_tells_its_organisation()
    {
        var organisation = await api.NewOrganisationAsync();
        var keys = $"/v1/organisations/{organisation.Id}/keys";
        var elsewhere = (await organisation.Admin.PostAsync(keys, JsonNode.Parse("""{"name":"e","role":"observer","networks":["192.0.2.0/24"]}"""))).Expect(HttpStatusCode.Created);
        var revoked = (await organisation.Admin.PostAsync(keys, JsonNode.Parse("""{"name":"r","role":"observer"}"""))).Expect(HttpStatusCode.Created);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"{keys}/{revoked.Id}")).Expect(HttpStatusCode.NoContent);

        foreach (var key in new[] { elsewhere, revoked }) (await api.With((string)key.Json["key"]!).ReadAsync("/v1/me")).Expect(401, "invalid-key");

        Assert.Equal(new[] { elsewhere.Id, revoked.Id }.Order(), (await WrittenAsync(organisation, "denied")).Select(entry => (string)entry["key"]!).Order());
    }

    [Fact]
    public async Task Who_shows_no_key_that_we_know_writes_into_nobody_s_log()
    {
        var before = await api.SqlAsync("postgres", "select count(*) from audit_entries where act = 'denied' and key_id is null");

        (await api.Anonymous().ReadAsync("/v1/me")).Expect(401, "invalid-key");
        (await api.With("hrd_live_nothing").ReadAsync("/v1/me")).Expect(401, "invalid-key");
        (await api.With(api.OperatorKey).ReadAsync("/v1/incidents")).Expect(403, "missing-scope");
        await Tally.WriteAsync(all: true, Cancellation);

        Assert.Equal(before, await api.SqlAsync("postgres", "select count(*) from audit_entries where act = 'denied' and key_id is null"));
    }

    [Fact]
    public async Task Searches_are_counted_and_never_quoted()
    {
        var organisation = await api.NewOrganisationAsync();
        for (var i = 0; i < 4; i++) (await organisation.Admin.ReadAsync("/v1/incidents?q=Аскарова")).Expect(HttpStatusCode.OK);
        (await organisation.Admin.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK);

        var entries = await WrittenAsync(organisation, "searched");

        Assert.Equal(4, entries.Sum(entry => (int)entry["number"]!));
        Assert.DoesNotContain("скаров", (await organisation.Admin.ReadAsync("/v1/audit/export")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_stops_writes_down_what_it_has_counted()
    {
        var organisation = await api.NewOrganisationAsync();
        await using (var app = await api.StartServiceAsync())
        {
            (await api.With(organisation.AdminKey, new Uri(app.Urls.Single())).ReadAsync("/v1/incidents?q=search")).Expect(HttpStatusCode.OK);
            await app.StopAsync(Cancellation);
        }

        Assert.Equal(1, (await organisation.Admin.ReadAsync("/v1/audit?act=searched")).Json["items"]!.AsArray().Sum(entry => (int)entry!["number"]!));
    }

    private async Task<List<JsonNode>> WrittenAsync(TestOrganisation organisation, string act)
    {
        await Tally.WriteAsync(all: true, Cancellation);
        return await organisation.Admin.WalkAsync($"/v1/audit?act={act}");
    }
}
