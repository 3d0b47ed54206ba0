using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents;

public sealed class BadBodyTests(Api api)
{
    /// <summary>A member, what is wrong in it, the status and type of the problem, and the place that it names.</summary>
    public static TheoryData<string, string, int, string, string> Faults => new()
    {
        { "/colour", "\"red\"", 400, "unknown-member", "/colour" },
        { "/violations/0/colour", "\"red\"", 400, "unknown-member", "/violations/0/colour" },
        { "/id", "\"018f0000-0000-7000-8000-000000000000\"", 400, "server-made-member", "/id" },
        { "/status", "\"published\"", 400, "server-made-member", "/status" },
        { "/organisation", "{}", 400, "server-made-member", "/organisation" },
        { "/occurred/earliest", "\"2024-01-01\"", 400, "server-made-member", "/occurred/earliest" },
        { "/violations/0/verification", "\"verified\"", 400, "server-made-member", "/violations/0/verification" },
        { "/title", "7", 400, "wrong-type", "/title" },
        { "/title", "null", 400, "wrong-type", "/title" },
        { "/violations", "{}", 400, "wrong-type", "/violations" },
        { "/violations/0/count", "\"3\"", 400, "wrong-type", "/violations/0/count" },
        { "/violations/0/count", "1.5", 400, "wrong-type", "/violations/0/count" },
        { "/violations/0/count", "99999999999", 400, "wrong-type", "/violations/0/count" },
        { "/violations/0/victims", "[null]", 400, "wrong-type", "/violations/0/victims/0" },
        { "/occurred/ongoing", "\"yes\"", 400, "wrong-type", "/occurred/ongoing" },
        { "/tags", "\"a\"", 400, "wrong-type", "/tags" },
        { "/title", "\"\"", 422, "required", "/title" },
        { "/title", "\"   \"", 422, "required", "/title" },
        { "/violations", "[]", 422, "required", "/violations" },
        { "/violations/0/type", "\"arest\"", 422, "unknown-code", "/violations/0/type" },
        { "/violations/0/alsoTypes", "[\"arrest\",\"nonsense\"]", 422, "unknown-code", "/violations/0/alsoTypes/1" },
        { "/kind", "\"happening\"", 422, "unknown-code", "/kind" },
        { "/location/country", "\"KX\"", 422, "unknown-code", "/location/country" },
        { "/location/country", "\"kg\"", 422, "unknown-code", "/location/country" },
        { "/location/region", "\"KG-XX\"", 422, "unknown-code", "/location/region" },
        { "/location/region", "\"Bishkek\"", 422, "invalid-format", "/location/region" },
        { "/location/region", "\"KZ-ALA\"", 422, "contradiction", "/location/region" },
        { "/location/latitude", "42.87", 422, "coordinates-incomplete", "/location/longitude" },
        { "/location/precision", "\"exact\"", 422, "too-precise", "/location/precision" },
        { "/location/precision", "\"locality\"", 422, "too-precise", "/location/precision" },
        { "/occurred/from", "\"2023-02-30\"", 422, "impossible-date", "/occurred/from" },
        { "/occurred/from", "\"2023-13\"", 422, "impossible-date", "/occurred/from" },
        { "/occurred/from", "\"30.02.2023\"", 422, "invalid-format", "/occurred/from" },
        { "/occurred/from", "\"9999-01-01\"", 422, "future-date", "/occurred/from" },
        { "/occurred/to", "\"2024-05-02\"", 422, "from-after-to", "/occurred/from" },
        { "/occurred/ongoing", "true", 422, "as-of-required", "/occurred/asOf" },
        { "/occurred/asOf", "\"9999\"", 422, "future-date", "/occurred/asOf" },
        { "/occurred", "{}", 422, "required", "/occurred/from" },
        { "/occurred", "{\"from\":\"2020-06\",\"precision\":\"day\"}", 422, "too-precise", "/occurred/precision" },
        { "/violations/0/victims", "[\"v1\"]", 422, "unknown-ref", "/violations/0/victims/0" },
        { "/violations/0/sources", "[\"s9\"]", 422, "unknown-ref", "/violations/0/sources/0" },
        { "/violations/0/finding", "{\"status\":\"alleged\",\"date\":\"2016/2015\"}", 422, "from-after-to", "/violations/0/finding/date" },
        { "/violations/0/detention", "{\"status\":\"held\"}", 422, "required", "/violations/0/detention/asOf" },
        { "/people", "[{\"ref\":\"v1\",\"role\":\"victim\",\"kind\":\"person\"}]", 422, "required", "/people/0/label" },
        { "/people", "[{\"ref\":\"v1\",\"role\":\"victim\",\"kind\":\"person\",\"label\":\"a\"},{\"ref\":\"v1\",\"role\":\"victim\",\"kind\":\"person\",\"label\":\"b\"}]", 422, "duplicate-ref", "/people/1/ref" },
        { "/people", "[{\"ref\":\"v1\",\"role\":\"victim\",\"kind\":\"person\",\"label\":\"a\",\"count\":2}]", 422, "contradiction", "/people/0/kind" },
        { "/sources", "[{\"kind\":\"media\",\"url\":\"javascript:alert(1)\"}]", 422, "invalid-format", "/sources/0/url" },
        { "/sources", "[{\"kind\":\"media\",\"credibility\":7}]", 422, "out-of-range", "/sources/0/credibility" },
        { "/sources", "[{\"kind\":\"media\",\"reliability\":\"G\"}]", 422, "unknown-code", "/sources/0/reliability" },
        { "/developments", "[{\"kind\":\"release\",\"date\":\"9999-01-01\"}]", 422, "future-date", "/developments/0/date" },
        { "/related", "[{\"type\":\"see_also\"}]", 422, "required", "/related/0/id" },
        { "/language", "\"English!\"", 422, "invalid-format", "/language" },
        { "/translations", "{\"English language\":{\"title\":\"x\"}}", 422, "invalid-format", "/translations/English language" },
        { "/translations", "{\"ru\":{\"labels\":{\"v7\":\"юрист\"}}}", 422, "unknown-ref", "/translations/ru/labels/v7" },
        { "/stage", "\"draft\"", 422, "contradiction", "/stage" },
        { "/externalRef", "{\"system\":\"x\"}", 422, "required", "/externalRef/id" },
        { "/title", "\"a\\u0000b\"", 422, "invalid-characters", "/title" },
        { "/title", "\"a\\ud800b\"", 422, "invalid-characters", "/title" },
        { "/people", "[{\"ref\":\"v1\",\"role\":\"victim\",\"kind\":\"person\",\"label\":\"x\\udc00\"}]", 422, "invalid-characters", "/people/0/label" },
    };

