using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Vocabularies;

public sealed class VocabularyRouteTests(Api api)
{
    private readonly HttpClient _client = api.Anonymous();

    [Fact]
    public async Task Everybody_may_list_the_vocabularies_and_follow_each_link()
    {
        var list = (await _client.ReadAsync("/v1/vocabularies")).Expect(HttpStatusCode.OK);

        var types = list.Json["items"]!.AsArray().Single(item => (string?)item!["name"] == "violations.type")!;
        Assert.Equal(73, (int)types["terms"]!);
        Assert.NotEmpty((string)types["note"]!);
        foreach (var item in list.Json["items"]!.AsArray())
        {
            var vocabulary = (await _client.ReadAsync((string)item!["links"]!["self"]!)).Expect(HttpStatusCode.OK);
            Assert.Equal((string?)item["name"], (string?)vocabulary.Json["name"]);
        }
    }

    [Fact]
    public async Task A_type_of_violation_comes_with_its_group_and_crosswalk()
    {
        var answer = (await _client.ReadAsync("/v1/vocabularies/violations.type")).Expect(HttpStatusCode.OK);

        Assert.Equal(73, answer.Json["items"]!.AsArray().Count);
        Assert.Null(answer.Json["nextCursor"]);
        var arrest = Term(answer, "arrest");
        Assert.Equal("liberty", (string?)arrest["group"]);
        Assert.Equal("9", (string?)arrest["crosswalk"]!["iccpr"]![0]);
        Assert.Equal("arbitrary_detention", (string?)arrest["crosswalk"]!["sdg16101"]);
        Assert.Equal("030101000000", (string?)arrest["crosswalk"]!["huridocsActs"]![0]);
        Assert.Equal("arrest-criminal-charge", (string?)arrest["crosswalk"]!["pftCategories"]![0]);
        Assert.Equal("HRD detained", (string?)arrest["crosswalk"]!["civicusTag"]);
        Assert.Equal("Arrests", (string?)arrest["crosswalk"]!["acledSubEvent"]);
    }

    [Fact]
    public async Task What_only_one_vocabulary_says_of_its_terms_is_told_too()
    {
        var categories = await _client.ReadAsync("/v1/vocabularies/people.category");
        var developments = await _client.ReadAsync("/v1/vocabularies/developments.kind");

        Assert.Equal("state", (string?)Term(categories, "police")["actorClass"]);
        Assert.Equal("in_force", (string?)Term(developments, "enters_into_force")["stage"]);
        Assert.True((bool)Term(developments, "enters_into_force")["planned"]!);
    }

    [Theory]
    [InlineData("?lang=ru", null, "victim", "пострадавший", "ru")]
    [InlineData("?lang=ky", null, "victim", "жабырлануучу", "ky")]
    [InlineData("?lang=ky", null, "intended_target", "лицо, против которого направлено действие", "ru")]
    [InlineData("?lang=en", "ru", "victim", "Victim", "en")]
    [InlineData("", null, "victim", "Victim", "en")]
    [InlineData("", "ky-KG, ru;q=0.8", "victim", "жабырлануучу", "ky")]
    [InlineData("", "de, ru;q=0.8, en;q=0.5", "victim", "пострадавший", "ru")]
    [InlineData("", "de", "victim", "Victim", "en")]
    [InlineData("", ";;;", "victim", "Victim", "en")]
    public async Task A_label_is_in_the_readers_language_or_says_in_which(
        string query, string? accepted, string code, string label, string given)
    {
        var answer = await _client.ReadAsync("/v1/vocabularies/people.role" + query,
            accepted is null ? [] : [("Accept-Language", accepted)]);

        var term = Term(answer.Expect(HttpStatusCode.OK), code);
        Assert.Equal(label, (string?)term["label"]);
        Assert.Equal(given, (string?)term["labelLanguage"]);
    }

    [Fact]
    public async Task A_doubtful_label_stays_in_sight_and_is_marked()
    {
        var term = Term(await _client.ReadAsync("/v1/vocabularies/people.role?lang=ky"), "intended_target");

        Assert.Equal("көздөлгөн адам", (string?)term["labels"]!["ky"]);
        Assert.Equal("ky", (string?)term["doubtful"]![0]);
    }

    [Fact]
    public async Task A_long_vocabulary_comes_in_pages_that_neither_skip_nor_repeat()
    {
        var codes = new List<string>();
        var path = "/v1/vocabularies/countries?limit=100&lang=ky";
        while (path is not null)
        {
            var page = (await _client.ReadAsync(path)).Expect(HttpStatusCode.OK);
            codes.AddRange(page.Json["items"]!.AsArray().Select(term => (string)term!["code"]!));
            path = page.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
            Assert.Equal(path is null, page.Json["nextCursor"] is null);
        }

        Assert.Equal(249, codes.Count);
        Assert.Equal(codes.Order(StringComparer.Ordinal), codes);
        Assert.Equal(249, codes.Distinct().Count());
    }

