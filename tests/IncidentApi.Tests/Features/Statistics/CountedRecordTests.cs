using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>Which records count, and which never do.</summary>
public sealed class CountedRecordTests(Api api)
{
    [Fact]
    public async Task Events_are_counted_unless_other_kinds_are_asked_for_and_kinds_are_never_added_up()
    {
        var organisation = await api.NewOrganisationAsync();
        foreach (var kind in new[] { "event", "event", "pattern", "measure", "measure", "measure" })
        {
            await organisation.RecordedAsync(Given.Incident(on: "2024-05").With("/kind", kind));
        }

        Assert.Equal("2", await organisation.Admin.TotalAsync(""));
        Assert.Equal("1", await organisation.Admin.TotalAsync("kind=pattern"));
        Assert.Equal("events 2, patterns 1, measures 3", await organisation.Admin.TotalAsync("kind=event,pattern,measure"));
        Assert.Equal("2024: events 2, measures 3", await organisation.Admin.GroupsAsync("groupBy=year&kind=measure,event"));
        Assert.Equal("event: events 2, patterns 0; pattern: events 0, patterns 1", await organisation.Admin.GroupsAsync("groupBy=kind&kind=pattern,event,event"));
        Assert.Equal(["event", "pattern"], (await organisation.Admin.FiguresAsync("kind=event,pattern,event"))["kinds"]!.AsArray().Select(kind => (string)kind!));
    }

    [Fact]
    public async Task Withdrawn_false_and_duplicate_records_never_count()
    {
        var organisation = await api.NewOrganisationAsync();
        var counted = await organisation.RecordedAsync(Given.Incident());
        await organisation.RecordedAsync(Given.Incident().With("/related/0", new JsonObject { ["id"] = counted.Id, ["type"] = "duplicate_of" }));
        var withdrawn = await organisation.RecordedAsync(Given.Incident());
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{withdrawn.Id}?reason=recorded_in_error", null, withdrawn.ETag)).Expect(HttpStatusCode.OK);
        await organisation.VerifiedAsync(await organisation.RecordedAsync(Given.Incident()), "false");
        var halfFalse = await organisation.RecordedAsync(Given.Incident().With("/violations/0/ref", "x").With("/violations/1", new JsonObject { ["ref"] = "y", ["type"] = "arrest" }));
        var allFalse = await organisation.RecordedAsync(Given.Incident().With("/violations/0/ref", "x"));
        await organisation.VerifiedAsync(halfFalse, "false", violation: "x");
        await organisation.VerifiedAsync(allFalse, "false", violation: "x");

        Assert.Equal("2", await organisation.Admin.TotalAsync(""));
        Assert.Equal("arrest: 1; raid_office: 1", await organisation.Admin.GroupsAsync("groupBy=violation"));
        Assert.Equal("2", await organisation.Admin.TotalAsync("measure=violations"));
    }

    [Fact]
    public async Task A_whole_does_not_count_beside_a_part_of_its_kind()
    {
        var organisation = await api.NewOrganisationAsync();
        var wave = await organisation.RecordedAsync(Given.Incident("A wave of raids").With("/externalRef", Named("wave")));
        var practice = await organisation.RecordedAsync(Given.Incident("A practice").With("/kind", "pattern"));
        Assert.Equal("events 1, patterns 1", await organisation.Admin.TotalAsync("kind=event,pattern"));

        var first = await organisation.RecordedAsync(Given.Incident("The first raid").With("/related/0", new JsonObject { ["id"] = wave.Id, ["type"] = "part_of" }));
        await organisation.RecordedAsync(Given.Incident("An episode").With("/related/0", new JsonObject { ["id"] = practice.Id, ["type"] = "part_of" }));
        Assert.Equal("events 2, patterns 1", await organisation.Admin.TotalAsync("kind=event,pattern"));

        // Named as the sender calls it, and found however the filter cuts the part away.
        await organisation.RecordedAsync(Given.Incident("Another raid", on: "2023").With("/related/0", new JsonObject { ["externalRef"] = Named("wave"), ["type"] = "part_of" }));
        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{first.Id}?reason=recorded_in_error", null, first.ETag)).Expect(HttpStatusCode.OK);
        Assert.Equal("2", await organisation.Admin.TotalAsync(""));
        Assert.Equal("2023: 1; 2024: 1", await organisation.Admin.GroupsAsync("groupBy=year"));
        Assert.Equal("1", await organisation.Admin.TotalAsync("from=2024&to=2024"));
    }

