using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Platform.Http;

namespace IncidentApi.Tests.Features.Incidents.Disclosure;

/// <summary>Every member of the document is either shown to others or private by decision; a new one is private until somebody decides.</summary>
public sealed class RedactedMemberTests
{
    private static readonly Dictionary<Type, (string Shown, string Private)> Decided = new()
    {
        [typeof(Incident)] = (
            """
            Kind Stage Title Summary Language Translations Occurred Location Violations People Sources Developments Interventions Related Tags
            Id Reference Version Status Verification Visibility Rights Organisation CreatedAt UpdatedAt Links
            """,
            "ExternalRef Notes StatusReason Verifications Releases Defaulted"),
        [typeof(OwningOrganisation)] = ("Id Name", ""),
        [typeof(IncidentLinks)] = ("Self History Related", ""),
        [typeof(VerificationStep)] = ("", "Status Violation Method Note By At"),
        [typeof(Release)] = ("", "Pointer Reason By At Digest Covers"),
        [typeof(ExternalRef)] = ("", "System Id"),
        [typeof(Translation)] = ("Title Summary Labels", "Reviewed"),
        [typeof(Occurrence)] = ("From To Precision Span Ongoing AsOf Earliest Latest", "Note"),
        [typeof(Location)] = ("Country Region Locality Setting Latitude Longitude Precision", "Disclosure Note"),
        [typeof(Violation)] = (
            """
            Ref Type AlsoTypes Victims Perpetrators Occurred Location Count CountMin CountMax CountNote Finding Motive Outcome Proceedings Detention Items
            Sources Verification
            """,
            ""),
        [typeof(Finding)] = ("Status By Date", ""),
        [typeof(Proceeding)] = ("Kind Body Number Charge Claim Sentence Statuses", ""),
        [typeof(ProceedingStatus)] = ("Date Status", "Note"),
        [typeof(Detention)] = ("Status AsOf Place LegalBasis CounselAccess ReleasedOn", ""),
        [typeof(SeizedItem)] = ("Item Quantity ReturnedOn", ""),
        [typeof(Involvement)] = (
            """
            Ref Role Kind Name Aliases Label Count CountMin CountMax CountNote DefenderRoles Gender AgeBand AtRiskGroups Category DegreeOfInvolvement
            ActingFor Connections
            """,
            "PersonId ExternalRef Consent Disclosure Note"),
        [typeof(Connection)] = ("To Relation", ""),
        [typeof(Consent)] = ("", "Scope On Note"),
        [typeof(Source)] = ("Ref Kind Publisher Title Url ArchivedUrl PublishedOn Reliability Credibility RelayedBy", "Confidential Released"),
        [typeof(Development)] = ("Ref Date Kind Text Victims Violations Sources Count CountMin CountMax CountNote", ""),
        [typeof(Intervention)] = ("Key Type Actor Date Text Status Outcome Sources", ""),
        [typeof(Relation)] = ("Id Type", "ExternalRef"),
    };

    [Fact]
    public void Every_member_is_shown_or_private_by_decision()
    {
        var undecided = DocumentTypes().SelectMany(type => MembersOf(type).Select(member => (type, member.Name)))
            .Where(member => !Decided.TryGetValue(member.type, out var decided) || !Words(decided.Shown).Concat(Words(decided.Private)).Contains(member.Name))
            .Select(member => $"{member.type.Name}.{member.Name}").ToList();

        Assert.True(undecided.Count == 0, $"""
            Nobody has decided who may see {string.Join(", ", undecided)}. Until then it stays inside the organisation, for a redacted record is built member by member.
            Private for good: write it down here in {nameof(Decided)} as private. Shown: write it down as shown, let it pass in Features/Incidents/Disclosure
            (free text through Veil.Text, so that it is scanned for names; a date through Veil.Date), and fill it in in {nameof(Whole)} below.
            """);
    }

    [Fact]
    public void Nothing_is_decided_that_does_not_exist() => Assert.All(Decided, decided =>
    {
        Assert.Contains(decided.Key, DocumentTypes());
        var both = Words(decided.Value.Shown).Concat(Words(decided.Value.Private)).ToList();
        Assert.Equal(both.Count, both.Distinct().Count());
        Assert.Empty(both.Except(MembersOf(decided.Key).Select(member => member.Name)));
    });

    /// <summary>The decisions are what the redaction does: in a record with everything in it and nobody hidden, exactly the shown members remain.</summary>
    [Fact]
    public void What_is_decided_is_what_is_done()
    {
        var own = Whole();
        var seen = Redaction.Of(own, Audience.Public, Redactions.Facts with { VisibleId = _ => Redactions.Facts.Id }).Document;

        var all = Filled(own).Concat([(typeof(OwningOrganisation), "Name")]).Distinct().ToList();
        Assert.Empty(DocumentTypes().SelectMany(type => MembersOf(type).Select(member => (type, member.Name))).Except(all));

        var shown = Decided.SelectMany(decided => Words(decided.Value.Shown).Select(name => (decided.Key, name)));
        Assert.Equal(shown.Select(Name).Order(), Filled(seen).Distinct().Select(Name).Order());
    }

