using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Incidents;

/// <summary>Words find records in three languages, and nothing that somebody types breaks the search.</summary>
public sealed class SearchTests(Api api)
{
    [Theory]
    [InlineData("A lawyer was arrested at the border", "arrest")]
    [InlineData("Arrest of a lawyer", "arrested")]
    [InlineData("Journalists beaten in two cities", "journalist city")]
    [InlineData("Активистов задержали на площади", "задержаны")]
    [InlineData("Активисты задержаны на площади", "задержали")]
    [InlineData("Задержание активиста", "задержания активистов")]
    [InlineData("Обыски в редакции", "обыск редакция")]
    [InlineData("Журналисттерге басым көрсөтүлдү", "журналист")]
    [InlineData("Сотко чейин кармалды", "кармал")]
    [InlineData("Бишкектеги митинг", "Бишкек")]
    [InlineData("Бишкекте өткөн митингдер", "митинг")]
    [InlineData("Человека не нашли: Пётр и ёлка", "петр елка")]
    [InlineData("Петр и елка", "Пётр ёлка")]
    [InlineData("Searches at the office", "SEARCHES")]
    [InlineData("Searches at the office", "searches at the office")]
    [InlineData("Searches at the office", "\"at the office\"")]
    [InlineData("Searches at the office", "«searches at»")]
    [InlineData("Searches at the office", "raid or searches")]
    [InlineData("Searches at the office", "searches -raid")]
    [InlineData("Searches at the office", "sear*")]
    [InlineData("Case AB-123/2020 was opened", "AB-123/2020")]
    [InlineData("The outlet kloop.example was blocked", "kloop.example")]
    [InlineData("Café owner fined", "café")]
    public async Task A_record_is_found_by(string title, string query) => Assert.True(await FindsAsync(title, query));

    [Theory]
    [InlineData("Searches at the office", "office searches raid")]
    [InlineData("Searches at the office", "\"office searches\"")]
    [InlineData("Searches at the office", "searches -office")]
    [InlineData("Searches at the office", "raid or beating")]
    [InlineData("Searches at the office", "sea")]
    [InlineData("Обыски в редакции", "арест")]
    [InlineData("Searches at the office", "raid or searches -office")]
    public async Task A_record_is_not_found_by(string title, string query) => Assert.False(await FindsAsync(title, query));

    [Theory]
    [InlineData("Майский митинг")]
    [InlineData("Үй-бүлө мүчөсү")]
    [InlineData("Réunion à Genève")]
    public async Task What_reads_the_same_is_found_however_its_letters_are_composed(string title)
    {
        var decomposed = title.Normalize(NormalizationForm.FormD);

        Assert.NotEqual("Майский митинг", "Майский митинг".Normalize(NormalizationForm.FormD));
        Assert.True(await FindsAsync(title, decomposed));
        Assert.True(await FindsAsync(decomposed, title));
    }

