using System.Text;
using IncidentApi.Features.People.Names;

namespace IncidentApi.Tests.Features.People.Names;

/// <summary>The people are invented; the ways in which their names are written are not.</summary>
public sealed class NameFormTests
{
    /// <summary>A name, and what surely is a form of it in a text.</summary>
    public static TheoryData<string, string> Families => Pairs(
        // Family names on -ов, in every case of both genders, in Russian, Kyrgyz and English.
        "Аскаров: Аскарова Аскарову Аскаровым Аскарове Аскаровы Аскаровых Аскаровыми Аскаровой Аскаровою Askarov Askarova Askarov's Askarov’s Askarova's Askarovs Askaroff Asqarov Əskarov",
        "Askarova: Аскаровдун Аскаровго Аскаровду Аскаровдо Аскаровдон Аскарованын Аскаровага Аскарованы Аскаровада Аскаровадан Аскаровдор АСКАРОВУ askarov аскарова",
        "Молдалиева: Moldalieva Moldaliyeva Moldaliev Молдалиеву Молдалиевой Молдалиевге",
        "Жумалиев: Jumaliev Zhumaliyev Djumaliev Dzhumaliev Джумалиев Žumaliev Жумалиевым",
        "Соловьёв: Соловьев Соловьева Соловьёвым Solovyov Solovyev Soloviev Solovev Solov'ev Solovʹëv",
        "Кузнецов: Kuznetsov Kuznecov Кузнецовой Кузнецову",
        "Цветкова: Tsvetkova Cvetkova Цветкову",
        "Ильин: Ильина Ильину Ильиным Ильиной Ilyin Ilin Iljin Il'in",
        "Вишневский: Вишневская Вишневского Вишневскому Вишневским Вишневской Вишневскую Вишневские Вишневских Vishnevsky Vishnevskiy Vishnevskij Vishnevski Vishnevskii Vishnevskaya Vishnevskaia Vishnevskaja Wisznewski",
        "Щербаков: Shcherbakov Scherbakov Ščerbakov Щербаковым",
        "Хасанов: Khasanov Hasanov Xasanov Хасановым Ҳасанов",
        "Ёлкин: Елкин Yolkin Elkin Yelkin Jolkin Ёлкиной",
        // Given names, women's and men's.
        "Aziza: Азиза Азизы Азизе Азизу Азизой Азизага Азизанын Азизадан Azizah Azizaning Aziza's",
        "Жумабек: Zhumabek Jumabek Djumabek Dzhumabek Джумабек Жумабека Жумабеку Жумабеком Жумабеке Жумабекке Жумабектин Жумабекти Жумабекте Жумабектен Jumabek’s Žumabek",
        "Мария: Мария Марии Марию Марией Maria Mariya Mariia Marija",
        "Наталья: Наталия Наталье Наталью Натальей Natalya Natalia Nataliya Natalja Natal'ja",
        "Юлия: Yulia Iuliia Julia Yuliya Julija Юлии Юлию Юлией Юлиянын",
        "Яна: Yana Iana Jana Яны Яне Яну Яной",
        "Дмитрий: Dmitry Dmitri Dmitrii Dmitriy Dmitrij Дмитрия Дмитрию Дмитрием Дмитрии",
        "Сергей: Sergey Sergei Sergej Сергея Сергею Сергеем Сергее",
        "Николай: Nikolai Nikolay Nikolaj Николая Николаю Николаем Николае",
        "Расул: Расула Расулу Расулом Расулдун Расулга Rasul",
        "Александр: Alexander Aleksandr Aleksander Александра Александру Александром Alexandr",
        "Максим: Maxim Maksim Maxym Максима Максиму Максимом Максиме",
        "Оксана: Oxana Oksana Оксаны Оксаной",
        "Людмила: Lyudmila Liudmila Ludmila Ljudmila Людмилу",
        "Павел: Павла Павлу Павлом Павле Pavel Pawel",
        "Аня: Ани Ане Аню Аней Anya Anja Ania",
        "Илья: Ильи Илье Илью Ilya Ilia Ilja Il’ya",
        "Азим: Азима Азиму Азимом Азиме Азимге Азимдин Азимди Азимден Azim",
        "Ислом: Исломом Исломга Исломни Islom Исломнинг Islomning",
        "Ким: Кима Киму Кимом Киме Kim Kim's",
        "Цой: Цоя Цою Цоем Tsoi Tsoy Coj Coy",
        "Фарида: Фариды Фариде Фариду Фаридой Фаридага Фаридадан Farida Faridah Farida’s",
        "Вероника: Veronica Veronika Вероники Веронику Вероникой Вероникага",
        "Өмүрбек: Омурбек Omurbek Ömürbek Омурбека Омурбекке",
        "Чыңгыз: Чынгыз Chyngyz Chingiz Çıngız Čyngyz Чингизом Чынгыздан",
        "Айгүл: Айгуль Aigul Aigül Aygul Ajgul Айгулдун",
        "Шайлоо: Shailoo Shaylo Şayloo Šajloo Шайлоонун",
        "Ақтоты: Aktoty Aqtoty Актоты",
        "Ўктам: O‘ktam O'ktam Oʻktam Уктам Ўктамнинг",
        "Ғани: Gani Gʻani G'ani Ghani Гани",
        "Шерзодбек: Sherzodbek Şerzodbek Шерзодбекка Sherzodbekni Sherzodbekdan",
        "Асанович: Асановича Асановичу Асановичем Asanovich Asanovič Asanowitsch",
        "Бакытбек: Бакытбекуулу Bakytbekuulu Бакытбекуулунун Баҡытбек",
        "Kourmanbekova: Курманбекова Kurmanbekov Курманбековой",
        // Letters of another alphabet among the right ones; letters put together; nothing seen between them.
        "Назгул: Нaзгул Hазгул Nаzgul Нαзгул",
        "Эркин: Erkіn Εrkin Ерkин",
        "Айдана: А\u0438\u0306дана Айдан\u00ADа Ай\u200Bдана Ａｉｄａｎａ Aïdana");

