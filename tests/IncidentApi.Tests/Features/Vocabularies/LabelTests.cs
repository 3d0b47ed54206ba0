using IncidentApi.Features.Vocabularies;

namespace IncidentApi.Tests.Features.Vocabularies;

public sealed class LabelTests
{
    [Theory]
    [InlineData("en", "Victim", "en")]
    [InlineData("ru", "пострадавший", "ru")]
    [InlineData("ky", "жабырлануучу", "ky")]
    public void A_label_is_given_in_the_language_asked(string language, string label, string given) =>
        Assert.Equal((label, given), Vocabulary.Named("people.role")["victim"].Labels.In(language));

    [Fact]
    public void A_doubtful_kyrgyz_label_gives_way_to_the_russian_one() =>
        Assert.Equal(("лицо, против которого направлено действие", "ru"),
            Vocabulary.Named("people.role")["intended_target"].Labels.In("ky"));

    [Fact]
    public void A_missing_kyrgyz_label_gives_way_to_the_russian_one() =>
        Assert.Equal(("согласие не спрошено", "ru"), Vocabulary.Named("consent.scope")["none"].Labels.In("ky"));

    [Theory]
    [InlineData("ru")]
    [InlineData("ky")]
    public void Where_russian_is_in_doubt_too_english_is_left(string language)
    {
        var labels = new Labels("Pattern", "практика", "практика", ["ru", "ky"]);

        Assert.Equal(("Pattern", "en"), labels.In(language));
    }
}
