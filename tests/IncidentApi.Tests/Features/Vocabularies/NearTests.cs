using IncidentApi.Features.Vocabularies;
using IncidentApi.Features.Vocabularies.Names;
using IncidentApi.Platform.Http;

namespace IncidentApi.Tests.Features.Vocabularies;

public sealed class NearTests
{
    [Theory]
    [InlineData("people.defenderRoles", "jounalist", "journalist")]
    [InlineData("people.defenderRoles", "Journalist", "journalist")]
    [InlineData("people.defenderRoles", "правозащитник", "human_rights_defender")]
    [InlineData("people.defenderRoles", "укук коргоочу", "human_rights_defender")]
    [InlineData("people.defenderRoles", "human-rights-defender", "human_rights_defender")]
    [InlineData("people.role", "perpetrator", "alleged_perpetrator")]
    [InlineData("people.role", "victims", "victim")]
    [InlineData("violations.type", "tortrue", "torture")]
    [InlineData("violations.type", "пытки", "torture")]
    [InlineData("violations.type", "Website blocking", "website_blocking")]
    [InlineData("violations.type", "arbitrary_arrest", "arrest")]
    [InlineData("violations.type", "arrested", "arrest")]
    [InlineData("incident.status", "publshed", "published")]
    [InlineData("incident.status", "drafts", "draft")]
    [InlineData("countries", "Kirgizstan", "KG")]
    [InlineData("countries", "Киргизия", "KG")]
    [InlineData("countries", "kg", "KG")]
    [InlineData("countries", "Казахстан", "KZ")]
    [InlineData("countries", "Tadzhikistan", "TJ")]
    [InlineData("countries", "Turkey", "TR")]
    [InlineData("countries", "Côte d'Ivoire", "CI")]
    [InlineData("countries", "Cote dIvoire", "CI")]
    [InlineData("regions", "Dzhalal-Abad", "KG-J")]
    [InlineData("regions", "Djalal-Abad", "KG-J")]
    [InlineData("regions", "Zhalal Abad", "KG-J")]
    [InlineData("regions", "JALALABAD", "KG-J")]
    [InlineData("regions", "Джалал-Абад", "KG-J")]
    [InlineData("regions", "Жалал-Абад", "KG-J")]
    [InlineData("regions", "Жалал-Абад облусу", "KG-J")]
    [InlineData("regions", "Ыссык-Кол", "KG-Y")]
    [InlineData("regions", "Ysyk-Köl", "KG-Y")]
    [InlineData("regions", "Issyk-Kulskaja", "KG-Y")]
    [InlineData("regions", "Çüy", "KG-C")]
    [InlineData("places", "Tokmak", "kg_tokmok")]
    [InlineData("places", "Рыбачье", "kg_balykchy")]
    [InlineData("places", "Ozgon", "kg_uzgen")]
    [InlineData("places", "Кызыл-Кыя", "kg_kyzyl_kiya")]
    [InlineData("places", "Kok-Zhangak", "kg_kok_janggak")]
    [InlineData("places", "Frunze", "kg_bishkek")]
    public void A_misspelt_or_transliterated_word_finds_its_term_first(string vocabulary, string text, string code) =>
        Assert.Equal(code, Vocabulary.Named(vocabulary).Near(text)[0]);

    [Theory]
    [InlineData("people.role", "")]
    [InlineData("people.role", "---")]
    [InlineData("people.role", "xylophone")]
    [InlineData("countries", "Atlantis of the deep sea")]
    public void What_is_like_nothing_finds_nothing(string vocabulary, string text) =>
        Assert.Empty(Vocabulary.Named(vocabulary).Near(text));

    [Fact]
    public void No_more_is_suggested_than_asked() =>
        Assert.Equal(2, Vocabulary.Named("violations.type").Near("detention", most: 2).Count);

    [Fact]
    public void A_letter_in_two_parts_is_the_letter() =>
        Assert.Equal(Spelling.Fold("район"), Spelling.Fold("раи\u0306он"));

    [Fact]
    public void Half_a_character_and_endless_text_do_no_harm() =>
        Assert.Empty(Vocabulary.Named("countries").Near("\ud800" + string.Concat(Enumerable.Repeat("шок ", 50_000))));

    [Theory]
    [InlineData("abcd", "abcd", 0)]
    [InlineData("abcd", "abdc", 1)]
    [InlineData("abcd", "abd", 1)]
    [InlineData("abcd", "abxcd", 1)]
    [InlineData("abcd", "xbcy", 2)]
    [InlineData("", "abc", 3)]
    public void A_slip_counts_once(string one, string other, int slips) =>
        Assert.Equal(slips, EditDistance.Between(one, other, 3));
}