    [Theory]
    [InlineData("/v1/vocabularies")]
    [InlineData("/v1/vocabularies/people.role")]
    [InlineData("/v1/places?q=osh")]
    public async Task Whoever_holds_the_latest_answer_is_told_so_and_sent_nothing(string path)
    {
        var first = (await _client.ReadAsync(path)).Expect(HttpStatusCode.OK);
        Assert.False(first.Headers.ETag!.IsWeak);
        Assert.True(first.Headers.CacheControl!.Public);

        var second = await _client.ReadAsync(path, ("If-None-Match", $"\"other\", {first.ETag}"));

        Assert.Equal(HttpStatusCode.NotModified, second.Status);
        Assert.Equal(first.ETag, second.ETag);
        Assert.Empty(second.Text);
    }

    [Fact]
    public async Task Another_language_is_another_etag()
    {
        var english = await _client.ReadAsync("/v1/vocabularies/people.role?lang=en");
        var russian = await _client.ReadAsync("/v1/vocabularies/people.role", ("Accept-Language", "ru"));

        Assert.NotEqual(english.ETag, russian.ETag);
        Assert.Contains("Accept-Language", russian.Headers.Vary);
        Assert.DoesNotContain("Accept-Language", english.Headers.Vary);
    }

    [Fact]
    public async Task An_unknown_vocabulary_is_not_found_and_the_nearest_are_named()
    {
        var answer = (await _client.ReadAsync("/v1/vocabularies/violation.types")).Expect(404, "not-found");

        Assert.Contains("violations.type", answer.Json["near"]!.AsArray().Select(name => (string?)name));
    }

    [Theory]
    [InlineData("/v1/vocabularies?lang=ru", "unknown-parameter")]
    [InlineData("/v1/vocabularies/people.role?language=ru", "unknown-parameter")]
    [InlineData("/v1/vocabularies/people.role?lang=de", "invalid-parameter")]
    [InlineData("/v1/vocabularies/people.role?lang=ru&lang=ky", "repeated-parameter")]
    [InlineData("/v1/vocabularies/people.role?limit=0", "invalid-parameter")]
    [InlineData("/v1/vocabularies/people.role?limit=201", "invalid-parameter")]
    [InlineData("/v1/vocabularies/people.role?limit=many", "invalid-parameter")]
    [InlineData("/v1/vocabularies/people.role?after=people", "invalid-cursor")]
    [InlineData("/v1/places?name=Osh", "unknown-parameter")]
    [InlineData("/v1/places?country=Kyrgyzstan", "invalid-parameter")]
    [InlineData("/v1/places?q=", "invalid-parameter")]
    [InlineData("/v1/places?limit=201", "invalid-parameter")]
    public async Task A_query_that_cannot_be_read_is_refused(string path, string problem) =>
        (await _client.ReadAsync(path)).Expect(400, problem);

    [Fact]
    public async Task A_cursor_of_one_vocabulary_is_of_no_use_with_another()
    {
        var page = await _client.ReadAsync("/v1/vocabularies/people.role?limit=1");

        var other = await _client.ReadAsync($"/v1/vocabularies/people.kind?after={page.Json["nextCursor"]}");

        other.Expect(400, "invalid-cursor");
    }

    [Theory]
    [InlineData("Dzhalal-Abad", "KG-J kg_jalal_abad")]
    [InlineData("Jalal-Abad", "KG-J kg_jalal_abad")]
    [InlineData("Джалал-Абад", "KG-J kg_jalal_abad")]
    [InlineData("Жалал-Абад", "KG-J kg_jalal_abad")]
    [InlineData("джалалабад", "KG-J kg_jalal_abad")]
    [InlineData("Ысык-Көл", "KG-Y")]
    [InlineData("Tokmak", "kg_tokmok")]
    [InlineData("Przhevalsk", "kg_karakol")]
    public async Task A_place_is_found_in_every_script_and_spelling(string name, string first)
    {
        var answer = (await _client.ReadAsync($"/v1/places?q={Uri.EscapeDataString(name)}&country=KG")).Expect(HttpStatusCode.OK);

        var codes = answer.Json["items"]!.AsArray().Select(place => (string)place!["code"]!);
        Assert.StartsWith(first, string.Join(' ', codes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_tells_its_names_and_where_it_is()
    {
        var answer = await _client.ReadAsync("/v1/places?q=Tokmok&limit=1");

        var town = answer.Json["items"]![0]!;
        Assert.Equal("Токмок", (string?)town["labels"]!["ky"]);
        Assert.Equal("KG-C", (string?)town["region"]);
        Assert.Equal("town", (string?)town["kind"]);
        Assert.Equal(42.84, (double)town["latitude"]!);
        Assert.Equal(75.3, (double)town["longitude"]!);
    }

    [Fact]
    public async Task A_cut_list_of_places_says_how_many_there_are()
    {
        var answer = await _client.ReadAsync("/v1/places?limit=5");

        Assert.Equal(5, answer.Json["items"]!.AsArray().Count);
        Assert.Equal(35, (int)answer.Json["count"]!);
    }

    [Theory]
    [InlineData("/v1/places?country=KZ")]
    [InlineData("/v1/places?q=Atlantis")]
    [InlineData("/v1/places?q=---")]
    public async Task A_place_we_do_not_know_is_an_empty_list(string path)
    {
        var answer = (await _client.ReadAsync(path)).Expect(HttpStatusCode.OK);

        Assert.Empty(answer.Json["items"]!.AsArray());
        Assert.Equal(0, (int)answer.Json["count"]!);
    }

    private static JsonNode Term(Answer answer, string code) =>
        answer.Json["items"]!.AsArray().Single(term => (string?)term!["code"] == code)!;
}
