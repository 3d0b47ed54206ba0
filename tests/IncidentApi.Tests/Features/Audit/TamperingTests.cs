using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Audit;

/// <summary>
/// What a superuser of the database can do to a log, against an outsider who kept a checkpoint: each is found, and named by both verifiers.
/// </summary>
public sealed class TamperingTests(Api api)
{
    private const int Entries = 12;

    /// <summary>Computes the chain again from an entry on, as somebody would who hides a change.</summary>
    private const string Rechain = """
        do $$
        declare
          line record;
          chain bytea;
        begin
          select hash into chain from audit_entries where organisation_id = 'ORG' and position = FROM - 1;
          for line in select * from audit_entries where organisation_id = 'ORG' and position >= FROM order by position loop
            chain := sha256(chain || line.entry);
            update audit_entries set hash = chain where organisation_id = 'ORG' and position = line.position;
          end loop;
          update heads set audit_hash = chain where organisation_id = 'ORG';
        end
        $$;
        """;

    /// <summary>Writes another act into an entry, in its columns and in its bytes.</summary>
    private const string Forge = """
        update audit_entries set act = 'verified', entry = overlay(entry placing audit_field('verified')
          from position(audit_field(convert_to(act, 'UTF8')) in entry) for 4 + octet_length(act)) where organisation_id = 'ORG' and position = 5;
        """;

    [Theory]
    [InlineData("column", "update audit_entries set act = 'verified' where organisation_id = 'ORG' and position = 5", "Entry 5 was changed: its columns")]
    [InlineData("key", "update audit_entries set key_id = gen_random_uuid() where organisation_id = 'ORG' and position = 7", "Entry 7 was changed: its columns")]
    [InlineData("bytes", Forge, "Entry 5 was changed: its hash")]
    [InlineData("removed", "delete from audit_entries where organisation_id = 'ORG' and position = 6", "Entry 6 was removed: entry 7 follows entry 5")]
    [InlineData("first", "delete from audit_entries where organisation_id = 'ORG' and position = 1", "Entry 1 was removed: entry 2 follows entry 0")]
    [InlineData("cut", """
        delete from audit_entries where organisation_id = 'ORG' and position > 9;
        update heads set audit_position = 9, audit_hash = (select hash from audit_entries where organisation_id = 'ORG' and position = 9) where organisation_id = 'ORG'
        """, "Entry 10 was changed after it was sealed")]
    [InlineData("cut_leaves", """
        delete from audit_entries where organisation_id = 'ORG' and position > 9;
        delete from audit_leaves where organisation_id = 'ORG' and position > 9;
        update heads set audit_position = 9, audit_hash = (select hash from audit_entries where organisation_id = 'ORG' and position = 9) where organisation_id = 'ORG';
        update audit_sealed set position = 9, hash = (select hash from audit_entries where organisation_id = 'ORG' and position = 9) where organisation_id = 'ORG'
        """, "The log is not the one that is under the checkpoint of the export: an entry was changed or removed")]
    [InlineData("swapped", """
        update audit_entries set position = -position where organisation_id = 'ORG' and position in (4, 8);
        update audit_entries set position = 12 + position where organisation_id = 'ORG' and position < 0
        """, "Entry 4 was reordered: in its place stands entry 8")]
    [InlineData("rechained", Forge + Rechain, "Entry 5 was changed after it was sealed")]
    [InlineData("rechained_with_leaves", Forge + Rechain + """
        update audit_leaves l set hash = e.hash from audit_entries e where e.organisation_id = 'ORG' and l.organisation_id = 'ORG' and l.position = e.position
        """, "The log is not the one that is under")]
    public async Task A_change_past_the_service_is_found_and_named(string name, string sql, string named)
    {
        await using var server = await AuditServer.StartAsync(api, $"audit_{name}");
        var (organisation, another) = (await server.RecordedAsync(Entries), await server.RecordedAsync(3));
        var kept = await server.KeepCheckpointAsync();
        Assert.Equal((0, "The 13 entries"), Beginning(await server.VerifyAsync(organisation, kept)));

        await server.SqlAsync(sql.Replace("ORG", organisation.Id.ToString(), StringComparison.Ordinal).Replace("FROM", "5", StringComparison.Ordinal));

        var (exit, said) = await server.VerifyAsync(organisation, kept);
        Assert.Equal(1, exit);
        Assert.StartsWith(named, said, StringComparison.Ordinal);
        if (!name.EndsWith("leaves", StringComparison.Ordinal)) Assert.Equal(0, (await server.VerifyAsync(another, kept)).Exit);
    }