    /// <summary>Two names, or a name and a word, that are not the same.</summary>
    public static TheoryData<string, string> Strangers => Pairs(
        "Аскаров: Аскар Аскарбек Макаров Скаров Askar Асаров Асканов",
        "Азиз: Азизов Азим Азамат Аида",
        "Анна: an на анис Anwar",
        "Али: all алга алды Алиев Ален Эл",
        "Асан: Асанов Асанович Осмон Хасан саны",
        "Бермет: Бермек Бекмет берет бери",
        "Айгуль: Айгерим Айнура айыл",
        "Нурлан: Нурбек Нургуль Нурланов Ырлан",
        "Жумабек: Жума Жумагуль Токтобек Сарыбек",
        "Ильин: или Ильяс ил Лина",
        "Ким: кино кем climate",
        "Вишневский: вишни вишнёвый Виноградский",
        "Максим: Макс максимум Мухаммед",
        "Марина: Мария Марат",
        "Эркин: Эркинбаев эркек Эрмек",
        "Султан: Султанов Султанбек Салтанат");

    [Theory, MemberData(nameof(Families))]
    public void A_name_is_met_in_every_spelling_and_case(string name, string form)
    {
        var known = Assert.Single(NameForms.TokensOf(name));
        var met = Assert.Single(NameForms.TokensOf(form));

        Assert.Contains(known.Stem, met.AllStems);
    }

    [Theory, MemberData(nameof(Strangers))]
    public void Another_name_is_not_met(string name, string other)
    {
        var known = Assert.Single(NameForms.TokensOf(name));

        Assert.All(NameForms.TokensOf(other), token => Assert.DoesNotContain(known.Stem, token.AllStems));
    }

    [Fact]
    public void Family_names_share_the_stem_itself_so_that_it_can_be_looked_up_blind()
    {
        string[] forms =
        [
            "Аскаров", "Аскарова", "Аскарову", "Аскаровым", "Аскаровой", "Аскарове", "Аскаровых", "Аскаровдун", "Аскаровага",
            "Askarov", "Askarova", "Askarov's", "Askarovs", "ASKAROV", "Аcкaров",
        ];

        Assert.Single(forms.Select(form => Assert.Single(NameForms.TokensOf(form)).Stem).Distinct());
    }

