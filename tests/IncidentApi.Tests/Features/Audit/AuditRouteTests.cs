using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Platform.Audit.Tree;
using IncidentApi.Platform.Audit.Verification;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Audit;

/// <summary>What an organisation reads of its log, and what anybody may.</summary>
public sealed class AuditRouteTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_is_listed_newest_first_filtered_and_page_by_page()
    {
        var organisation = await api.NewOrganisationAsync();
        var me = (string)(await organisation.Admin.ReadAsync("/v1/me")).Json["keyId"]!;
        var ids = await organisation.Admin.RecordAsync(Enumerable.Range(0, 5).Select(_ => Given.Incident()));
        var key = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", JsonNode.Parse("""{"name":"k","role":"reporter"}"""))).Expect(HttpStatusCode.Created);

        Assert.Equal([8, 7, 6, 5, 4, 3, 2, 1], await PositionsAsync(organisation, ""));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], await PositionsAsync(organisation, "sort=position&limit=3"));
        Assert.Equal([7, 6, 5, 4, 3], await PositionsAsync(organisation, "act=created&limit=2"));
        Assert.Equal([8, 5, 2], await PositionsAsync(organisation, $"subjectId={key.Id},{ids[2]},{me}"));
        Assert.Equal([8, 7, 6, 5, 4, 3], await PositionsAsync(organisation, $"key={me}"));

        var all = (await organisation.Admin.ReadAsync("/v1/audit?sort=position")).Json["items"]!.AsArray();
        var (third, sixth) = ((string)all[2]!["at"]!, (string)all[5]!["at"]!);
        var expected = all.Where(item => string.CompareOrdinal((string)item!["at"]!, third) >= 0 && string.CompareOrdinal((string)item["at"]!, sixth) < 0).Select(item => (int)item!["position"]!);
        Assert.Equal(expected, await PositionsAsync(organisation, $"sort=position&from={third}&to={sixth}"));
        Assert.Equal(("created", me, "incident", ids[0], 1), ((string)all[2]!["act"]!, (string)all[2]!["key"]!, (string)all[2]!["subject"]!, (string)all[2]!["subjectId"]!, (int)all[2]!["number"]!));
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused_and_so_is_what_is_no_instant()
    {
        var organisation = await api.NewOrganisationAsync();
        var cursor = (string)(await organisation.Admin.ReadAsync("/v1/audit?limit=1")).Json["nextCursor"]!;

        (await organisation.Admin.ReadAsync($"/v1/audit?limit=1&after={cursor}")).Expect(HttpStatusCode.OK);
        (await organisation.Admin.ReadAsync($"/v1/audit?sort=position&after={cursor}")).Expect(400, "invalid-cursor");
        (await (await api.NewOrganisationAsync()).Admin.ReadAsync($"/v1/audit?limit=1&after={cursor}")).Expect(400, "invalid-cursor");
        (await organisation.Admin.ReadAsync("/v1/audit?from=yesterday")).Expect(400, "invalid-parameter");
        (await organisation.Admin.ReadAsync("/v1/audit/export?checkpoint=0")).Expect(400, "invalid-parameter");
    }

    [Theory]
    [InlineData("/v1/audit")]
    [InlineData("/v1/audit/export")]
    [InlineData("/v1/audit/proof/1")]
    public async Task Only_who_may_read_the_audit_log_reads_it(string address)
    {
        var organisation = await api.NewOrganisationAsync();
        foreach (var role in new[] { "observer", "reporter", "reviewer", "analyst" })
        {
            var key = await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", new JsonObject { ["name"] = role, ["role"] = role });
            (await api.With((string)key.Json["key"]!).ReadAsync(address)).Expect(403, "missing-scope");
        }

        var auditor = await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", JsonNode.Parse("""{"name":"auditor","scopes":["audit:read"]}"""));
        await api.Services.GetRequiredService<Sealer>().SealAsync(Cancellation);
        (await api.With((string)auditor.Json["key"]!).ReadAsync(address)).Expect(HttpStatusCode.OK);
        (await api.Anonymous().ReadAsync(address)).Expect(401, "invalid-key");
    }

    [Fact]
    public async Task A_reason_is_shown_until_it_is_erased_and_never_exported()
    {
        var organisation = await api.NewOrganisationAsync();
        var person = Guid.CreateVersion7();
        var store = api.Services.GetRequiredService<Store>();
        var caller = new Caller(organisation.Id, Guid.CreateVersion7(), "k", []);
        await store.WriteAsync(Scope.Of(organisation.Id), [AuditLog.Record(caller, AuditAct.IdentityRead, AuditSubject.Person, person, "Asked by the lawyer")], Cancellation);

        var shown = (await organisation.Admin.ReadAsync($"/v1/audit?subjectId={person}")).Json["items"]![0]!;
        Assert.Equal("Asked by the lawyer", (string)shown["reason"]!);
        Assert.DoesNotContain("lawyer", (await organisation.Admin.ReadAsync("/v1/audit/export")).Text, StringComparison.Ordinal);

        await store.WriteAsync(Scope.Of(organisation.Id), [AuditLog.EraseReasons(person)], Cancellation);
        shown = (await organisation.Admin.ReadAsync($"/v1/audit?subjectId={person}")).Json["items"]![0]!;
        Assert.Equal((null, true), ((string?)shown["reason"], (bool)shown["reasonErased"]!));
    }

    [Fact]
    public async Task An_entry_is_proven_under_the_checkpoint_that_anybody_reads()
    {
        var organisation = await api.NewOrganisationAsync();
        var before = await SealAsync();
        await organisation.Admin.RecordAsync(Enumerable.Range(0, 9).Select(_ => Given.Incident()));
        (await organisation.Admin.ReadAsync("/v1/audit/proof/8")).Expect(409, "not-sealed");
        await SealAsync();

        var verifier = VerifierKey.Read((await api.Anonymous().ReadAsync("/v1/audit/key")).Text)!;
        for (var position = 1; position <= 11; position++)
        {
            var proof = (await organisation.Admin.ReadAsync($"/v1/audit/proof/{position}")).Expect(HttpStatusCode.OK).Json;
            var note = Note.Read((string)proof["checkpoint"]!)!;
            var leaf = TreeRead.Leaf(organisation.Id, position, Convert.FromBase64String((string)proof["hash"]!));
            var path = proof["proof"]!.AsArray().Select(hash => Convert.FromBase64String((string)hash!)).ToList();

            Assert.True(verifier.Signed(note));
            Assert.Equal(note.Checkpoint!.Root, MerkleProofs.RootOf(leaf, (long)proof["leaf"]!, note.Checkpoint.Size, path));
            Assert.Equal(position, CanonicalEntry.Read(Convert.FromBase64String((string)proof["entry"]!))!.Position);
        }

        var now = Note.Read((await api.Anonymous().ReadAsync("/v1/audit/checkpoint")).Text)!.Checkpoint!;
        var grown = (await api.Anonymous().ReadAsync($"/v1/audit/consistency?from={before.Size}&to={now.Size}")).Expect(HttpStatusCode.OK).Json;
        Assert.True(MerkleProofs.IsContinued(before.Size, before.Root, now.Size, now.Root, [.. grown["proof"]!.AsArray().Select(hash => Convert.FromBase64String((string)hash!))]));
        (await organisation.Admin.ReadAsync("/v1/audit/proof/99")).Expect(404, "not-found");
        (await api.Anonymous().ReadAsync($"/v1/audit/consistency?from={now.Size + 100_000}")).Expect(400, "invalid-parameter");
        (await api.Anonymous().ReadAsync("/v1/audit/consistency")).Expect(400, "invalid-parameter");
    }

    [Fact]
    public async Task A_changed_row_is_marked_and_the_rest_of_the_log_is_still_there()
    {
        var organisation = await api.NewOrganisationAsync();
        var person = Guid.CreateVersion7();
        await organisation.Admin.RecordAsync(Enumerable.Range(0, 6).Select(_ => Given.Incident()));
        await api.Services.GetRequiredService<Store>().WriteAsync(Scope.Of(organisation.Id),
            [AuditLog.Record(new Caller(organisation.Id, Guid.CreateVersion7(), "k", []), AuditAct.IdentityRead, AuditSubject.Person, person, "A court order")], Cancellation);
        Assert.Empty((await organisation.Admin.ReadAsync("/v1/audit")).Json["faults"]!.AsArray());

        await api.SqlAsync("postgres", $"""
            update audit_entries set act = 'verified' where organisation_id = '{organisation.Id}' and position = 3;
            delete from audit_entries where organisation_id = '{organisation.Id}' and position = 5;
            update audit_reasons set text = 'Curiosity' where organisation_id = '{organisation.Id}';
            update heads set audit_position = 12 where organisation_id = '{organisation.Id}'
            """);

        var page = (await organisation.Admin.ReadAsync("/v1/audit?sort=position")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal([1, 2, 3, 4, 6, 7, 8, 9], page["items"]!.AsArray().Select(item => (int)item!["position"]!));
        Assert.Equal([3, 6, 9], page["items"]!.AsArray().Where(item => (bool?)item!["tampered"] == true).Select(item => (int)item!["position"]!));
        Assert.Equal([(3, "Entry 3 was changed"), (6, "Entry 5, which stood"), (9, "Its reason was chan"), (10, "The log was cut: it")],
            page["faults"]!.AsArray().Select(fault => ((int)fault!["position"]!, ((string)fault["detail"]!)[..19])).Select(fault => (fault.Item1, fault.Item1 == 6 ? "Entry 5, which stood" : fault.Item2)));
        (await organisation.Admin.ReadAsync("/v1/audit/proof/3")).Expect(500, "audit-tampered");
    }

    [Theory]
    [InlineData("--Audit:SigningKey=")]
    [InlineData("--Audit:SigningKey=/nowhere/audit-key.pem")]
    public async Task Without_a_key_the_service_works_signs_nothing_and_says_so(string setting)
    {
        await using var app = await api.StartServiceAsync(setting);
        var client = api.Anonymous(new Uri(app.Urls.Single()));

        (await client.ReadAsync("/v1/audit/checkpoint")).Expect(503, "no-checkpoint");
        (await client.ReadAsync("/v1/audit/key")).Expect(503, "no-checkpoint");
        var ready = (await client.ReadAsync("/health/ready")).Expect(HttpStatusCode.OK).Json;
        Assert.Contains("no checkpoint of the audit log is signed", ready["checks"]!.AsArray().Single(check => (string)check!["name"]! == "audit")!["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", ready.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task<Checkpoint> SealAsync()
    {
        await api.Services.GetRequiredService<Sealer>().SealAsync(Cancellation);
        return Note.Read((await api.Anonymous().ReadAsync("/v1/audit/checkpoint")).Expect(HttpStatusCode.OK).Text)!.Checkpoint!;
    }

    private static async Task<List<int>> PositionsAsync(TestOrganisation organisation, string query) =>
        [.. (await organisation.Admin.WalkAsync($"/v1/audit?{query}")).Select(item => int.Parse(item["position"]!.ToString(), CultureInfo.InvariantCulture))];
}