    [Theory]
    [InlineData("'")]
    [InlineData("a'b")]
    [InlineData(@"a\b")]
    [InlineData(@"слово\")]
    [InlineData(":*")]
    [InlineData("a:*")]
    [InlineData("a & b")]
    [InlineData("a | b")]
    [InlineData("!a")]
    [InlineData("a <-> b")]
    [InlineData("a <2> b")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("\"")]
    [InlineData("\"a")]
    [InlineData("«»")]
    [InlineData("-")]
    [InlineData("-a")]
    [InlineData("--")]
    [InlineData("or")]
    [InlineData("a or")]
    [InlineData("or or or")]
    [InlineData("***")]
    [InlineData("a*b*")]
    [InlineData("'*")]
    [InlineData("слово'*")]
    [InlineData("#tag:election")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("$1")]
    [InlineData("'; drop table incidents; --")]
    [InlineData("\u0301")]
    [InlineData("🙂")]
    [InlineData("٣")]
    [InlineData("\u200b")]
    [InlineData("the")]
    [InlineData("и в на")]
    public async Task Signs_are_text_and_never_break_the_search(string query)
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        (await client.PostAsync("/v1/incidents", Given.Incident("Nothing of the kind").With("/tags", new JsonArray("election")))).Expect(HttpStatusCode.Created);

        foreach (var sort in new[] { "-occurred", "relevance" })
        {
            var answer = await client.ReadAsync($"/v1/incidents?count=exact&sort={sort}&q={Uri.EscapeDataString(query)}");

            Assert.True(answer.Status == HttpStatusCode.OK || answer.Problem == "invalid-parameter", $"{query}: {answer.Text}");
        }
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("a%00b")]
    [InlineData("%20")]
    [InlineData("")]
    [InlineData("%26%7C%21")]
    public async Task What_holds_no_word_is_refused_by_name(string query)
    {
        var client = (await api.NewOrganisationAsync()).Admin;

        var answer = (await client.ReadAsync($"/v1/incidents?q={query}")).Expect(400, "invalid-parameter");

        Assert.Equal("q", (string)answer.Json["errors"]![0]!["parameter"]!);
    }

    [Fact]
    public async Task Five_hundred_characters_are_sought_and_no_more()
    {
        var client = (await api.NewOrganisationAsync()).Admin;

        (await client.ReadAsync($"/v1/incidents?q={Uri.EscapeDataString(string.Concat(Enumerable.Repeat("слово ", 83)) + "аб")}")).Expect(HttpStatusCode.OK);
        (await client.ReadAsync($"/v1/incidents?q={new string('a', 501)}")).Expect(400, "invalid-parameter");
    }

    [Fact]
    public async Task Words_of_the_title_rank_before_words_of_the_summary()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var ids = await client.RecordAsync(
        [
            Given.Incident("Inside", "2021-01-01").With("/summary", "A torch was carried to the square."),
            Given.Incident("A torch on the square", "2020-01-01"),
            Given.Incident("Nothing", "2022-01-01").With("/notes", "torch"),
        ]);

        var found = await client.WalkAsync("/v1/incidents?q=torch&sort=relevance");

        Assert.Equal(ids[1], found.Ids()[0]);
        Assert.Equal(3, found.Count);
    }

    [Fact]
    public async Task Words_of_another_organisation_are_never_found()
    {
        var (one, other) = ((await api.NewOrganisationAsync()).Admin, (await api.NewOrganisationAsync()).Admin);
        (await one.PostAsync("/v1/incidents", Given.Incident("Zanzibar").With("/tags", new JsonArray("zebra")))).Expect(HttpStatusCode.Created);

        foreach (var query in new[] { "q=zanzibar", "q=zanz*", "q=-nothing zanzibar", "tag=zebra", "q=zanzibar&sort=relevance", "q=zanzibar&status=draft" })
        {
            Assert.Single(await one.WalkAsync($"/v1/incidents?{query}"));
            Assert.Empty(await other.WalkAsync($"/v1/incidents?{query}"));
        }
    }

    [Fact]
    public async Task A_change_takes_old_words_away_and_brings_new_ones()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var made = (await client.PostAsync("/v1/incidents", Given.Incident("Zanzibar"))).Expect(HttpStatusCode.Created);
        (await client.PutAsync($"/v1/incidents/{made.Id}", Given.Incident("Madagascar"), made.ETag)).Expect(HttpStatusCode.OK);

        Assert.Empty(await client.WalkAsync("/v1/incidents?q=zanzibar"));
        Assert.Equal([made.Id], (await client.WalkAsync("/v1/incidents?q=madagascar")).Ids());
    }

    [Fact]
    public async Task The_longest_texts_of_the_most_words_are_recorded_and_found()
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        var words = Enumerable.Range(0, 22_000).Select(i => $"{Word(i)}-{Word(i * 7)}");
        var developments = words.Chunk(450).Select(part => new JsonObject { ["date"] = "2024-05-04", ["kind"] = "release", ["text"] = string.Join(' ', part) });
        var body = Given.Incident().With("/developments", new JsonArray([.. developments]));
        Assert.InRange(Encoding.UTF8.GetByteCount(body.ToJsonString()), 200 * 1024, 256 * 1024);

        var made = (await client.PostAsync("/v1/incidents", body)).Expect(HttpStatusCode.Created);

        Assert.Equal([made.Id], (await client.WalkAsync($"/v1/incidents?q={Word(17)}")).Ids());
    }

    private static string Word(int number) => string.Create(4, number, static (word, rest) =>
    {
        for (var i = 0; i < word.Length; i++, rest /= 26) word[i] = (char)('a' + (rest % 26));
    });

    private async Task<bool> FindsAsync(string title, string query)
    {
        var client = (await api.NewOrganisationAsync()).Admin;
        (await client.PostAsync("/v1/incidents", Given.Incident(title))).Expect(HttpStatusCode.Created);

        return (await client.WalkAsync($"/v1/incidents?q={Uri.EscapeDataString(query)}")).Count == 1;
    }
}