    [Fact]
    public async Task A_log_that_is_cut_before_it_is_read_is_named_by_the_kept_checkpoint()
    {
        await using var server = await AuditServer.StartAsync(api, "audit_cut_quietly");
        var organisation = await server.RecordedAsync(Entries);
        var kept = await server.KeepCheckpointAsync();
        var export = await server.KeepAsync(organisation.Admin, $"/v1/audit/export?checkpoint={File.ReadLines(kept).ElementAt(1)}");
        var key = await server.KeepAsync(server.Anonymous, "/v1/audit/key");

        // Whoever runs the server hands out a shorter log that is in itself without fault.
        var lines = (await File.ReadAllLinesAsync(export, TestContext.Current.CancellationToken)).Select(line => JsonNode.Parse(line)!).ToList();
        var shorter = lines.Where(line => line["position"] is null || (string)line["line"]! != "entry" || (int)line["position"]! <= 8).ToList();
        (shorter[0]["entries"], shorter[0]["hash"]) = (8, (string)shorter.Last(line => (string)line["line"]! == "entry")["hash"]!);
        await File.WriteAllLinesAsync(export, shorter.Select(line => line.ToJsonString()), TestContext.Current.CancellationToken);

        var (exit, said) = await AuditServer.VerifyFilesAsync(export, key, kept);
        Assert.Equal((1, true), (exit, said.StartsWith("Entry 9 was removed: the log was cut, and had 12 entries", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_database_that_was_rolled_back_is_found()
    {
        var first = await AuditServer.StartAsync(api, "audit_before");
        var organisation = await first.RecordedAsync(Entries);
        await first.DisposeAsync();
        await api.SqlAsync("postgres", "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'audit_before'");
        await api.SqlAsync("postgres", "create database audit_backup template audit_before");
        await using var server = await first.OnAsync("audit_before");
        await server.As(organisation).RecordAsync([Given.Incident("What shall be forgotten")]);
        await server.SealAsync();
        var kept = await server.KeepCheckpointAsync();
        Assert.Equal(0, (await server.VerifyAsync(organisation, kept)).Exit);

        await using var restored = await server.OnAsync("audit_backup");
        var export = await restored.KeepAsync(restored.As(organisation), $"/v1/audit/export?checkpoint={File.ReadLines(kept).ElementAt(1)}");
        var key = await restored.KeepAsync(restored.Anonymous, "/v1/audit/key");
        var (exit, said) = await AuditServer.VerifyFilesAsync(export, key, kept);
        Assert.Equal((1, true), (exit, said.StartsWith("The log was rolled back: entries from 14 on", StringComparison.Ordinal)));

        // Writing on until the tree is as large again does not help.
        for (var i = 0; i < 3; i++)
        {
            await restored.As(organisation).RecordAsync([Given.Incident("Instead")]);
            await restored.SealAsync();
        }

        (exit, said) = await restored.VerifyAsync(organisation, kept);
        Assert.Equal(1, exit);
        Assert.Contains($"the kept checkpoint of size {File.ReadLines(kept).ElementAt(1)}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tree_that_was_rewritten_is_not_signed_on()
    {
        await using var server = await AuditServer.StartAsync(api, "audit_resigned");
        var organisation = await server.RecordedAsync(Entries);
        var signed = await File.ReadAllTextAsync(await server.KeepCheckpointAsync(), TestContext.Current.CancellationToken);
        await server.SqlAsync("update audit_nodes set hash = sha256(hash); delete from audit_checkpoints");

        await organisation.Admin.RecordAsync([Given.Incident()]);
        await server.SealAsync();

        (await server.Anonymous.ReadAsync("/v1/audit/checkpoint")).Expect(503, "no-checkpoint");
        Assert.Contains("not the one that was signed", (await server.Anonymous.ReadAsync("/health/ready")).Text, StringComparison.Ordinal);
        Assert.StartsWith("incident-api/", signed, StringComparison.Ordinal);
    }

    private static (int, string) Beginning((int Exit, string Said) verdict) => (verdict.Exit, verdict.Said[..Math.Min(verdict.Said.Length, 14)]);
}
