using IncidentApi.Features.Incidents;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Disclosure;

namespace IncidentApi.Tests.Features.Incidents.Disclosure;

public sealed class RedactionTests
{
    private const string Hidden = """{ "ref": "v1", "role": "victim", "kind": "person", "name": "Азиза Асанова", "label": "a lawyer" }""";
    private const string Named = """{ "ref": "v1", "role": "victim", "kind": "person", "name": "Азиза Асанова", "label": "a lawyer", "disclosure": "public" }""";

    /// <summary>Disclosure, consent, and what partners and the public see of the person: the name, the label, or nothing.</summary>
    public static TheoryData<string, string?, string, string> Rules => new()
    {
        { "public", null, "name", "name" },
        { "partners", null, "name", "label" },
        { "organisation", null, "label", "label" },
        { "vault", null, "label", "nothing" },
        { "public", "none", "name", "name" },
        { "vault", "none", "label", "nothing" },
        { "public", "record", "nothing", "nothing" },
        { "vault", "record", "nothing", "nothing" },
        { "public", "partners", "name", "nothing" },
        { "organisation", "partners", "label", "nothing" },
        { "vault", "partners", "label", "nothing" },
        { "public", "public_anonymous", "name", "label" },
        { "organisation", "public_anonymous", "label", "label" },
        { "vault", "public_anonymous", "label", "nothing" },
        { "public", "public_named", "name", "name" },
        { "partners", "public_named", "name", "label" },
        { "vault", "public_named", "label", "label" },
        { "public", "withdrawn", "nothing", "nothing" },
        { "vault", "withdrawn", "nothing", "nothing" },
    };

    [Theory, MemberData(nameof(Rules))]
    public void A_name_goes_as_far_as_disclosure_and_consent_both_allow(string disclosure, string? consent, string partners, string everybody)
    {
        var own = Redactions.Person($"""
            "label": "a lawyer", "aliases": ["Зиза"], "disclosure": "{disclosure}"{(consent is null ? "" : $$""", "consent": { "scope": "{{consent}}", "on": "2021" }""")}
            """);

        Assert.Equal(partners, ShownOf(own.Seen(Audience.Partners)));
        Assert.Equal(everybody, ShownOf(own.Seen(Audience.Public)));
    }

    [Fact]
    public void Whoever_is_not_shown_leaves_no_trace_and_no_name_in_the_scan()
    {
        var own = Redactions.Own("""
            { "people": [
                { "ref": "gone", "role": "victim", "kind": "person", "name": "Азиза", "disclosure": "vault", "connections": [{ "to": "stays", "relation": "relative" }] },
                { "ref": "stays", "role": "victim", "kind": "person", "name": "Бакыт", "disclosure": "public", "connections": [{ "to": "gone", "relation": "relative" }] }],
              "violations": [{ "type": "arrest", "victims": ["gone", "stays"], "perpetrators": ["gone"] }],
              "developments": [{ "kind": "release", "date": "2020-07-01", "victims": ["gone"] }],
              "language": "ru", "translations": { "en": { "reviewed": true, "labels": { "gone": "a woman", "stays": "a man" } } } }
            """);

        var redacted = Redaction.Of(own, Audience.Public, Redactions.Facts);

        var person = Assert.Single(redacted.Document.People!);
        Assert.Equal(("p1", "Бакыт", null), (person.Ref, person.Name, person.Connections));
        Assert.Equal(["p1"], redacted.Document.Violations![0].Victims);
        Assert.Null(redacted.Document.Violations![0].Perpetrators);
        Assert.Null(redacted.Document.Developments![0].Victims);
        Assert.Equal(new Dictionary<string, string> { ["p1"] = "a man" }, redacted.Document.Translations!["en"].Labels);
        Assert.Contains(new Removal("/people/0", RemovalReason.Vault), redacted.Removed);
        Assert.Equal("gone", Assert.Single(redacted.HiddenNames).Person);
        Assert.Equal(["Бакыт"], redacted.ShownNames);
    }

    [Fact]
    public void Without_a_label_the_role_stands_for_the_name() => Assert.Equal("Victim", Redactions.Person("\"disclosure\": \"organisation\"").Seen().People![0].Label);