    [Fact]
    public void Every_text_that_stays_is_handed_to_the_scan()
    {
        const string spot = "Qqq";
        var own = Marked(Whole(), spot);
        var redacted = Redaction.Of(own, Audience.Public, Redactions.Facts with { VisibleId = _ => Redactions.Facts.Id });
        var scanned = redacted.Texts.Select(text => text.Text).ToHashSet();

        var staying = Strings(JsonSerializer.SerializeToNode(redacted.Document, Json.Answers)!).Where(text => text.Contains(spot, StringComparison.Ordinal)).ToList();

        // A name that is shown is not looked for in itself.
        Assert.Empty(staying.Except(scanned).Except(redacted.ShownNames));
        Assert.All(redacted.Texts, text => Assert.Equal(text.Text, At(JsonSerializer.SerializeToNode(own, Json.Answers)!, text.Pointer)));
        Assert.True(staying.Count > 25, $"Only {staying.Count} texts were found.");
    }

    [Fact]
    public void Every_removal_points_at_something_and_says_why()
    {
        var own = Whole();
        var document = JsonSerializer.SerializeToNode(own with { People = [.. own.People!.Select(person => person with { Disclosure = "organisation" })] }, Json.Answers)!;
        var redacted = Redaction.Of(document.Deserialize<Incident>(Json.Answers)!, Audience.Public, Redactions.Facts);

        Assert.NotEmpty(redacted.Removed);
        Assert.All(redacted.Removed, removal => Assert.NotNull(Find(document, removal.Pointer)));
        Assert.All(redacted.Removed, removal => Assert.Contains(removal.Reason, RemovalReason.All));
        Assert.Equal(redacted.Removed.Count, redacted.Removed.Distinct().Count());
    }

    /// <summary>A record with every member filled in and nobody hidden.</summary>
    private static Incident Whole() => Redactions.Own(JsonNode.Parse("""
        {
          "externalRef": { "system": "kobo", "id": "e-1" }, "kind": "event", "stage": "draft", "title": "A title", "summary": "A summary", "language": "en", "notes": "Notes",
          "statusReason": "Reason", "verifications": [{ "status": "verified", "violation": "x-own", "method": "site_visit", "note": "Seen", "by": "a1b2c3d4-0000-4000-8000-00000000000a", "at": "2024-01-01T00:00:00Z" }],
          "releases": [{ "pointer": "/title", "reason": "Another person", "by": "a1b2c3d4-0000-4000-8000-00000000000a", "at": "2024-01-01T00:00:00Z", "digest": "AAAA", "covers": ["BBBB"] }],
          "translations": { "ru": { "title": "Название", "summary": "Текст", "labels": { "v-own": "адвокат" }, "reviewed": true } },
          "occurred": { "from": "2020-06-18", "to": "2020-06-20", "precision": "day", "span": "throughout", "note": "On" },
          "location": { "country": "KG", "region": "KG-GO", "locality": "Osh", "setting": "street", "latitude": 40.5, "longitude": 72.8, "precision": "exact", "disclosure": "exact", "note": "By the mill" },
          "violations": [{
            "ref": "x-own", "type": "arrest", "alsoTypes": ["threat"], "victims": ["v-own"], "perpetrators": ["a-own"],
            "occurred": { "from": "2020-06-18", "ongoing": true, "asOf": "2020-06-20" },
            "location": { "country": "KG", "region": "KG-GO", "locality": "Osh", "precision": "locality", "disclosure": "locality" },
            "count": 2, "countMin": 1, "countMax": 3, "countNote": "two or three", "finding": { "status": "documented", "by": "A court", "date": "2020" }, "motive": "work_related", "outcome": "victim_died",
            "proceedings": [{ "kind": "criminal", "body": "Court", "number": "1-2", "charge": "Charge", "claim": "Claim", "sentence": "Sentence", "statuses": [{ "date": "2021", "status": "case_opened", "note": "Late" }] }],
            "detention": { "status": "held", "asOf": "2020", "place": "Colony", "legalBasis": "Article", "counselAccess": "denied", "releasedOn": "2021" },
            "items": [{ "item": "laptop", "quantity": 2, "returnedOn": "2021" }], "sources": ["s-own"], "verification": "verified"
          }],
          "people": [{
            "ref": "v-own", "personId": "0197f3a0-0000-7000-8000-000000000001", "externalRef": { "system": "kobo", "id": "p-1" }, "role": "victim", "kind": "person", "name": "Azimjan Askarov", "aliases": ["Azimjon"],
            "label": "a defender", "count": 1, "countMin": 1, "countMax": 1, "countNote": "one", "defenderRoles": ["lawyer"], "gender": "man", "ageBand": "adult", "atRiskGroups": ["ethnic"],
            "category": "police", "degreeOfInvolvement": "incited", "actingFor": "A union", "connections": [{ "to": "a-own", "relation": "relative" }], "consent": { "scope": "public_named", "on": "2020", "note": "By phone" },
            "disclosure": "public", "note": "A note" },
            { "ref": "a-own", "role": "alleged_perpetrator", "kind": "institution", "label": "police" }],
          "sources": [{ "ref": "s-own", "kind": "ngo_statement", "publisher": "HRW", "title": "Report", "url": "https://example.org/a", "archivedUrl": "https://example.org/b", "publishedOn": "2020-09-28",
            "reliability": "B", "credibility": 2, "relayedBy": "s-own", "confidential": false, "released": true }],
          "developments": [{ "ref": "d-own", "date": "2020-07-25", "kind": "release", "text": "Released", "victims": ["v-own"], "violations": ["x-own"], "sources": ["s-own"], "count": 1, "countMin": 1, "countMax": 1, "countNote": "one" }],
          "interventions": [{ "key": "k", "type": "un_statement", "actor": "UN", "date": "2020", "text": "Asks", "status": "made", "outcome": "None", "sources": ["s-own"] }],
          "related": [{ "id": "0197f3a0-0000-7000-8000-000000000002", "externalRef": { "system": "kobo", "id": "r-1" }, "type": "part_of" }],
          "tags": ["election"]
        }
        """)!.AsObject());

