using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Disclosure;

/// <summary>Generated records with a canary in whatever is private: none may sing in what others read.</summary>
public sealed class RedactedCanaryTests
{
    private const int Records = 1500;
    private const string Canary = "Zxqcanary";

    [Theory]
    [InlineData("Partners")]
    [InlineData("Public")]
    public void No_canary_sings(string name)
    {
        var audience = Enum.Parse<Audience>(name);
        var (generated, random) = (new GeneratedIncidents(5), new Random(11));
        var (hidden, named, gone) = (0, 0, 0);
        for (var number = 0; number < Records; number++)
        {
            var body = Planted(generated.Next(number), Canary, random, audience);
            var redacted = Redaction.Of(Redactions.Own(body), audience, Redactions.Facts);
            var text = redacted.Document.Text();

            Assert.False(text.Contains(Canary, StringComparison.OrdinalIgnoreCase), $"Record {number}: {text}\nmade of {body}");
            Assert.DoesNotContain(".98765", text, StringComparison.Ordinal);
            hidden += redacted.HiddenNames.Count;
            named += redacted.ShownNames.Count;
            gone += body["people"]?.AsArray().Count - (redacted.Document.People?.Count ?? 0) ?? 0;
        }

        Assert.All([hidden, named, gone], count => Assert.InRange(count, 100, int.MaxValue));
    }

    [Theory]
    [InlineData("Partners")]
    [InlineData("Public")]
    public void What_changes_only_in_private_changes_nothing_for_others(string name)
    {
        var audience = Enum.Parse<Audience>(name);
        for (var number = 0; number < Records / 5; number++)
        {
            string Seen(string canary) => Redactions.Own(Planted(new GeneratedIncidents(number).Next(number), canary, new Random(number), audience)).Seen(audience).Text();

            Assert.Equal(Seen("one"), Seen("another, and longer"));
        }
    }

#pragma warning disable CA5394 // Nothing here is secret.
    private static JsonObject Planted(JsonObject body, string canary, Random random, Audience audience)
    {
        string[] disclosures = ["public", "partners", "organisation", "vault"];
        string?[] scopes = [null, null, "none", "record", "partners", "public_anonymous", "public_named", "withdrawn"];

        (body["notes"], body["statusReason"]) = (canary, canary);
        body["externalRef"] = Name(canary);
        body["occurred"]!["note"] = canary;
        body["related"] = new JsonArray(new JsonObject { ["externalRef"] = Name(canary), ["type"] = "part_of" });
        body["verifications"] = new JsonArray(new JsonObject { ["status"] = "verified", ["note"] = canary, ["violation"] = canary });
        body["interventions"] = new JsonArray(new JsonObject { ["type"] = "un_statement", ["key"] = "constant" });
        PlantPlace(body["location"]!.AsObject(), canary, random);

        var somebodyIsHidden = false;
        foreach (var person in People(body))
        {
            var (disclosure, scope) = (disclosures[random.Next(4)], scopes[random.Next(8)]);
            var (isNamed, isListed) = Expected(disclosure, scope, audience);
            somebodyIsHidden |= !isNamed;
            person["disclosure"] = disclosure;
            person["note"] = canary;
            person["externalRef"] = Name(canary);
            if (scope is not null) person["consent"] = new JsonObject { ["scope"] = scope, ["on"] = "2020", ["note"] = canary };
            person["name"] = isNamed ? "Constant Name" : canary;
            person["aliases"] = new JsonArray(isNamed ? "Constant" : $"{canary} {canary}");
            person["actingFor"] = isNamed ? "Constant" : canary;
            if (!isListed) (person["label"], person["countNote"]) = (canary, canary);
        }

        body["sources"] = new JsonArray(Source("ngo_statement", false), Source("witness_statement", true), Source("ngo_report", false));
        if (somebodyIsHidden) body["translations"] = new JsonObject { ["ru"] = new JsonObject { ["title"] = canary, ["summary"] = canary } };
        foreach (var violation in body["violations"]!.AsArray().Select(node => node!.AsObject()))
        {
            violation["proceedings"] = new JsonArray(new JsonObject
            {
                ["kind"] = "criminal",
                ["number"] = somebodyIsHidden ? canary : null,
                ["statuses"] = new JsonArray(new JsonObject { ["date"] = "2020-06", ["status"] = "case_opened", ["note"] = canary }),
            });
            violation["sources"] = new JsonArray("s-0");
            if (violation["location"] is { } location) PlantPlace(location.AsObject(), canary, random);
        }
        return body;

        JsonObject Source(string kind, bool confidential)
        {
            var hides = confidential || somebodyIsHidden;
            var source = new JsonObject { ["kind"] = kind, ["confidential"] = confidential, ["publisher"] = confidential ? canary : "Constant" };
            foreach (var member in hides ? new[] { "title", "url", "archivedUrl" } : []) source[member] = $"https://example.org/{canary}";
            return source;
        }
    }

    private static void PlantPlace(JsonObject place, string canary, Random random)
    {
        var disclosure = new[] { "locality", "region", "country", "hidden" }[random.Next(4)];
        place["note"] = canary;
        place["disclosure"] = disclosure;
        place["locality"] = disclosure == "locality" ? "Osh" : canary;
        place["precision"] = "exact";
        (place["latitude"], place["longitude"]) = (40 + (canary.Length * 0.001) + 0.0098765, 72.98765);
    }
#pragma warning restore CA5394

    /// <summary>The rule as people say it, written another way than the code: who is named, and who is listed at all.</summary>
    private static (bool IsNamed, bool IsListed) Expected(string disclosure, string? scope, Audience audience) => audience == Audience.Public
        ? (disclosure == "public" && (scope is null or "none" or "public_named"),
            scope is not ("withdrawn" or "record" or "partners") && (disclosure != "vault" || scope == "public_named"))
        : (disclosure is "public" or "partners" && scope is not ("withdrawn" or "record"), scope is not ("withdrawn" or "record"));

    private static IEnumerable<JsonObject> People(JsonObject body) => (body["people"]?.AsArray() ?? []).Select(node => node!.AsObject());

    private static JsonObject Name(string canary) => new() { ["system"] = canary, ["id"] = canary };
}