    [Theory]
    [InlineData("""{ "ref": "v1", "role": "victim", "kind": "person", "label": "a lawyer" }""", true)]
    [InlineData("""{ "ref": "v1", "role": "victim", "kind": "organisation", "label": "a legal aid group" }""", true)]
    [InlineData("""{ "ref": "v1", "role": "victim", "kind": "group", "label": "two sisters", "count": 2 }""", true)]
    [InlineData("""{ "ref": "v1", "role": "victim", "kind": "group", "label": "protesters", "countMin": 24, "countMax": 99 }""", false)]
    [InlineData("""{ "ref": "v1", "role": "alleged_perpetrator", "kind": "institution", "label": "police" }""", false)]
    [InlineData("""{ "ref": "v1", "role": "alleged_perpetrator", "kind": "institution", "name": "Unit 7", "label": "police" }""", true)]
    [InlineData("""{ "ref": "v1", "role": "alleged_perpetrator", "kind": "unknown", "label": "unknown" }""", false)]
    [InlineData(Named, false)]
    public void Days_become_months_where_somebody_could_be_found_out(string person, bool hidden)
    {
        var occurred = Redactions.Own($$"""{ "people": [{{person}}] }""").Seen().Occurred!;

        Assert.Equal(hidden ? ("2020-06", "month", "2020-06-01", "2020-06-30") : ("2020-06-18", "day", "2020-06-18", "2020-06-20"),
            (occurred.From, occurred.Precision, occurred.Earliest, occurred.Latest));
    }

    [Fact]
    public void With_somebody_hidden_no_day_remains_anywhere()
    {
        const string members = """
            "occurred": { "from": "2020-06-18", "ongoing": true, "asOf": "2021-02-03" },
            "violations": [{ "type": "detention", "victims": ["v1"], "occurred": { "from": "2020-06-19", "to": "2020-06-21" },
                "finding": { "status": "documented", "date": "2020-07-01/2020-07-04" },
                "proceedings": [{ "kind": "criminal", "number": "123-45", "statuses": [{ "date": "2020-06-22/2020-08-01", "status": "case_opened" }, { "date": "../2020-09-09", "status": "verdict_guilty" }] }],
                "detention": { "status": "released", "asOf": "2020-10-10", "releasedOn": "2020-10-09/.." },
                "items": [{ "item": "laptop", "returnedOn": "2020-11-11" }] }],
            "developments": [{ "kind": "release", "date": "2020-12-12" }], "interventions": [{ "type": "un_statement", "date": "2020-12-13" }],
            "sources": [{ "kind": "ngo_statement", "publishedOn": "2020-06-20", "title": "T", "url": "https://example.org/t", "archivedUrl": "https://example.org/a" }]
            """;
        var shown = Redactions.Own($$"""{ {{members}}, "people": [{{Named}}] }""").Seen();
        var seen = Redactions.Own($$"""{ {{members}}, "people": [{{Hidden}}] }""").Seen();
        var act = seen.Violations![0];

        Assert.Contains("2020-06-19", shown.Text(), StringComparison.Ordinal);
        Assert.Contains("123-45", shown.Text(), StringComparison.Ordinal);
        // Bounds and the record's own dates are whole days by their form, but never a day that was written.
        Assert.DoesNotMatch(@"20\d\d-\d\d-(?!01""|3[01]""|28""|29""|01T|02T)\d\d", seen.Text());
        Assert.Equal(("2020-06", "2021-02", "2020-06-01"), (seen.Occurred!.From, seen.Occurred.AsOf, seen.Occurred.Earliest));
        Assert.Equal(["2020-06/2020-08", "../2020-09"], act.Proceedings![0].Statuses!.Select(step => step.Date));
        Assert.Equal(("2020-07", null, "2020-10", "2020-10/.."), (act.Finding!.Date, act.Proceedings[0].Number, act.Detention!.AsOf, act.Detention.ReleasedOn));
        Assert.Equal(new Source { Ref = "s1", Kind = "ngo_statement", PublishedOn = "2020-06" }, seen.Sources![0]);
    }

    [Fact]
    public void A_reviewer_may_release_a_source_and_a_translation()
    {
        var own = Redactions.Own($$"""
            { "people": [{{Hidden}}], "translations": { "ru": { "title": "Арест", "reviewed": true }, "ky": { "title": "Камоо" } },
              "sources": [{ "ref": "aziza-told", "kind": "ngo_statement", "title": "T", "url": "https://example.org/%D0%90%D0%B7%D0%B8%D0%B7%D0%B0", "released": true },
                { "ref": "secret", "kind": "witness_statement", "publisher": "her sister", "confidential": true }, { "ref": "third", "kind": "media_report", "relayedBy": "secret" }],
              "violations": [{ "type": "arrest", "sources": ["secret", "third", "aziza-told"] }] }
            """);

        var redacted = Redaction.Of(own, Audience.Public, Redactions.Facts);

        Assert.Equal(["ru"], redacted.Document.Translations!.Keys);
        Assert.Equal([("s1", "T"), ("s2", null)], redacted.Document.Sources!.Select(source => (source.Ref!, source.Title)));
        Assert.Null(redacted.Document.Sources![1].RelayedBy);
        Assert.Equal(["s2", "s1"], redacted.Document.Violations![0].Sources);
        Assert.DoesNotContain("sister", redacted.Document.Text(), StringComparison.Ordinal);
        Assert.Contains(redacted.Texts, text => text is { Pointer: "/sources/0/url", Text: "https://example.org/Азиза" });
        Assert.Contains(new Removal("/translations/ky", RemovalReason.NotReviewed), redacted.Removed);
        Assert.Contains(new Removal("/sources/1", RemovalReason.Confidential), redacted.Removed);
    }

