using System.Text.Json;
using System.Text.RegularExpressions;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Features.Vocabularies.Gazetteer;
using IncidentApi.Features.Vocabularies.Violations;

namespace IncidentApi.Tests.Features.Vocabularies;

public sealed partial class VocabularyDataTests
{
    private static readonly string[] ClosedLists =
    [
        "people.role", "people.kind", "people.defenderRoles", "people.category", "people.degreeOfInvolvement", "people.gender",
        "people.ageBand", "people.atRiskGroups", "people.disclosure", "people.connections.relation", "consent.scope", "sources.kind",
        "developments.kind", "interventions.type", "interventions.status", "violations.group", "violations.outcome",
        "violations.finding", "violations.motive", "proceedings.kind", "detention.status", "detention.counselAccess",
        "verification.method", "location.precision", "location.disclosure", "occurred.span", "measure.stage", "related.type",
    ];

    private static readonly string[] ListsOfOurOwn =
    [
        "violations.type", "incident.kind", "incident.status", "incident.verification", "incident.visibility",
        "incident.withdrawalReason", "sources.reliability", "sources.credibility", "occurred.precision", "location.setting",
        "countries", "regions", "places", "rights", "people.actorClass", "sdg16101.acts", "sdg16101.victims", "hrmi.rights",
        "hrmi.peopleAtRisk",
    ];

    public static TheoryData<string> Names => [.. VocabularyFiles.Names];

    [Fact]
    public void The_28_closed_lists_and_our_own_are_there_and_no_other()
    {
        Assert.Equal(28, ClosedLists.Length);
        Assert.Equal([.. ClosedLists.Concat(ListsOfOurOwn).Order(StringComparer.Ordinal)], VocabularyFiles.Names);
    }

    [Fact]
    public void There_are_73_violation_types() => Assert.Equal(73, ViolationTypes.All.Count);

    [Fact]
    public void There_are_249_countries() => Assert.Equal(249, Vocabulary.Named("countries").Terms.Count);

