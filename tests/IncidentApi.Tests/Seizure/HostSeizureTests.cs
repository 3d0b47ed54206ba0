using System.Net;
using IncidentApi.Features.Organisations;
using IncidentApi.Features.Organisations.Keys;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentApi.Tests.Seizure;

/// <summary>Somebody takes the machine on which the service runs, but not the database: its secrets, its logs, whatever it wrote.</summary>
[Collection(nameof(Seized))]
public sealed class HostSeizureTests(Seized seized)
{
    [Fact]
    public void The_logs_keep_everything_even_at_their_most_talkative()
    {
        Assert.True(new FileInfo(seized.Host.Log).Length > 1000);

        seized.Logs.Keeps(seized.Planted.All);
    }

    [Fact]
    public void The_service_writes_no_file_of_its_own() =>
        Assert.DoesNotContain(new Artefact(seized.OwnFolder).Files(), file => new FileInfo(file).Length > 0);

    [Fact]
    public void Its_secrets_are_no_records() =>
        new Artefact(seized.SecretFile, seized.MasterKeyFile).Keeps(seized.Planted.All);

    [Fact]
    public async Task With_its_secrets_and_the_way_to_the_database_somebody_reads_every_organisation()
    {
        await using var source = NpgsqlDataSource.Create(seized.ConnectionString("incidents_app"));
        foreach (var (organisation, canary) in new[] { (seized.Planted.Own, seized.Planted.Clear[0]), (seized.Planted.Other, seized.Planted.OfOther[0]) })
        {
            await using var command = source.CreateCommand($"select set_config('app.organisation_id', '{organisation.Id}', false); select string_agg(document::text, '') from incidents");
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            await reader.NextResultAsync(TestContext.Current.CancellationToken);
            await reader.ReadAsync(TestContext.Current.CancellationToken);

            Assert.Contains(canary.Text, reader.GetString(0), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_the_master_key_and_the_database_the_vault_opens_and_without_the_key_it_does_not()
    {
        var (database, organisation) = (seized.ConnectionString("incidents_app"), Guid.Parse(seized.Planted.Own.Id));

        var names = await Seized.OpenVaultAsync(database, await File.ReadAllTextAsync(seized.MasterKeyFile, TestContext.Current.CancellationToken), organisation);

        Assert.Equal(seized.Planted.People.Order(), names.Keys.Order());
        Assert.All(seized.Planted.Hidden, canary => Assert.Contains(names.Values, name => name.Contains(canary.Text, StringComparison.Ordinal)));
        await Assert.ThrowsAsync<ProblemException>(() => Seized.OpenVaultAsync(database, Convert.ToBase64String(new byte[32]), organisation));
    }

    [Fact]
    public async Task With_them_somebody_makes_keys_for_himself()
    {
        var organisation = Guid.Parse(seized.Planted.Own.Id);
        var (row, key) = new KeyIssue(seized.Secret, TimeProvider.System).CreateAdmin(organisation, "thief");
        await using (var db = new IncidentDb(new DbContextOptionsBuilder<IncidentDb>().UseNpgsql(seized.ConnectionString("incidents_app")).Options))
        {
            await db.SpeakingForAsync(organisation, () =>
            {
                db.ApiKeys.Add(row);
                return db.SaveChangesAsync();
            }, TestContext.Current.CancellationToken);
        }

        using var thief = seized.Host.Client(key);
        (await thief.ReadAsync($"/v1/incidents/{seized.Planted.Incidents[0]}")).Expect(HttpStatusCode.OK);
    }
}