    [Theory]
    [InlineData("exact", "KG|KG-GO|Osh|street|40.53456|72.81234|exact")]
    [InlineData("locality", "KG|KG-GO|Osh|street|40.53|72.8|locality")]
    [InlineData("region", "KG|KG-GO||street|40.53|72.8|region")]
    [InlineData("country", "KG|||||" + "|country")]
    [InlineData("hidden", null)]
    public void A_place_is_moved_to_the_centre_of_its_step(string disclosure, string? expected)
    {
        var place = $$"""{ "country": "KG", "region": "KG-GO", "locality": "Osh", "setting": "street", "latitude": 40.53456, "longitude": 72.81234, "precision": "exact", "disclosure": "{{disclosure}}", "note": "n" }""";
        var seen = Redactions.Own($$"""{ "location": {{place}}, "violations": [{ "type": "arrest", "location": {{place}} }] }""").Seen();

        Assert.Equal(expected, Written(seen.Location));
        Assert.Equal(expected, Written(seen.Violations![0].Location));
    }

    [Theory]
    [InlineData("""{ "country": "KG", "region": "KG-GO", "locality": "a hamlet", "latitude": 40.5, "longitude": 72.8, "precision": "exact", "disclosure": "locality" }""", "KG|KG-GO|a hamlet||||locality")]
    [InlineData("""{ "country": "KG", "locality": "Ош", "precision": "locality", "disclosure": "locality" }""", "KG||Ош||40.53|72.8|locality")]
    [InlineData("""{ "country": "KG", "region": "KG-J", "locality": "Ош", "precision": "locality", "disclosure": "locality" }""", "KG|KG-J|Ош||||locality")]
    [InlineData("""{ "country": "KG", "latitude": 40.5, "longitude": 72.8, "precision": "exact", "disclosure": "region" }""", "KG||||||country")]
    [InlineData("""{ "country": "KG", "precision": "country", "disclosure": "exact" }""", "KG||||||country")]
    [InlineData("""{ "country": "FJ", "region": "FJ-N", "latitude": -16.5, "longitude": -179.6, "precision": "exact" }""", "FJ|FJ-N|||||region")]
    public void A_place_without_a_known_centre_has_no_coordinates(string place, string expected) =>
        Assert.Equal(expected, Written(Redactions.Own($$"""{ "location": {{place}} }""").Seen().Location));

    [Theory]
    [InlineData("region", null, null)]
    [InlineData("locality", null, "colony 16")]
    [InlineData("locality", "country", null)]
    [InlineData("country", "locality", "colony 16")]
    public void The_place_of_detention_is_shown_as_finely_as_the_act(string ofRecord, string? ofAct, string? shown)
    {
        string Place(string disclosure) => $$"""{ "country": "KG", "region": "KG-GB", "locality": "Bishkek", "precision": "locality", "disclosure": "{{disclosure}}" }""";
        var own = Redactions.Own($$"""
            { "location": {{Place(ofRecord)}}, "violations": [{ "type": "detention", {{(ofAct is null ? "" : $"\"location\": {Place(ofAct)},")}}
                "detention": { "status": "held", "asOf": "2020", "place": "colony 16" } }] }
            """);

        Assert.Equal(shown, own.Seen().Violations![0].Detention!.Place);
    }