    [Fact]
    public async Task A_withdrawn_part_leaves_its_whole_to_count()
    {
        var organisation = await api.NewOrganisationAsync();
        var whole = await organisation.RecordedAsync(Given.Incident("A wave of raids"));
        var part = await organisation.RecordedAsync(Given.Incident("The first raid").With("/related/0", new JsonObject { ["id"] = whole.Id, ["type"] = "part_of" }));
        Assert.Equal([part.Id], (await organisation.Admin.WalkAsync("/v1/statistics/incidents?limit=200")).Ids());

        (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{part.Id}?reason=recorded_in_error", null, part.ETag)).Expect(HttpStatusCode.OK);

        Assert.Equal([whole.Id], (await organisation.Admin.WalkAsync("/v1/statistics/incidents?limit=200")).Ids());
    }

    [Fact]
    public async Task Two_records_that_call_each_other_their_whole_both_count()
    {
        var organisation = await api.NewOrganisationAsync();
        var one = await organisation.RecordedAsync(Given.Incident("A wave of raids"));
        var other = await organisation.RecordedAsync(Given.Incident("The first raid").With("/related/0", new JsonObject { ["id"] = one.Id, ["type"] = "part_of" }));
        Assert.Equal("1", await organisation.Admin.TotalAsync(""));

        (await organisation.PatchAsync(one, new JsonObject { ["related"] = new JsonArray(new JsonObject { ["id"] = other.Id, ["type"] = "part_of" }) })).Expect(HttpStatusCode.OK);

        Assert.Equal("2", await organisation.Admin.TotalAsync(""));
        Assert.Equal("2", await organisation.Admin.TotalAsync("createdAfter=2000-01-01"));
    }

    [Fact]
    public async Task A_positive_development_counts_among_incidents_and_in_nothing_else()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.RecordedAsync(Given.Incident(type: "positive_development")
            .With("/people/0", JsonNode.Parse("""{"ref": "v", "role": "victim", "kind": "person", "label": "a lawyer"}""")).With("/violations/0/victims", new JsonArray("v")));

        Assert.Equal("positive_development: 1", await organisation.Admin.GroupsAsync("groupBy=violation"));
        foreach (var measure in new[] { "violations", "victims", "people" })
        {
            Assert.Equal("", await organisation.Admin.GroupsAsync($"groupBy=violation&measure={measure}"));
            Assert.Equal("0", await organisation.Admin.TotalAsync($"measure={measure}"));
        }
    }

    [Fact]
    public async Task The_whole_filter_grammar_selects_records()
    {
        var organisation = await api.NewOrganisationAsync();
        var raid = await organisation.RecordedAsync(Given.Incident("Masked men search an office", "2024-05-03"));
        var arrest = await organisation.RecordedAsync(Given.Incident("An arrest", "2023-01", "arrest").With("/location/region", "KG-GB").With("/tags", new JsonArray("election")));
        await organisation.VerifiedAsync(raid, "corroborated");

        foreach (var (query, found) in new[]
        {
            ("q=masked", raid), ("tag=election", arrest), ("region=KG-GB", arrest), ("violation=arrest", arrest), ("from=2024", raid), ("to=2023", arrest),
            ("verification=corroborated", raid), ("right=iccpr:9", arrest), ($"updatedAfter={arrest.Json["updatedAt"]}", raid), ("country=KG&from=2024&status=draft", raid),
        })
        {
            Assert.Equal((query, "1"), (query, await organisation.Admin.TotalAsync(query)));
            Assert.Equal([found.Id], (await organisation.Admin.WalkAsync($"/v1/statistics/incidents?{query}")).Ids());
        }

        Assert.Equal("0", await organisation.Admin.TotalAsync("country=KZ"));
    }

    private static JsonObject Named(string id) => new() { ["system"] = "tests", ["id"] = id };
}
