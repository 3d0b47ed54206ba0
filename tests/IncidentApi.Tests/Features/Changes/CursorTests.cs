using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>Places in a log: whose they are, and what becomes of them when the log is pruned, or set back to a backup.</summary>
public sealed class CursorTests(Api api)
{
    private static readonly string[] Scopes = ["own", "shared", "public"];

    [Fact]
    public async Task A_cursor_is_of_use_at_its_own_door_to_its_own_reader()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        await organisation.PublishedAsync();
        var readers = new (string Name, HttpClient Client)[] { ("organisation", organisation.Admin), ("partner", partner.Admin) };
        var cursors = new List<(string Owner, string Scope, string Cursor)>();
        foreach (var (name, client) in readers)
        {
            foreach (var scope in Scopes) cursors.Add((scope == "public" ? "everybody" : name, scope, await client.EndAsync(scope)));
        }

        foreach (var (owner, scope, cursor) in cursors)
        {
            foreach (var (name, client) in readers)
            {
                foreach (var at in Scopes)
                {
                    var answer = await client.ReadAsync($"/v1/changes?scope={at}&after={cursor}");
                    if (at == scope && (owner == name || scope == "public")) answer.Expect(HttpStatusCode.OK);
                    else Assert.Equal("after", (string?)answer.Expect(400, "invalid-cursor").Json["errors"]![0]!["parameter"]);
                }
            }
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("END")]
    public async Task What_is_no_cursor_is_refused_in_the_list_and_in_the_stream(string text)
    {
        (await api.Anonymous().ReadAsync($"/v1/changes?after={text}")).Expect(400, "invalid-cursor");
        (await api.Anonymous().ReadAsync($"/v1/changes/stream?after={text}")).Expect(400, "invalid-cursor");
        var header = (await api.Anonymous().ReadAsync("/v1/changes/stream", ("Last-Event-ID", text))).Expect(400, "invalid-cursor");
        Assert.Equal("Last-Event-ID", (string?)header.Json["errors"]![0]!["header"]);
    }

    [Fact]
    public async Task No_bit_of_a_cursor_can_be_changed()
    {
        var organisation = await api.NewOrganisationAsync();
        (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        var cursor = await organisation.Admin.EndAsync();

        for (var i = 0; i < cursor.Length; i += 7)
        {
            var other = cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..];
            (await organisation.Admin.ReadAsync($"/v1/changes?after={other}")).Expect(400, "invalid-cursor");
        }
    }

