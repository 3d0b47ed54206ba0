using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace IncidentApi.Tests.Platform.Audit;

/// <summary>What the audit log holds of an act, and that its chain can be computed again from its bytes alone.</summary>
public sealed class ChainTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Store Store => api.Services.GetRequiredService<Store>();

    [Fact]
    public async Task Every_change_of_a_record_and_of_keys_is_one_entry_that_says_who_what_and_to_which_version()
    {
        var organisation = await api.NewOrganisationAsync();
        var me = Guid.Parse((string)(await organisation.Admin.ReadAsync("/v1/me")).Json["keyId"]!);
        var made = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        (await organisation.Admin.PutAsync($"/v1/incidents/{made.Id}", Given.Incident("Replaced"), made.ETag)).Expect(HttpStatusCode.OK);
        var keys = $"/v1/organisations/{organisation.Id}/keys";
        var issued = (await organisation.Admin.PostAsync(keys, JsonNode.Parse("""{"name":"k","role":"reporter"}"""))).Expect(HttpStatusCode.Created);
        var rotated = (await organisation.Admin.PostAsync($"{keys}/{issued.Id}/rotation", body: null)).Expect(HttpStatusCode.Created);
        foreach (var _ in new[] { 1, 2 }) (await organisation.Admin.SendAsync(HttpMethod.Delete, $"{keys}/{issued.Id}")).Expect(HttpStatusCode.NoContent);
        foreach (var _ in new[] { 1, 2 }) (await organisation.Admin.PutAsync($"/v1/organisations/{organisation.Id}", JsonNode.Parse("""{"name":"Renamed"}""")!)).Expect(HttpStatusCode.OK);
        (await api.Anonymous().PostAsync("/v1/recovery", new JsonObject { ["recoveryCode"] = organisation.RecoveryCode })).Expect(HttpStatusCode.Created);

        var log = await LogAsync(organisation.Id);

        var (incident, key) = (Guid.Parse(made.Id), Guid.Parse(issued.Id));
        Assert.Equal(
        [
            ("organisation_created", null, "organisation", organisation.Id, null),
            ("key_issued", null, "key", me, null),
            ("created", me, "incident", incident, 1L),
            ("replaced", me, "incident", incident, 2L),
            ("key_issued", me, "key", key, null),
            ("key_rotated", me, "key", key, null),
            ("key_issued", me, "key", Guid.Parse(rotated.Id), null),
            ("key_revoked", me, "key", key, null),
            ("organisation_changed", me, "organisation", organisation.Id, null),
        ], log.SkipLast(1).Select(row => (row.Entry.Act, row.Entry.Key, row.Entry.Subject, row.Entry.SubjectId, row.Entry.Number)));
        Assert.Equal(("organisation_recovered", null, "key"), (log[^1].Entry.Act, log[^1].Entry.Key, log[^1].Entry.Subject));
    }

    [Fact]
    public async Task The_chain_is_the_hash_of_the_hash_before_and_the_bytes_of_the_entry()
    {
        var organisation = await api.NewOrganisationAsync();
        for (var i = 0; i < 5; i++) (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);

        var log = await LogAsync(organisation.Id);

        var hash = new byte[32];
        foreach (var (index, row) in log.Index())
        {
            hash = SHA256.HashData([.. hash, .. row.Bytes]);
            Assert.Equal(hash, row.Hash);
            Assert.Equal((organisation.Id, index + 1L), (row.Entry.Organisation, row.Entry.Position));
        }

        var head = (await api.SqlAsync("postgres", $"select position, audit_position, audit_hash from heads where organisation_id = '{organisation.Id}'"))[0];
        Assert.Equal((5L, 7L), ((long)head[0], (long)head[1]));
        Assert.Equal(hash, (byte[])head[2]);
    }

    [Fact]
    public async Task Positions_stay_dense_and_the_chain_whole_when_many_write_at_once()
    {
        var organisation = await api.NewOrganisationAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ => (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created)));

        var log = await LogAsync(organisation.Id);
        Assert.Equal(Enumerable.Range(1, 42).Select(position => (long)position), log.Select(row => row.Entry.Position));
        Assert.Equal(log.Skip(1).Select(row => row.Hash), log.Zip(log.Skip(1), (before, row) => SHA256.HashData([.. before.Hash, .. row.Bytes])));
    }

    [Fact]
    public async Task An_act_that_is_undone_leaves_no_entry()
    {
        var organisation = await api.NewOrganisationAsync();
        var before = (await LogAsync(organisation.Id)).Count;

        await Assert.ThrowsAsync<PostgresException>(() => Store.WriteAsync(Scope.Of(organisation.Id),
            [AuditLog.Record(null, AuditAct.Exported), $"select 1 / 0"], Cancellation));

        Assert.Equal(before, (await LogAsync(organisation.Id)).Count);
    }

    [Fact]
    public async Task A_reason_can_be_erased_and_the_entry_keeps_its_commitment()
    {
        var organisation = await api.NewOrganisationAsync();
        var (person, another) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var caller = new Caller(organisation.Id, Guid.CreateVersion7(), "k", []);
        await Store.WriteAsync(Scope.Of(organisation.Id),
        [
            AuditLog.Record(caller, AuditAct.IdentityRead, AuditSubject.Person, person, "Her lawyer asked for Айгүл"),
            AuditLog.Record(caller, AuditAct.IdentityRead, AuditSubject.Person, another, "A court order"),
        ], Cancellation);
        var kept = await api.SqlAsync("postgres", $"select position, salt, text from audit_reasons where organisation_id = '{organisation.Id}' order by position");
        var log = await LogAsync(organisation.Id);
        Assert.Equal(log[^2].Entry.Commitment, AuditLog.Commitment((byte[])kept[0][1], "Her lawyer asked for Айгүл"));
        Assert.DoesNotContain("Айгүл", System.Text.Encoding.UTF8.GetString(log[^2].Bytes));

        await Store.WriteAsync(Scope.Of((await api.NewOrganisationAsync()).Id), [AuditLog.EraseReasons(person)], Cancellation);
        Assert.Equal(2, (await api.SqlAsync("postgres", $"select 1 from audit_reasons where organisation_id = '{organisation.Id}'")).Count);
        await Store.WriteAsync(Scope.Of(organisation.Id), [AuditLog.EraseReasons(person)], Cancellation);

        var left = await api.SqlAsync("postgres", $"select text from audit_reasons where organisation_id = '{organisation.Id}'");
        Assert.Equal("A court order", Assert.Single(left)[0]);
        Assert.Equal(log.Select(row => row.Bytes), (await LogAsync(organisation.Id)).Select(row => row.Bytes));
    }

    [Fact]
    public async Task A_count_says_since_when_it_was_counted()
    {
        var organisation = await api.NewOrganisationAsync();
        var (key, since) = (Guid.CreateVersion7(), new DateTimeOffset(2026, 11, 22, 10, 7, 0, TimeSpan.Zero));

        await Store.WriteAsync(Scope.Of(organisation.Id), [AuditLog.RecordCount(key, AuditAct.Searched, 17, since)], Cancellation);

        var entry = (await LogAsync(organisation.Id))[^1].Entry;
        Assert.Equal((AuditAct.Searched, key, 17L, since), (entry.Act, entry.Key, entry.Number, entry.Since));
    }

    [Fact]
    public async Task Nobody_writes_into_the_log_of_an_organisation_for_which_he_does_not_speak() =>
        await Assert.ThrowsAsync<PostgresException>(() => api.SqlAsync("incidents_app", "select append_audit('exported', null, null, null, null, null, null, null, null, false)"));

    /// <summary>The log as the bytes tell it; each must say what its columns say.</summary>
    private async Task<List<(CanonicalEntry Entry, byte[] Bytes, byte[] Hash)>> LogAsync(Guid organisation)
    {
        var rows = await api.SqlAsync("postgres", $"""
            select entry, hash, at, act, key_id, subject, subject_id, number, since, commitment from audit_entries
            where organisation_id = '{organisation}' order by position
            """);
        return [.. rows.Select(row =>
        {
            var entry = CanonicalEntry.Read((byte[])row[0])!;
            Assert.Equal([entry.At.UtcDateTime, entry.Act, entry.Key, entry.Subject, entry.SubjectId, entry.Number, entry.Since?.UtcDateTime, entry.Commitment],
                row[2..].Select(value => value is DBNull ? null : value));
            return (entry, (byte[])row[0], (byte[])row[1]);
        })];
    }
}