    [Fact]
    public void Kyrgyzstan_has_nine_regions() => Assert.Equal(9, Regions.Of("KG").Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_code_has_its_standard_form_and_is_short(string name)
    {
        var form = name switch
        {
            "countries" => CountryCode(),
            "regions" => RegionCode(),
            "sources.reliability" => Grade(),
            "sources.credibility" or "hrmi.peopleAtRisk" => Number(),
            "hrmi.rights" => HyphenCase(),
            "rights" => RightCode(),
            _ => SnakeCase(),
        };

        Assert.All(Vocabulary.Named(name).Codes, code => Assert.Matches(form, code));
        Assert.All(Vocabulary.Named(name).Codes, code => Assert.InRange(code.Length, 1, 64));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_term_has_an_english_label_and_a_definition_of_one_sentence(string name)
    {
        Assert.False(string.IsNullOrWhiteSpace(Vocabulary.Named(name).Note));
        Assert.All(Vocabulary.Named(name).Terms, term =>
        {
            Assert.False(string.IsNullOrWhiteSpace(term.Labels.English), term.Code);
            Assert.True(term.Definition.Length > 3 && term.Definition.EndsWith('.'), $"{term.Code}: {term.Definition}");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_term_has_a_russian_label_in_russian_letters(string name) =>
        Assert.All(Vocabulary.Named(name).Terms, term => Assert.Matches(Cyrillic(), term.Labels.Russian ?? ""));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kyrgyz_label_is_absent_or_in_kyrgyz_letters(string name) =>
        Assert.All(Vocabulary.Named(name).Terms.Select(term => term.Labels.Kyrgyz).OfType<string>(),
            label => Assert.Matches(Cyrillic(), label));

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_a_label_that_exists_is_doubtful(string name) =>
        Assert.All(Vocabulary.Named(name).Terms, term => Assert.All(term.Labels.Doubtful, language =>
        {
            Assert.True(language is "ru" or "ky", language);
            Assert.NotNull(term.Labels[language]);
        }));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_two_terms_of_a_list_are_called_the_same(string name)
    {
        // An oblast and the city in its midst share a name; so do a place that is shown and the place as it is known.
        if (name is "regions") return;

        var labels = Vocabulary.Named(name).Terms.Select(term => term.Labels.English.ToUpperInvariant());

        Assert.Equal(Vocabulary.Named(name).Terms.Count, labels.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_labels_are_composed_text_without_stray_blanks(string name) =>
        Assert.All(Vocabulary.Named(name).Terms, term => Assert.All(
            term.Names.Append(term.Definition),
            text => Assert.True(text.IsNormalized() && string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) == text, text)));

    [Theory]
    [InlineData("violations.type", "group", "violations.group")]
    [InlineData("people.category", "actorClass", "people.actorClass")]
    [InlineData("people.defenderRoles", "sdg", "sdg16101.victims")]
    [InlineData("people.atRiskGroups", "hrmi", "hrmi.peopleAtRisk")]
    [InlineData("developments.kind", "stage", "measure.stage")]
    [InlineData("regions", "country", "countries")]
    [InlineData("regions", "seat", "places")]
    [InlineData("places", "country", "countries")]
    [InlineData("places", "region", "regions")]
    public void What_one_list_says_of_another_is_in_that_list(string name, string member, string other)
    {
        var references = Vocabulary.Named(name).Terms.Select(term => term.Text(member)).OfType<string>().ToArray();

        Assert.NotEmpty(references);
        Assert.All(references, code => Assert.True(Vocabulary.Named(other).Contains(code), $"{other} has no {code}."));
    }

    [Fact]
    public void Every_category_of_perpetrator_has_a_class() =>
        Assert.All(Vocabulary.Named("people.category").Codes, category => Assert.NotNull(ActorClass.Of(category)));

    [Fact]
    public void Every_group_has_a_type_and_every_type_a_group() =>
        Assert.Equal(Vocabulary.Named("violations.group").Codes.Order(),
            ViolationTypes.All.Select(type => type.Group).Distinct().Order());

    [Fact]
    public void The_crosswalk_names_rights_and_acts_that_exist() =>
        Assert.All(ViolationTypes.All, type =>
        {
            Assert.All(new[] { type.HrmiRight, type.HrmiRightIfState }.OfType<string>(),
                right => Assert.True(Vocabulary.Named("hrmi.rights").Contains(right), right));
            Assert.True(type.Sdg16101 is not { } act || Vocabulary.Named("sdg16101.acts").Contains(act), type.Sdg16101);
        });

    [Fact]
    public void Every_type_but_the_positive_one_touches_an_article() =>
        Assert.All(ViolationTypes.All, type => Assert.Equal(type.Group is "positive", type.Iccpr.Count is 0));

    [Fact]
    public void The_rights_are_those_that_some_type_touches_and_no_other()
    {
        var touched = Rights.Of(ViolationTypes.All.SelectMany(type => new[] { (type.Code, true), (type.Code, false) }));

        Assert.Equal(Vocabulary.Named("rights").Codes, touched);
    }

    [Fact]
    public void Planned_is_a_truth_value() =>
        Assert.All(Vocabulary.Named("developments.kind").Terms.Where(term => term.Text("planned") is not null),
            term => Assert.Equal(JsonValueKind.True, term.Members.GetProperty("planned").ValueKind));

    [Fact]
    public void Every_place_lies_in_kyrgyzstan_and_not_at_sea() =>
        Assert.All(Places.All, place =>
        {
            Assert.InRange(place.Latitude, 39.1, 43.3);
            Assert.InRange(place.Longitude, 69.2, 80.3);
        });

    [GeneratedRegex("^[A-Z]{2}$")]
    private static partial Regex CountryCode();

    [GeneratedRegex("^[A-Z]{2}-[A-Z0-9]{1,3}$")]
    private static partial Regex RegionCode();

    [GeneratedRegex("^[A-F]$")]
    private static partial Regex Grade();

    [GeneratedRegex("^[0-9]{1,2}$")]
    private static partial Regex Number();

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex HyphenCase();

    [GeneratedRegex("^(hrmi:[a-z-]+|(iccpr|udhr|hrd):[0-9]+|sdg:[a-z_]+)$")]
    private static partial Regex RightCode();

    [GeneratedRegex("^[a-z]+(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();

    [GeneratedRegex(@"\p{IsCyrillic}")]
    private static partial Regex Cyrillic();
}
