using System.Globalization;
using System.Text.Json;
using IncidentApi.Features.People.Names;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.People.Names;

public sealed class NameScanTests
{
    [Theory]
    [InlineData("Вчера задержали Азизу.", "Азизу")]
    [InlineData("Суд над Аскаровой отложен", "Аскаровой")]
    [InlineData("Relatives of Aziza Askarova’s driver", "Aziza Askarova’s")]
    [InlineData("The ASKAROV case; дело Аскаровых; Аскаровдун иши", "ASKAROV Аскаровых Аскаровдун")]
    [InlineData("Зиза звонила матери", "Зиза")]
    [InlineData("#СвободуАскаровой, @aziza_askarova, azizaaskarova@example.org", "Аскаровой aziza askarova azizaaskarova")]
    [InlineData("А.Аскарова, адвокат", "Аскарова")]
    [InlineData("Макарова и Азимов ждали у суда", "")]
    [InlineData("They asked whether any lawyer came.", "")]
    public void Of_a_person_of_this_record_every_part_of_the_name_is_found(string text, string found)
    {
        var aziza = new KnownName("p1", ["Азиза Аскарова", "Зиза"], OfThisRecord: true);

        Assert.Equal(found, Marked(text, Scan(text).Find([aziza])));
    }

    [Theory]
    [InlineData("Асанов пришёл с братом", "")]
    [InlineData("Бакыт Асанов пришёл с братом", "Бакыт Асанов")]
    [InlineData("Asanov (Bakyt), 40", "Asanov Bakyt")]
    [InlineData("Бакыта видели, Асанова нет", "Бакыта Асанова")]
    [InlineData("Бакыт говорил долго, пока все слушали, и Асанов молчал", "")]
    [InlineData("Асанов и Асанова, супруги", "")]
    public void Of_somebody_else_two_parts_must_stand_together(string text, string found)
    {
        var bakyt = new KnownName("0197f3a0", ["Бакыт Асанов"], OfThisRecord: false);

        Assert.Equal(found, Marked(text, Scan(text).Find([bakyt])));
        Assert.Equal(found, Marked(text, Scan(text).Find(Index(("0197f3a0", "Бакыт Асанов")))));
    }

    [Theory]
    [InlineData("Тилебалды", "с Тилебалдой говорили", "Тилебалдой")]
    [InlineData("Тилебалды", "с Токтобаем говорили", "")]
    [InlineData("Асан", "Асан говорил", "")]
    public void A_name_of_one_word_is_found_if_it_is_long(string name, string text, string found)
    {
        Assert.Equal(found, Marked(text, Scan(text).Find([new KnownName("x", [name], OfThisRecord: false)])));
        Assert.Equal(found, Marked(text, Scan(text).Find(Index(("x", name)))));
    }

    [Fact]
    public void What_the_readers_see_anyway_is_no_finding()
    {
        const string text = "Azimjan Askarov and Gulnara Askarova were questioned; later Askarov left.";
        var shown = new[] { "Азимжан Аскаров" };

        var husband = new NameScan([new("/summary", text)], shown).Find([new KnownName("p1", ["Azimzhan Askarov"], OfThisRecord: false)]);
        var wife = new NameScan([new("/summary", text)], shown).Find([new KnownName("p2", ["Гульнара Аскарова"], OfThisRecord: true)]);

        Assert.Empty(husband);
        Assert.Equal("Askarov Gulnara Askarova", Marked(text, wife));
    }

    [Fact]
    public void Parts_that_half_a_country_bears_tell_nobody_alone_but_together()
    {
        var people = new[] { new KnownName("p1", ["Ак Бек"], OfThisRecord: true), new KnownName("o1", ["Центр Ырыс"], OfThisRecord: true) };
        const string text = "Бек сидел в центре города. Пришёл Ак-Бек из «Ырыса».";

        Assert.Equal("Ак Бек Ырыса", Marked(text, Scan(text).Find(people)));
    }