    [Fact]
    public void A_name_and_the_same_name_in_the_other_script_share_the_stem_itself()
    {
        (string Cyrillic, string Latin)[] names =
        [
            ("Азиза", "Aziza"), ("Жумабек", "Djumabek"), ("Юлия", "Julia"), ("Дмитрий", "Dmitry"), ("Хуршид", "Xurshid"), ("Цой", "Tsoi"),
            ("Чолпон", "Çolpon"), ("Фарида", "Farida"), ("Асанда", "Asanda"), ("Вячеслав", "Vyacheslav"), ("Элмира", "Elmira"),
        ];

        Assert.All(names, name => Assert.Equal(NameForms.TokensOf(name.Latin)[0].Stem, NameForms.TokensOf(name.Cyrillic)[0].Stem));
    }

    [Theory]
    [InlineData("Бакыт уулу Азамат", "Бакыт", "Азамат")]
    [InlineData("Айгуль Бакыт кызы", "Айгуль", "Бакыт")]
    [InlineData("Azamat Bakyt uulunun", "Azamat", "Bakyt")]
    [InlineData("Rustam Karim o‘g‘li", "Rustam", "Karim")]
    public void Son_of_and_daughter_of_are_no_names(string name, params string[] words) =>
        Assert.Equal(words, NameForms.TokensOf(name).Select(token => name.Substring(token.Start, token.Length)));

    [Theory]
    [InlineData("Жалал-Абад", "Жалал", "Абад")]
    [InlineData("А.Аскаров, Б.К. Асанов", "А", "Аскаров", "Б", "К", "Асанов")]
    [InlineData("#СвободуАскарову @aziza_askarova", "Свободу", "Аскарову", "aziza", "askarova")]
    [InlineData("McDonald O'Neill d’Arc", "McDonald", "O'Neill", "d’Arc")]
    [InlineData("‘Askarov’ «Askarov's» (Askarov)", "Askarov", "Askarov's", "Askarov")]
    [InlineData("Askarov2020x", "Askarov", "x")]
    [InlineData("https://example.org/Азиза%20Askarova?q=1", "https", "example", "org", "Азиза", "Askarova", "q")]
    public void Words_are_found_where_they_stand(string text, params string[] words) =>
        Assert.Equal(words, NameForms.TokensOf(text).Select(token => text.Substring(token.Start, token.Length)));

    [Fact]
    public void Other_alphabets_are_compared_as_they_are() =>
        Assert.Equal(NameForms.TokensOf("გიორგი محمد")[0].Stem, NameForms.TokensOf("- გიორგი")[0].Stem);

    [Fact]
    public void Whatever_is_sent_is_read_without_a_fault_and_in_linear_time()
    {
        Assert.All(["", " ", "\ud83d", "а\ud83dб", "'s", "’", "’s’s", "\u0301", new string('а', 20_000), string.Concat(Enumerable.Repeat("ов", 10_000)),
            string.Concat(Enumerable.Repeat("а\u0301'", 7_000)), string.Concat(Enumerable.Repeat("𐐷", 5_000))],
            text => Assert.All(NameForms.TokensOf(text), token => Assert.InRange(token.Start + token.Length, 1, text.Length)));

        Assert.Empty(NameForms.TokensOf("42 — !? 🙂"));
    }

    /// <summary>The whole file stands on it: without ICU, and in the invariant mode of old, it would fall apart in silence.</summary>
    [Fact]
    public void Normalisation_works_in_this_process()
    {
        Assert.Equal("й", "и\u0306".Normalize(NormalizationForm.FormC));
        Assert.Equal("и\u0306", "й".Normalize(NormalizationForm.FormD));
        Assert.Equal("ai", "ａｉ".Normalize(NormalizationForm.FormKC));
        Assert.Equal("аскаров", "АСКАРОВ".ToLowerInvariant());
    }

    private static TheoryData<string, string> Pairs(params string[] families)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var family in families)
        {
            var (name, forms) = (family.Split(": ")[0], family.Split(": ")[1]);
            foreach (var form in forms.Split(' ')) pairs.Add(name, form);
        }
        return pairs;
    }
}