    [Fact]
    public void Names_of_parts_are_made_anew_and_keys_only_compare()
    {
        const string members = """
            "people": [{ "ref": "aziza", "role": "victim", "kind": "person", "label": "a lawyer" }],
            "violations": [{ "ref": "aziza-arrest", "type": "arrest", "victims": ["aziza"] }],
            "developments": [{ "ref": "aziza-free", "kind": "release", "date": "2020", "victims": ["aziza"], "violations": ["aziza-arrest"], "sources": ["aziza-told"] }],
            "sources": [{ "ref": "aziza-told", "kind": "ngo_statement" }], "interventions": [{ "key": "aziza-un", "type": "un_statement" }, { "type": "un_statement" }]
            """;
        var own = Redactions.Own($$"""{ {{members}} }""");
        var seen = own.Seen();
        var other = Redaction.Of(own, Audience.Public, Redactions.Facts with { InterventionKey = [1] }).Document;

        Assert.DoesNotContain("aziza", seen.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain(own.Reference, seen.Text(), StringComparison.Ordinal);
        Assert.Equal(("d1", "p1", "x1", "s1"), (seen.Developments![0].Ref, seen.Developments[0].Victims![0], seen.Developments[0].Violations![0], seen.Developments[0].Sources![0]));
        Assert.Matches("^i-[0-9a-f]{24}$", seen.Interventions![0].Key);
        Assert.Equal(seen.Interventions[0].Key, Redactions.Own($$"""{ {{members}}, "title": "Another" }""").Seen(Audience.Partners).Interventions![0].Key);
        Assert.NotEqual(seen.Interventions[0].Key, other.Interventions![0].Key);
    }

    [Fact]
    public void Only_records_that_the_audience_sees_are_named()
    {
        var (known, visible) = (Guid.CreateVersion7(), Guid.Parse("a1b2c3d4-0000-4000-8000-00000000000f"));
        var own = Redactions.Own($$"""{ "related": [{ "id": "{{known}}", "type": "part_of" }, { "externalRef": { "system": "s", "id": "i" }, "type": "follows" }] }""");

        var redacted = Redaction.Of(own, Audience.Public, Redactions.Facts with { VisibleId = relation => relation.Id == known.ToString() ? visible : null });

        Assert.Equal([new Relation { Id = visible.ToString(), Type = "part_of" }], redacted.Document.Related!);
        Assert.Contains(new Removal("/related/1", RemovalReason.NotVisible), redacted.Removed);
    }

    [Fact]
    public void Rights_are_those_of_what_is_shown()
    {
        var own = Redactions.Own("""
            { "people": [{ "ref": "a1", "role": "alleged_perpetrator", "kind": "person", "name": "N", "category": "police", "disclosure": "vault" }],
              "violations": [{ "type": "arbitrary_arrest", "perpetrators": ["a1"] }] }
            """.Replace("arbitrary_arrest", "arrest", StringComparison.Ordinal));

        Assert.NotEqual(own.Seen(Audience.Partners).Rights, own.Seen(Audience.Public).Rights);
    }

    [Fact]
    public void What_the_server_says_of_it_is_its_own()
    {
        var own = Redactions.Own();
        var seen = own.Seen(Audience.Partners);

        Assert.Equal(("partners", "published", "verified", 7, "QQQQ-WWWW", "Example"),
            (seen.Visibility, seen.Status, seen.Verification, seen.Version, seen.Reference, seen.Organisation.Name));
        Assert.Equal((DateTimeOffset)new DateTime(2024, 4, 2, 0, 0, 0, DateTimeKind.Utc), seen.UpdatedAt);
        Assert.DoesNotContain(own.Id.ToString(), seen.Text(), StringComparison.Ordinal);
        Assert.Equal(IncidentLinks.Of(Redactions.Facts.Id), seen.Links);
    }

    [Theory]
    [InlineData("sexual_violence", "vault", "country")]
    [InlineData("sexual_harassment", "vault", "region")]
    [InlineData("forced_eviction", "organisation", "country")]
    [InlineData("arrest", "organisation", "region")]
    public void What_is_left_unsaid_protects_as_the_vocabularies_promise(string type, string disclosure, string place)
    {
        var own = Redactions.Own($$"""{ "people": [{ "ref": "v1", "role": "victim", "kind": "person", "label": "a woman" }], "violations": [{ "type": "{{type}}", "victims": ["v1"] }] }""");

        Assert.Equal((disclosure, place), (own.People![0].Disclosure, own.Location!.Disclosure));
    }

    [Fact]
    public void Recognisable_is_who_shares_role_month_and_region_with_few()
    {
        var own = Redactions.Own($$"""
            { "location": { "country": "KG", "region": "KG-GO", "precision": "region", "disclosure": "region" },
              "people": [{{Hidden}}, { "ref": "gone", "role": "witness", "kind": "person", "name": "W" }, { "ref": "a1", "role": "alleged_perpetrator", "kind": "institution", "label": "police" }],
              "violations": [{ "type": "arrest", "victims": ["v1"], "perpetrators": ["a1"] }, { "type": "raid_home", "victims": ["v1"], "occurred": { "from": "2020-07" },
                "location": { "country": "KG", "region": "KG-J", "precision": "region" } }] }
            """);

        Assert.Equal([new Alike("victim", "2020-06", "KG-GO"), new Alike("victim", "2020-07", "KG")], Alike.Of(own, Audience.Public, own.Seen()));
    }

    private static string ShownOf(Incident seen) => seen.People switch
    {
        null => "nothing",
        [{ Name: not null, Aliases: not null }] => "name",
        [{ Name: null, Aliases: null, Label: "a lawyer" }] => "label",
        _ => "something else",
    };

    private static string? Written(Location? place) => place is null ? null
        : FormattableString.Invariant($"{place.Country}|{place.Region}|{place.Locality}|{place.Setting}|{place.Latitude}|{place.Longitude}|{place.Precision}") + place.Note + place.Disclosure;
}