    [Fact]
    public async Task Once_the_beginning_is_forgotten_who_stands_there_is_told_to_start_again()
    {
        await using var installation = await Installation.StartAsync(api, "pruned");
        var (organisation, partner) = (await installation.NewOrganisationAsync(), await installation.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var readers = new Dictionary<string, HttpClient> { ["own"] = organisation.Admin, ["shared"] = partner.Admin, ["public"] = installation.Anonymous() };
        var beginnings = new Dictionary<string, string>();
        await organisation.PublishedAsync();
        foreach (var (scope, client) in readers) beginnings[scope] = await client.EndAsync(scope);
        for (var i = 0; i < 3; i++) await organisation.PublishedAsync();
        var ends = new Dictionary<string, string>();
        foreach (var (scope, client) in readers) ends[scope] = await client.EndAsync(scope);

        await installation.Upkeep.PruneAsync(TestContext.Current.CancellationToken);
        foreach (var (scope, client) in readers) Assert.NotEmpty((await client.FollowAsync(scope: scope)).Changes);

        await installation.SqlAsync("update changes set at = at - interval '91 days'; update partner_changes set on_day = on_day - 91; update public_changes set on_day = on_day - 91");
        await organisation.PublishedAsync();
        await installation.Upkeep.PruneAsync(TestContext.Current.CancellationToken);

        foreach (var (scope, client) in readers)
        {
            foreach (var after in new[] { "", $"&after={beginnings[scope]}" })
            {
                var refused = (await client.ReadAsync($"/v1/changes?scope={scope}{after}")).Expect(410, "changes-forgotten");
                Assert.Contains("/v1/incidents/export", (string)refused.Json["detail"]!, StringComparison.Ordinal);
                (await client.ReadAsync($"/v1/changes/stream?scope={scope}{after}")).Expect(410, "changes-forgotten");
            }

            var left = (long)(await installation.SqlAsync(scope switch
            {
                "own" => $"select count(*) from changes where organisation_id = '{organisation.Id}'",
                "shared" => $"select count(*) from partner_changes where organisation_id = '{partner.Id}'",
                _ => "select count(*) from public_changes",
            }))[0][0];
            Assert.Equal(scope == "own" ? 3 : 1, left);

            // Who had read everything before has missed nothing.
            Assert.Equal(left, (await client.FollowAsync(ends[scope], scope)).Changes.Count);
        }
    }

    [Fact]
    public async Task Who_stands_at_the_end_stays_there_however_long_nothing_happens()
    {
        await using var installation = await Installation.StartAsync(api, "idle");
        var (organisation, partner) = (await installation.NewOrganisationAsync(), await installation.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        await organisation.PublishedAsync();
        var readers = new Dictionary<string, HttpClient> { ["own"] = organisation.Admin, ["shared"] = partner.Admin, ["public"] = installation.Anonymous() };
        var ends = new Dictionary<string, string>();
        foreach (var (scope, client) in readers) ends[scope] = await client.EndAsync(scope);

        await installation.SqlAsync("update changes set at = at - interval '900 days'; update partner_changes set on_day = on_day - 900; update public_changes set on_day = on_day - 900");
        await installation.Upkeep.PruneAsync(TestContext.Current.CancellationToken);
        foreach (var (scope, client) in readers) Assert.Empty((await client.FollowAsync(ends[scope], scope)).Changes);
        await organisation.PublishedAsync();

        foreach (var (scope, client) in readers) Assert.Equal(scope == "own" ? 3 : 1, (await client.FollowAsync(ends[scope], scope)).Changes.Count);
    }

    [Fact]
    public async Task A_log_that_was_set_back_to_a_backup_is_noticed_while_it_is_shorter_and_when_it_has_grown_again()
    {
        await using var installation = await Installation.StartAsync(api, "restored");
        var (organisation, partner) = (await installation.NewOrganisationAsync(), await installation.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var own = await organisation.PublishedAsync();
        var readers = new Dictionary<string, HttpClient> { ["own"] = organisation.Admin, ["shared"] = partner.Admin, ["public"] = installation.Anonymous() };
        await installation.SqlAsync("create schema backup; create table backup.changes as table changes; create table backup.partner_changes as table partner_changes; create table backup.public_changes as table public_changes; create table backup.heads as table heads; create table backup.partner_heads as table partner_heads; create table backup.public_heads as table public_heads");
        own = (await organisation.PatchAsync(own, new JsonObject { ["title"] = "One" })).Expect(HttpStatusCode.OK);
        var (ends, before) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var (scope, client) in readers) ends[scope] = await client.EndAsync(scope);

        // The same change once more would look alike, but for its mark.
        await installation.SqlAsync("""
            set session_replication_role = replica;
            delete from changes; insert into changes select * from backup.changes; delete from partner_changes; insert into partner_changes select * from backup.partner_changes;
            delete from public_changes; insert into public_changes select * from backup.public_changes;
            update heads h set position = b.position from backup.heads b where b.organisation_id = h.organisation_id;
            update partner_heads h set position = b.position from backup.partner_heads b where b.organisation_id = h.organisation_id;
            update public_heads h set position = b.position from backup.public_heads b;
            """);
        foreach (var (scope, client) in readers)
        {
            var refused = (await client.ReadAsync($"/v1/changes?scope={scope}&after={ends[scope]}")).Expect(410, "changes-restarted");
            Assert.Contains("/v1/incidents/export", (string)refused.Json["detail"]!, StringComparison.Ordinal);
            before[scope] = await client.EndAsync(scope);
        }

        (await organisation.PatchAsync(own, new JsonObject { ["title"] = "Two" })).Expect(HttpStatusCode.OK);
        foreach (var (scope, client) in readers)
        {
            (await client.ReadAsync($"/v1/changes?scope={scope}&after={ends[scope]}")).Expect(410, "changes-restarted");
            Assert.Single((await client.FollowAsync(before[scope], scope)).Changes);
        }
    }

    [Fact]
    public async Task A_cursor_of_another_installation_is_none()
    {
        var other = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(other, Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)), TestContext.Current.CancellationToken);
        await using var elsewhere = await api.StartServiceAsync($"--Secrets:File={other}");
        File.Delete(other);

        (await api.Anonymous(new Uri(elsewhere.Urls.Single())).ReadAsync($"/v1/changes?after={await api.Anonymous().EndAsync("public")}")).Expect(400, "invalid-cursor");
    }
}