    [Fact]
    public void A_finding_says_where_and_whom_and_never_the_name()
    {
        var scan = new NameScan([new("/title", "Search at home"), new("/developments/0/text", "Aziza was released")], []);

        var finding = Assert.Single(scan.Find([new KnownName("p1", ["Азиза"], OfThisRecord: true)]));

        Assert.Equal(new NameFinding("/developments/0/text", 0, 5, "p1"), finding);
        Assert.DoesNotContain("Aziza", $"{finding}{new TextToScan("/title", "Aziza")}{new KnownName("p1", ["Aziza"], true)}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_rule_for_others_needs_nothing_but_hits()
    {
        NameHit[] two = [new(0, 6, "1", 2), new(3, 6, "2", 2), new(9, 6, "1", 2), new(10, 6, "1", 2), new(14, 6, "2", 2)];
        NameHit[] one = [new(5, 4, "1", 1), new(7, 5, "1", 1)];

        Assert.Equal(two[..2], NameScan.Judge(two));
        Assert.Equal(one[1..], NameScan.Judge(one));
    }

    [Fact]
    public void Of_a_person_of_this_record_one_part_is_enough_for_the_index_too()
    {
        const string text = "В центре видели Азизу и Бакыта";
        var owners = new Dictionary<string, IReadOnlyList<NameOwner>>
        {
            [NameForms.TokensOf("Азиза")[0].Stem] = [new("v1", 2, OfThisRecord: true)],
            [NameForms.TokensOf("Бакыт")[0].Stem] = [new("elsewhere", 2)],
            [NameForms.TokensOf("Центр")[0].Stem] = [new("o1", 2, OfThisRecord: true)],
        };

        Assert.Equal("Азизу", Marked(text, Scan(text).Find(owners).Where(found => found.Person == "v1")));
        Assert.Equal("", Marked(text, Scan(text).Find(owners).Where(found => found.Person == "elsewhere")));
    }

    [Fact]
    public void Two_texts_are_not_read_as_one() =>
        Assert.Empty(new NameScan([new("/title", "У Бакыта"), new("/summary", "Асанов дома")], []).Find([new KnownName("x", ["Бакыт Асанов"], OfThisRecord: false)]));

    [Fact]
    public void A_word_that_stems_two_ways_is_not_two_parts() =>
        Assert.Empty(Scan("Фаридага айтты").Find(new Dictionary<string, IReadOnlyList<NameOwner>>
        {
            ["faridag"] = [new("a", 2)],
            ["farid"] = [new("a", 2)],
        }));

    [Fact]
    public async Task Ordinary_texts_name_nobody_of_whom_they_do_not_speak()
    {
        string[] names =
        [
            "Аня Ким", "Али Асанов", "Илья Цой", "Аида Жапарова", "Мая Пак", "Эркин Осмонов", "Салтанат Иманкулова", "Жамиля Токтогулова", "Нурлан Абдыкадыров",
            "Элмира Сыдыкова", "Улан Бекташев", "Ольга Ли", "Вера Тен", "Чолпон Мамытова", "Рустам Юлдашев", "Дильшод Каримов", "Юлия Попова", "Павел Ковальчук",
            "Яна Белая", "Канат Ташиев", "Оля Кан", "Айжан Керимова", "Адам Али", "Светлана Волкова", "Ирина Хан", "Азиз Раимов", "Зоя Шин", "Ева Орлова",
        ];
        await using var file = File.OpenRead(Repository.Path("src/IncidentApi.Local/Sample/kyrgyzstan-incidents.json"));
        using var sample = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        var texts = Strings(sample.RootElement).Select((text, i) => new TextToScan(i.ToString(CultureInfo.InvariantCulture), text)).ToList();

        var findings = new NameScan(texts, []).Find(names.Select(name => new KnownName(name, [name], OfThisRecord: true)));

        Assert.Equal("", string.Join(' ', findings.Select(found => $"{found.Person}:{texts.Single(text => text.Pointer == found.Pointer).Text.Substring(found.Start, found.Length)}")));
    }

    [Fact]
    public void The_largest_record_is_scanned_in_time()
    {
        var texts = Enumerable.Range(0, 200).Select(i => new TextToScan($"/{i}", string.Concat(Enumerable.Repeat("Бакыт Асанов пришёл. ", 60)))).ToList();
        var names = Enumerable.Range(0, 200).Select(i => new KnownName($"p{i}", [.. Enumerable.Range(0, 50).Select(j => $"Бакыт Асанов{i}{(char)('а' + (j % 30))}")], true));

        var clock = System.Diagnostics.Stopwatch.StartNew();
        var findings = new NameScan(texts, []).Find(names);

        Assert.NotEmpty(findings);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }

    private static NameScan Scan(string text) => new([new TextToScan("/summary", text)], []);

    private static string Marked(string text, IEnumerable<NameFinding> findings) =>
        string.Join(' ', findings.Select(found => text.Substring(found.Start, found.Length)));

    /// <summary>What a register would answer: it knows stems and how many there are, not the name.</summary>
    private static Dictionary<string, IReadOnlyList<NameOwner>> Index(params (string Person, string Name)[] people) => people
        .SelectMany(person => NameForms.TokensOf(person.Name) is var parts ? parts.Select(part => (part.Stem, Owner: new NameOwner(person.Person, parts.Count))) : [])
        .GroupBy(entry => entry.Stem, entry => entry.Owner)
        .ToDictionary(entry => entry.Key, entry => (IReadOnlyList<NameOwner>)[.. entry]);

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        _ => [],
    };
}