    /// <summary>The same record with a word added to every text that a person wrote.</summary>
    private static Incident Marked(Incident own, string word)
    {
        var document = JsonSerializer.SerializeToNode(own, Json.Answers)!;
        string[] free =
        [
            "title", "summary", "locality", "countNote", "by", "body", "number", "charge", "claim", "sentence", "place", "legalBasis", "item", "name", "label", "actingFor",
            "publisher", "url", "archivedUrl", "text", "actor", "outcome", "note", "notes",
        ];
        Mark(document);
        document["violations"]![0]!["outcome"] = "victim_died";
        document["organisation"]!.AsObject().Remove("name");
        foreach (var step in document["verifications"]!.AsArray().Concat(document["releases"]!.AsArray())) step!["by"] = Guid.Empty.ToString();
        document["tags"]![0] += word;
        document["people"]![0]!["aliases"]![0] += word;
        document["translations"]!["ru"]!["labels"]!["v-own"] += word;
        return document.Deserialize<Incident>(Json.Answers)!;

        void Mark(JsonNode node)
        {
            foreach (var child in node is JsonObject holder ? holder.ToList() : [])
            {
                if (child.Value is JsonValue value && free.Contains(child.Key) && value.GetValueKind() == JsonValueKind.String) node[child.Key] = (string)value! + word;
                else if (child.Value is not null) Mark(child.Value);
            }
            foreach (var item in node is JsonArray list ? list.ToList() : []) Mark(item!);
        }
    }

    private static IEnumerable<(Type Type, string Member)> Filled(object? value)
    {
        if (value is null or string) yield break;

        if (value is IDictionary dictionary) value = dictionary.Values;
        if (value is IEnumerable list)
        {
            foreach (var found in list.Cast<object>().SelectMany(Filled)) yield return found;
        }
        else if (Decided.ContainsKey(value.GetType()))
        {
            foreach (var member in MembersOf(value.GetType()))
            {
                if (member.GetValue(value) is not { } held) continue;

                yield return (value.GetType(), member.Name);
                foreach (var found in Filled(held)) yield return found;
            }
        }
    }

    /// <summary>Every record of ours that a document may hold.</summary>
    private static HashSet<Type> DocumentTypes()
    {
        var found = new HashSet<Type>();
        var left = new Stack<Type>([typeof(Incident)]);
        while (left.TryPop(out var type))
        {
            foreach (var argument in type.GetGenericArguments()) left.Push(argument);
            if (type.Namespace?.StartsWith("IncidentApi.", StringComparison.Ordinal) != true || !found.Add(type)) continue;
            foreach (var member in MembersOf(type)) left.Push(member.PropertyType);
        }
        return found;
    }

    private static PropertyInfo[] MembersOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string Name((Type Type, string Member) member) => $"{member.Type.Name}.{member.Member}";

    private static IEnumerable<string> Strings(JsonNode node) => node switch
    {
        JsonObject holder => holder.SelectMany(child => child.Value is null ? [] : Strings(child.Value)),
        JsonArray list => list.SelectMany(item => Strings(item!)),
        _ => node.GetValueKind() == JsonValueKind.String ? [(string)node!] : [],
    };

    private static JsonNode? Find(JsonNode document, string pointer) => pointer.Split('/')[1..]
        .Aggregate((JsonNode?)document, (node, step) => node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : node?[step]);

    private static string? At(JsonNode document, string pointer) => (string?)Find(document, pointer);
}
