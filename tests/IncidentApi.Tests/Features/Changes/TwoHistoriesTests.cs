using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>
/// Two organisations whose records differ in what a reader may not see, and in nothing else. Whatever he asks, he gets the same bytes of both, but for what is
/// drawn at random, sealed or of the moment: ids, references, cursors, traces, names of lists, the time of his question. These are equally long.
/// </summary>
public sealed partial class TwoHistoriesTests(Api api)
{
    private static readonly string[] OfTheMoment = ["Date", "Trace-Id", "RateLimit", "RateLimit-Policy", "Repr-Digest"];

    private static readonly string[] Named = ["/v1/incidents?scope=shared", "/v1/statistics?scope=shared&groupBy=year", "/v1/incidents/map?scope=shared"];

    /// <summary>What is shared, and two lives of one record; the reader looks wherever both say so, and at their ends.</summary>
    public static TheoryData<string, string, string> Histories => new()
    {
        { "public", "public", "partners title:B notes title:A public" },
        { "public", "public look partners look public", "notes public look partners title:B look title:A public" },
        { "public", "public look withdraw look public", "public notes look withdraw look partners title:B withdraw title:A partners public" },
        { "public", "public title:B look partners look", "partners public title:B look notes partners title:C look withdraw partners" },
        { "public", "look", "partners title:B look withdraw partners" },
        { "public", "public look look", "public look notes another look another" },
        { "partners", "partners title:B look title:C", "notes title:B title:A partners notes title:B notes look title:C notes" },
        { "partners", "partners look withdraw look partners", "partners notes look withdraw title:B look title:A notes partners" },
        { "partners", "look", "notes title:B look withdraw" },
        { "partners", "partners look look", "partners look notes draft look" },
    };

    [Theory, MemberData(nameof(Histories))]
    public async Task That_differ_in_hidden_things_look_the_same(string shared, string plain, string eventful)
    {
        var (one, other) = (await LiveAsync(shared, plain.Split(' ')), await LiveAsync(shared, eventful.Split(' ')));

        Assert.Equal(one, other);
    }

    private async Task<List<string>> LiveAsync(string shared, string[] steps)
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner, new JsonObject { ["visibility"] = shared })).Expect(HttpStatusCode.Created);
        var end = await api.Anonymous().EndAsync("public");
        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident("A"))).Expect(HttpStatusCode.Created);
        var (seen, tags) = (new List<string>(), new Dictionary<string, string>());
        foreach (var step in steps.Append("look"))
        {
            if (step == "look") await LookAsync();
            else record = await StepAsync(organisation, record, step);
        }

        return seen;

        async Task LookAsync()
        {
            // What he holds is good as long as nothing happened that he may see.
            foreach (var path in Named)
            {
                var answer = await partner.Admin.ReadAsync(path, ("If-None-Match", tags.GetValueOrDefault(path, "\"none\"")));
                seen.Add($"{path} {answer.Status}");
                tags[path] = answer.Headers.ETag!.ToString();
            }

            await SeeAsync(partner.Admin, "/v1/changes?scope=shared", "/v1/changes?scope=shared&include=document", "/v1/changes/stream?scope=shared&include=document",
                "/v1/incidents?scope=shared&fields=all&count=exact", "/v1/incidents?scope=shared&sort=-updated", "/v1/incidents/map?scope=shared",
                "/v1/statistics?scope=shared&groupBy=year", "/v1/incidents/export?scope=shared&format=ndjson", "/v1/incidents/export?scope=shared&format=csv");
            foreach (var (scope, id) in await ToldAsync())
            {
                var client = scope == "public" ? api.Anonymous() : partner.Admin;
                await SeeAsync(client, $"/v1/incidents/{id}?scope={scope}", $"/v1/incidents/{id}/related?scope={scope}");
            }

            if (shared == "public") seen.AddRange((await PublicAsync()).Select(change => Plain(change.With("/position", null).ToJsonString())));
        }

        // Under which ids the reader was told of the record.
        async Task<List<(string, string)>> ToldAsync() =>
        [
            .. (await partner.Admin.FollowAsync(scope: "shared")).Changes.Select(change => ("shared", (string)change["id"]!)).Distinct(),
            .. shared == "public" ? (await PublicAsync()).Select(change => ("public", (string)change["id"]!)).Distinct() : [],
        ];

        // The world's log tells of other tests' records too.
        async Task<List<JsonObject>> PublicAsync()
        {
            var ours = await api.SqlAsync("postgres", $"select id::text from disclosures where organisation_id = '{organisation.Id}' and audience = 'public'");
            return [.. (await api.Anonymous().FollowAsync(end, "public")).Changes.Where(change => ours.Any(row => (string)row[0] == (string)change["id"]!))];
        }

        async Task SeeAsync(HttpClient client, params string[] paths)
        {
            foreach (var path in paths)
            {
                using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
                var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                var headers = answer.Headers.Concat(answer.Content.Headers).Concat(answer.TrailingHeaders)
                    .Where(header => !OfTheMoment.Contains(header.Key)).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order();
                seen.Add(Plain($"{path} {(int)answer.StatusCode}\n{string.Join('\n', headers)}\n{body}"));
            }
        }
    }

    private static async Task<Answer> StepAsync(TestOrganisation organisation, Answer record, string step)
    {
        if (step == "withdraw") return (await organisation.StepAsync(record, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        if (step == "draft") (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created);
        if (step == "another") await organisation.PatchAsync(await organisation.PublishedAsync(visibility: "partners"), new JsonObject { ["title"] = "Another" });
        if (step is "draft" or "another") return record;
        if (step == "notes") return (await organisation.PatchAsync(record, new JsonObject { ["notes"] = $"{record.Json["notes"]}." })).Expect(HttpStatusCode.OK);
        if (step.StartsWith("title:", StringComparison.Ordinal)) return (await organisation.PatchAsync(record, new JsonObject { ["title"] = step[6..] })).Expect(HttpStatusCode.OK);

        if ((string)record.Json["status"]! == "withdrawn") record = (await organisation.StepAsync(record, "draft")).Expect(HttpStatusCode.OK);
        if ((string)record.Json["status"]! == "draft") record = (await organisation.StepAsync(record, "submitted")).Expect(HttpStatusCode.OK);
        return (await organisation.StepAsync(record, "published", step)).Expect(HttpStatusCode.OK);
    }

    /// <summary>What is random or sealed becomes as many stars.</summary>
    private static string Plain(string text) => Random().Replace(text, found => new string('*', found.Length));

    [GeneratedRegex("""[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b|(?<=W/")[^"]+|[A-Za-z0-9_-]{40,}|\b[0-9a-f]{32,64}\b|T[0-9:]{8}\.[0-9]{3}Z""")]
    private static partial Regex Random();
}