    [Theory, MemberData(nameof(Faults))]
    public async Task A_faulty_member_is_refused_by_its_place(string member, string json, int status, string problem, string at)
    {
        var organisation = await api.NewOrganisationAsync();

        // The fault is written as text, for a tree of nodes would mend it.
        var body = Given.Incident().With(member, "@@").ToJsonString().Replace("\"@@\"", json, StringComparison.Ordinal);
        var refused = await organisation.Admin.PostBytesAsync("/v1/incidents", Encoding.UTF8.GetBytes(body));

        refused.Expect(status, problem);
        Assert.Contains(at, refused.Pointers);
        Assert.Equal(0, (int)(await organisation.Admin.ReadAsync("/v1/incidents?count=exact")).Json["count"]!);
    }

    [Theory]
    [InlineData("{\"title\":\"a\",\"title\":\"b\"}", 400, "duplicate-member")]
    [InlineData("{\"title\":", 400, "malformed-json")]
    [InlineData("", 400, "malformed-json")]
    [InlineData("{\"title\":\"a\"} trailing", 400, "malformed-json")]
    [InlineData("{'title':'a'}", 400, "malformed-json")]
    [InlineData("[]", 400, "wrong-type")]
    [InlineData("\"text\"", 400, "wrong-type")]
    [InlineData("null", 400, "wrong-type")]
    [InlineData("{}", 422, "required")]
    public async Task A_body_that_is_no_incident_is_refused(string body, int status, string problem)
    {
        var organisation = await api.NewOrganisationAsync();

        (await organisation.Admin.PostBytesAsync("/v1/incidents", Encoding.UTF8.GetBytes(body))).Expect(status, problem);
    }

