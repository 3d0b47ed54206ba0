using IncidentApi.Platform.Secrets;
using Npgsql;

namespace IncidentApi.Tests.Seizure;

/// <summary>Somebody takes a backup: what pg_dump writes as the role incidents_backup.</summary>
[Collection(nameof(Seized))]
public sealed class BackupSeizureTests(Seized seized)
{
    [Fact]
    public void It_surrenders_what_organisations_record() => seized.Dump.Surrenders([.. seized.Planted.Clear, .. seized.Planted.OfOther]);

    [Fact]
    public void It_keeps_the_names_in_the_vault() => seized.Dump.Keeps(seized.Planted.Hidden);

    [Fact]
    public void It_keeps_who_was_forgotten_before_it_was_made() => seized.Dump.Keeps([seized.Planted.Forgotten, seized.Planted.ForgottenInVault]);

    [Fact]
    public async Task An_older_one_surrenders_who_was_forgotten_since_and_with_the_master_key_the_vault_of_its_day()
    {
        seized.OlderDump.Surrenders([seized.Planted.Forgotten]);
        seized.OlderDump.Keeps([.. seized.Planted.Hidden, seized.Planted.ForgottenInVault]);
        var (masterKey, organisation) = (await File.ReadAllTextAsync(seized.MasterKeyFile, TestContext.Current.CancellationToken), Guid.Parse(seized.Planted.Own.Id));

        var restored = await seized.RestoreAsync(seized.OlderDumpFile, "older");
        var then = await Seized.OpenVaultAsync(restored("incidents_app"), masterKey, organisation);
        var today = await Seized.OpenVaultAsync(seized.ConnectionString("incidents_app"), masterKey, organisation);

        Assert.Equal(seized.Planted.ForgottenInVault.Text, then[seized.Planted.ToForget[1]]);
        Assert.DoesNotContain(seized.Planted.ToForget[1], today.Keys);
    }

    [Fact]
    public async Task It_tells_which_people_of_one_organisation_share_a_name_but_not_across_organisations()
    {
        await using var source = NpgsqlDataSource.Create(seized.ConnectionString("incidents_backup"));
        await using var command = source.CreateCommand("select array_agg(distinct organisation_id::text), count(*) from person_names group by mac having count(*) > 1");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);

        // Cholpon and Begimai Egizbaeva; somebody of that name in the other organisation has another digest.
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal([seized.Planted.Own.Id], reader.GetFieldValue<string[]>(0));
        Assert.Equal(2L, reader.GetInt64(1));
        Assert.False(await reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void It_keeps_every_key_and_recovery_code() => seized.Dump.Keeps(seized.Planted.Keys);

    [Fact]
    public void It_keeps_who_asked_what_from_where_and_what_was_refused() => seized.Dump.Keeps(seized.Planted.Passing);

    [Fact]
    public void Of_a_key_it_holds_a_digest_that_only_the_installation_s_secret_can_make()
    {
        var another = new InstallationSecret(new byte[32]);
        var dump = File.ReadAllText(seized.DumpFile);

        Assert.Contains(Convert.ToHexStringLower(seized.Secret.MacOfKey(seized.Planted.ObserverKey)), dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(another.MacOfKey(seized.Planted.ObserverKey)), dump, StringComparison.Ordinal);
    }
}
