using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>A record as a list shows it whole, read member by member.</summary>
internal sealed class NaiveRecord
{
    public NaiveRecord(JsonNode shown)
    {
        Shown = shown;
        Acts = [.. List(shown["violations"]).Select(act => new NaiveAct(this, act))];
        Counts = (string)shown["status"]! != "withdrawn" && Verification != "false" && Counting.Any()
            && !List(shown["related"]).Any(relation => (string)relation["type"]! == "duplicate_of");
    }

    public JsonNode Shown { get; }

    public IReadOnlyList<NaiveAct> Acts { get; }

    public string Id => (string)Shown["id"]!;

    public string Kind => (string)Shown["kind"]!;

    public string Verification => (string)Shown["verification"]!;

    public string Organisation => (string)Shown["organisation"]!["id"]!;

    public IEnumerable<JsonNode> People => List(Shown["people"]);

    public IEnumerable<JsonNode> Sources => List(Shown["sources"]);

    /// <summary>The acts that nobody found to be false.</summary>
    public IEnumerable<NaiveAct> Counting => Acts.Where(act => act.OwnVerification != "false");

    /// <summary>Whether a figure may be over it at all, wholes apart.</summary>
    public bool Counts { get; }

    /// <summary>Whether this record names the other one in this way.</summary>
    public bool Names(NaiveRecord other, string type) => other != this && List(Shown["related"]).Any(relation => (string)relation["type"]! == type
        && (relation["id"] is { } id ? string.Equals((string)id!, other.Id, StringComparison.OrdinalIgnoreCase) : JsonNode.DeepEquals(relation["externalRef"], other.Shown["externalRef"])));

    internal static IEnumerable<JsonNode> List(JsonNode? array) => array?.AsArray().OfType<JsonNode>() ?? [];

    internal static IEnumerable<string> Texts(JsonNode? array) => List(array).Select(text => (string)text!);
}

/// <summary>One act of a record, with what it takes from the record where it says nothing itself.</summary>
internal sealed class NaiveAct
{
    public NaiveAct(NaiveRecord record, JsonNode shown)
    {
        (Record, Shown) = (record, shown);
        Victims = [.. Named("victims")];
        Perpetrators = [.. Named("perpetrators").Select(person => (string?)person["category"]).OfType<string>().Distinct()];
        AllTypes = [Type, .. NaiveRecord.Texts(shown["alsoTypes"])];
        Rights = [.. AllTypes.SelectMany(type => NaiveVocabulary.RightsOf(type, NaiveVocabulary.IsState(Perpetrators))).Distinct()];

        var named = NaiveRecord.Texts(shown["sources"]).ToList();
        SourceKinds = [.. record.Sources.Where(source => named.Count == 0 || named.Contains((string)source["ref"]!)).Select(source => (string)source["kind"]!).Distinct()];
    }

    public NaiveRecord Record { get; }

    public JsonNode Shown { get; }

    public IReadOnlyList<JsonNode> Victims { get; }

    public IReadOnlyList<string> Perpetrators { get; }

    public IReadOnlyList<string> AllTypes { get; }

    public IReadOnlyList<string> Rights { get; }

    public IReadOnlyList<string> SourceKinds { get; }

    public string Type => (string)Shown["type"]!;

    public bool IsViolation => Type != "positive_development";

    public string OwnVerification => (string?)Shown["verification"] ?? "unverified";

    public string Verification => OwnVerification == "unverified" ? Record.Verification : OwnVerification;

    public JsonNode? Occurred => Shown["occurred"] ?? Record.Shown["occurred"];

    public JsonNode? Place => Shown["location"] ?? Record.Shown["location"];

    private IEnumerable<JsonNode> Named(string member) =>
        NaiveRecord.Texts(Shown[member]).Distinct().SelectMany(name => Record.People.Where(person => (string)person["ref"]! == name));
}

/// <summary>What is grouped: an act, and one of its victims if it names any.</summary>
internal sealed record NaiveRow(NaiveAct Act, JsonNode? Victim)
{
    public NaiveRecord Record => Act.Record;

    public static IEnumerable<NaiveRow> Of(NaiveRecord record) => record.Counting.SelectMany(act =>
        act.Victims.Count == 0 ? [new NaiveRow(act, null)] : act.Victims.Select(victim => new NaiveRow(act, victim)));
}
