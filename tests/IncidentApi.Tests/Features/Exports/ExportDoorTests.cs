using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Features.Incidents;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Exports;

/// <summary>Who may export what, and what is written down of it.</summary>
public sealed class ExportDoorTests(Api api)
{
    [Fact]
    public async Task Without_a_key_everybody_exports_what_is_public_and_nothing_else()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.PublishedAsync(Given.Incident("For everybody"));
        await organisation.PublishedAsync(Given.Incident("For partners"), "partners");
        await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("For us"));

        var file = await api.Anonymous(from: "127.31.0.1").ExportAsync("format=ndjson");

        Assert.Equal("For everybody", Assert.Single(Of(organisation, file), line => true)["title"]!.GetValue<string>());
        Assert.Equal("public", (string)file.Manifest["scope"]!);
        (await api.Anonymous().ReadAsync("/v1/incidents/export?format=ndjson&scope=own")).Expect(401, "invalid-key");
        (await api.Anonymous().ReadAsync("/v1/incidents/export?format=ndjson&scope=shared")).Expect(401, "invalid-key");
    }

    [Fact]
    public async Task A_partner_exports_what_is_shared_with_it_as_long_as_it_is()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await organisation.PublishedAsync(Given.Incident("For partners"), "partners");
        var partnership = (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);

        var during = await partner.Admin.ExportAsync("format=ndjson&scope=shared");
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{partnership.Id}")).Expect(HttpStatusCode.OK);
        var afterwards = await partner.Admin.ExportAsync("format=ndjson&scope=shared");

        Assert.Equal("For partners", (string)Assert.Single(during.Lines)["title"]!);
        Assert.Empty(afterwards.Lines);
    }

    [Theory]
    [InlineData("observer")]
    [InlineData("reporter")]
    [InlineData("reviewer")]
    public async Task A_key_without_the_scope_exports_nothing_through_any_door(string role)
    {
        var organisation = await api.NewOrganisationAsync();
        var key = (await organisation.Admin.PostAsync($"/v1/organisations/{organisation.Id}/keys", new JsonObject { ["name"] = role, ["role"] = role })).Expect(HttpStatusCode.Created);
        var client = api.With((string)key.Json["key"]!);
        var made = await organisation.Admin.ExportAsync("format=ndjson");

        foreach (var scope in (string[])["own", "shared", "public"]) (await client.ReadAsync($"/v1/incidents/export?format=csv&scope={scope}")).Expect(403, "missing-scope");
        (await client.ReadAsync($"/v1/exports/{made.Id}")).Expect(403, "missing-scope");
    }

    [Fact]
    public async Task A_manifest_is_for_its_organisation_and_one_without_for_whoever_knows_its_id()
    {
        var (organisation, stranger) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var own = await organisation.Admin.ExportAsync("format=ndjson");
        var anonymous = await api.Anonymous(from: "127.31.0.2").ExportAsync("format=ndjson&country=FJ");

        (await stranger.Admin.ReadAsync($"/v1/exports/{own.Id}")).Expect(404, "not-found");
        (await api.Anonymous().ReadAsync($"/v1/exports/{own.Id}")).Expect(404, "not-found");
        (await stranger.Admin.ReadAsync($"/v1/exports/{anonymous.Id}")).Expect(404, "not-found");
        Assert.Equal("FJ", (string)(await api.Anonymous().ManifestAsync(anonymous.Id))["filters"]!["country"]!);
        Assert.Equal(0L, (await api.SqlAsync("incidents_app", $"select count(*) from exports where id = '{anonymous.Id}'"))[0][0]);
    }

    [Fact]
    public async Task The_positions_of_what_others_write_are_told_to_nobody()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await organisation.PublishedAsync();
        await organisation.ShareAsync(partner);

        foreach (var scope in (string[])["shared", "public"])
        {
            var (one, other) = (await partner.Admin.ExportAsync($"format=ndjson&scope={scope}"), await partner.Admin.ExportAsync($"format=ndjson&scope={scope}"));
            var positions = new[] { one, other }.Select(file => (string)file.Manifest["snapshots"]![0]!["position"]!).ToList();

            // The same number sealed twice looks like two.
            Assert.All(positions, position => Assert.Matches("^[A-Za-z0-9_-]{30,}$", position));
            Assert.NotEqual(positions[0], positions[1]);
        }
    }

    [Fact]
    public async Task The_audit_log_tells_who_exported_and_how_much_and_never_what_was_sought()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.Admin.RecordAllAsync([Given.Incident(), Given.Incident()]);

        var file = await organisation.Admin.ExportAsync("format=csv&q=searches&tag=zqsought");
        var all = await organisation.Admin.ExportAsync("format=csv");

        var log = (await organisation.Admin.ReadAsync("/v1/audit?limit=200")).Expect(HttpStatusCode.OK);
        var entries = log.Json["items"]!.AsArray().Where(entry => (string?)entry!["subject"] == "export").ToList();
        Assert.Equal([file.Id, file.Id, all.Id, all.Id], entries.Select(entry => (string)entry!["subjectId"]!).OrderBy(id => id == file.Id ? 0 : 1));
        Assert.Equal(2, entries.Count(entry => (string)entry!["act"]! == "export_started" && ((string)entry["reason"]!).StartsWith("csv, scope own, filters hmac-sha256:", StringComparison.Ordinal)));
        Assert.Equal(2L, (long)entries.Single(entry => (string)entry!["act"]! == "export_completed" && (string)entry["subjectId"]! == all.Id)!["number"]!);
        Assert.DoesNotContain("zqsought", log.Text, StringComparison.Ordinal);
        var kept = await api.SqlAsync("postgres", $"select count(*) from exports t where t::text ilike '%zqsought%' or t::text ilike '%{Convert.ToHexString("zqsought"u8)}%'");
        Assert.Equal(0L, kept[0][0]);
        Assert.Equal("zqsought", (string)(await organisation.Admin.ManifestAsync(file.Id))["filters"]!["tag"]!);
    }

    [Fact]
    public async Task What_is_past_its_time_is_forgotten_with_the_next_export()
    {
        var organisation = await api.NewOrganisationAsync();
        var (outdated, kept) = (await organisation.Admin.ExportAsync("format=ndjson"), await organisation.Admin.ExportAsync("format=ndjson"));
        var anonymous = await api.Anonymous(from: "127.31.0.3").ExportAsync("format=ndjson&country=FJ");
        await api.SqlAsync("postgres", $"update exports set kept_until = now() - interval '1 second' where id in ('{outdated.Id}', '{anonymous.Id}')");

        (await organisation.Admin.ReadAsync($"/v1/exports/{outdated.Id}")).Expect(404, "not-found");
        await (await api.NewOrganisationAsync()).Admin.ExportAsync("format=ndjson");

        Assert.Equal(1L, (await api.SqlAsync("postgres", $"select count(*) from exports where id in ('{outdated.Id}', '{anonymous.Id}', '{kept.Id}')"))[0][0]);
        await organisation.Admin.ManifestAsync(kept.Id);
    }

    [Fact]
    public async Task An_export_whose_server_died_has_failed()
    {
        var organisation = await api.NewOrganisationAsync();
        var file = await organisation.Admin.ExportAsync("format=ndjson");
        await api.SqlAsync("postgres", $"update exports set status = 'running', ended_at = null, digest = null, seen_at = now() - interval '10 seconds' where id = '{file.Id}'");
        Assert.Equal("running", (string)(await organisation.Admin.ManifestAsync(file.Id))["status"]!);

        await api.SqlAsync("postgres", $"update exports set seen_at = now() - interval '2 minutes' where id = '{file.Id}'");

        Assert.Equal("failed", (string)(await organisation.Admin.ManifestAsync(file.Id))["status"]!);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("geojson")]
    [InlineData("xlsx")]
    public async Task No_form_of_the_file_holds_what_is_hidden_from_its_reader(string format)
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        await organisation.PublishedAsync(Canaries.Incident("A lawyer is detained"));
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);

        var files = new[]
        {
            (await partner.Admin.ExportAsync($"format={format}&scope=shared"), false), (await partner.Admin.ExportAsync($"format={format}&scope=public"), true),
            (await api.Anonymous(from: "127.31.0.4").ExportAsync($"format={format}"), true),
        };

        foreach (var (file, ofAll) in files)
        {
            var text = Unpacked(file);
            Assert.Contains(ofAll ? organisation.Id.ToString() : "A lawyer is detained", format == "geojson" ? text + organisation.Id : text, StringComparison.Ordinal);
            Assert.All(Canaries.Private.Except(ofAll ? ["2024-05-17", "2024-06-19"] : []), mark => Assert.DoesNotContain(mark, text, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static IEnumerable<JsonObject> Of(TestOrganisation organisation, ExportedFile file) => file.Lines.Where(line => (string)line["organisation"]!["id"]! == organisation.Id.ToString());

    /// <summary>A workbook is an archive: its marks would not be seen in it.</summary>
    private static string Unpacked(ExportedFile file)
    {
        if (file.Bytes is not [(byte)'P', (byte)'K', ..]) return file.Text;

        using var archive = new ZipArchive(new MemoryStream(file.Bytes));
        return string.Concat(archive.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        }));
    }
}