    [Fact]
    public async Task Invalid_utf8_is_refused()
    {
        var organisation = await api.NewOrganisationAsync();
        byte[] body = [.. "{\"title\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        (await organisation.Admin.PostBytesAsync("/v1/incidents", body)).Expect(400, "malformed-json");
    }

    [Theory]
    [InlineData(17)]
    [InlineData(5000)]
    [InlineData(100_000)]
    public async Task A_body_nested_deeper_than_16_is_refused(int depth)
    {
        var organisation = await api.NewOrganisationAsync();
        var body = "{\"title\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";

        (await organisation.Admin.PostBytesAsync("/v1/incidents", Encoding.UTF8.GetBytes(body))).Expect(400, "too-deep");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Given.Incident().With("/notes", new string('x', 300_000));

        (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(413, "body-too-large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/merge-patch+json")]
    public async Task Another_media_type_is_refused(string mediaType)
    {
        var organisation = await api.NewOrganisationAsync();

        (await organisation.Admin.PostBytesAsync("/v1/incidents", Encoding.UTF8.GetBytes(Given.Incident().ToJsonString()), mediaType))
            .Expect(415, "unsupported-media-type");
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Given.Incident().With("/colour", "red").With("/title", 7).With("/violations/0/type", "arest").With("/occurred/from", "2023-02-30");

        var refused = (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.BadRequest);

        Assert.Equal(["/colour", "/occurred/from", "/title", "/violations/0/type"], refused.Pointers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_unknown_code_names_the_allowed_ones_and_those_that_look_like_it()
    {
        var organisation = await api.NewOrganisationAsync();

        var refused = await organisation.Admin.PostAsync("/v1/incidents", Given.Incident(type: "arest"));

        var fault = Assert.Single(refused.Expect(422, "unknown-code").Json["errors"]!.AsArray())!;
        Assert.Equal("arest", (string?)fault["value"]);
        Assert.Equal(73, fault["allowed"]!.AsArray().Count);
        Assert.Contains("arrest", fault["near"]!.AsArray().Select(near => (string?)near));
    }

    [Fact]
    public async Task A_scheduled_hearing_may_lie_ahead()
    {
        var organisation = await api.NewOrganisationAsync();
        var body = Given.Incident().With("/developments", new JsonArray(new JsonObject { ["kind"] = "hearing_scheduled", ["date"] = "9998-01-01" }));

        (await organisation.Admin.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_problem_never_quotes_the_database_or_the_code()
    {
        var organisation = await api.NewOrganisationAsync();
        var texts = new List<string>();
        foreach (var row in Faults)
        {
            var body = Given.Incident().With(row.Data.Item1, "@@").ToJsonString().Replace("\"@@\"", row.Data.Item2, StringComparison.Ordinal);
            texts.Add((await organisation.Admin.PostBytesAsync("/v1/incidents", Encoding.UTF8.GetBytes(body))).Text);
        }

        Assert.All(texts, text =>
        {
            Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
            Assert.DoesNotContain(" at IncidentApi", text, StringComparison.Ordinal);
            Assert.DoesNotContain("select ", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Npgsql", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_body_of_a_batch_with_half_a_surrogate_pair_is_refused_by_itself()
    {
        var organisation = await api.NewOrganisationAsync();
        var sound = Given.Incident().ToJsonString();
        var odd = Given.Incident("XX").ToJsonString().Replace("XX", "\\ud800", StringComparison.Ordinal);

        var answer = await organisation.Admin.PostBytesAsync("/v1/incidents/batch", Encoding.UTF8.GetBytes($$"""{"items":[{{odd}},{{sound}}]}"""));

        Assert.Equal([422, 201], answer.Expect(HttpStatusCode.OK).Json["items"]!.AsArray().Select(item => (int)item!["status"]!));
        Assert.Equal("/title", (string?)answer.Json["items"]![0]!["problem"]!["errors"]![0]!["pointer"]);
    }
}
