using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Data;
using IncidentApi.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>A database from before there was a log for each reader, and back.</summary>
public sealed class UpgradeTests(Api api)
{
    private const string Before = "FactsBesideSums";

    [Fact]
    public async Task An_older_database_gets_a_log_for_each_reader_that_tells_what_he_sees()
    {
        await using var installation = await Installation.StartAsync(api, "upgraded");
        var organisation = await installation.NewOrganisationAsync();
        var (close, distant, former) = (await installation.NewOrganisationAsync(), await installation.NewOrganisationAsync(), await installation.NewOrganisationAsync());
        var (shared, shown, gone) = (await organisation.PublishedAsync(visibility: "partners"), await organisation.PublishedAsync(), await organisation.PublishedAsync());
        gone = (await organisation.StepAsync(gone, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        var back = (await organisation.StepAsync(await organisation.PublishedAsync(), "withdrawn", reason: "other")).Expect(HttpStatusCode.OK);
        (await organisation.StepAsync(back, "draft")).Expect(HttpStatusCode.OK);
        (await organisation.ShareAsync(close)).Expect(HttpStatusCode.Created);
        (await organisation.ShareAsync(distant, new JsonObject { ["visibility"] = "public" })).Expect(HttpStatusCode.Created);
        var ended = (await organisation.ShareAsync(former)).Expect(HttpStatusCode.Created);
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{ended.Id}")).Expect(HttpStatusCode.OK);
        var own = (await organisation.Admin.FollowAsync()).Changes.Select(change => change.InShort()).ToList();
        var world = (await installation.Anonymous().FollowAsync(scope: "public")).Changes.Select(change => change.InShort()).ToList();

        await using (var db = new IncidentDb(new DbContextOptionsBuilder<IncidentDb>().UseNpgsql(installation.ConnectionString("incidents_owner")).Options))
        {
            await db.GetService<IMigrator>().MigrateAsync(Before, TestContext.Current.CancellationToken);
            Assert.Equal(0L, (await installation.SqlAsync("select count(*) from shared_changes"))[0][0]);
            await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        }

        await using var upgraded = await installation.StartInstanceAsync();
        var address = new Uri(upgraded.Urls.Single());
        HttpClient As(TestOrganisation reader) => installation.With(reader.AdminKey, address);
        async Task<List<string>> ToldAsync(TestOrganisation reader) => [.. (await As(reader).FollowAsync(scope: "shared")).Changes.Select(change => change.InShort())];
        Assert.Equal(own, (await As(organisation).FollowAsync()).Changes.Select(change => change.InShort()));
        Assert.Equal(world, (await installation.Anonymous(address).FollowAsync(scope: "public")).Changes.Select(change => change.InShort()));
        Assert.Equal(["created 1", "created 1000"], (await ToldAsync(close)).Order());
        Assert.Equal(["created 1000"], await ToldAsync(distant));
        Assert.Empty(await ToldAsync(former));

        (await (organisation with { Admin = As(organisation) }).PatchAsync(shown, new JsonObject { ["title"] = "Searches at two offices" })).Expect(HttpStatusCode.OK);
        Assert.Equal("changed 1001", (await ToldAsync(close))[2]);
        Assert.Equal(["created 1000", "changed 1001"], await ToldAsync(distant));
        Assert.NotEqual(shared.Id, gone.Id);
    }
}
