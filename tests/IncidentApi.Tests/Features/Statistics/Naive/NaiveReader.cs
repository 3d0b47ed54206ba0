using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Browsers;

namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>Somebody who asks both: the API for its figures, and the documents of the lists for the same once more.</summary>
internal sealed class NaiveReader(HttpClient client, string scope, IReadOnlyList<NaiveRecord> all, NaiveStatistics naive)
{
    private readonly Dictionary<string, IReadOnlySet<string>> _lists = [];

    public HttpClient Client => client;

    public string Scope => scope;

    public IReadOnlyList<NaiveRecord> All => all;

    /// <summary>The groups with their figures that were compared, so that a test can say that there were some.</summary>
    public int Compared { get; private set; }

    public static async Task<NaiveReader> OfAsync(HttpClient client, string scope)
    {
        var all = (await client.WalkAsync($"/v1/incidents?scope={scope}&fields=all&limit=200")).ConvertAll(document => new NaiveRecord(document));
        var entries = new Dictionary<string, string>();
        foreach (var entry in scope != "own" ? [] : all.SelectMany(record => record.People).Select(person => (string?)person["personId"]).OfType<string>().Distinct())
        {
            var known = (await client.ReadAsync($"/v1/people/{entry}")).Expect(HttpStatusCode.OK);
            if ((string?)known.Json["mergedInto"] is { } into) entries[entry] = into;
        }

        return new(client, scope, all, new NaiveStatistics(all, scope == "own", entries));
    }

    /// <summary>Every figure that differs between the answer to this question and its definition, with what both say.</summary>
    public async Task<List<string>> DifferencesAsync(NaiveQuestion question, bool records = false)
    {
        var listed = await ListedAsync(question);
        var answer = (await client.ReadAsync($"/v1/statistics?scope={scope}&{question.Parameters}")).Expect(HttpStatusCode.OK).Json;
        var differences = new List<string>();
        if (scope != "own") differences.AddRange(Overlaps(question, answer, listed));
        foreach (var kind in question.Kinds)
        {
            var shown = answer["groups"]!.AsArray().Select(group => (Key: KeyOf(question, group!), Shown: group![$"{kind}s"]))
                .Where(group => group.Shown is not null && !NaiveAnswer.Read(group.Shown).IsEmpty).ToDictionary(group => group.Key, group => group.Shown!);
            var groups = question.GroupBy.Count == 0 ? [] : naive.Groups(question, listed, kind);
            foreach (var key in groups.Keys.Union(shown.Keys).Order())
            {
                Compared++;
                var (figure, other) = (NaiveAnswer.Read(shown.GetValueOrDefault(key)), groups.TryGetValue(key, out var counted) ? new NaiveAnswer(counted.Figure, counted.Unlinked) : default);
                if (figure != other) differences.Add($"{question.Parameters} {kind} {key}: {figure}, by its definition {other}");
                else if (records) differences.AddRange(await RecordDifferencesAsync(question, key, shown[key], counted!));
            }

            var total = naive.Total(question, listed, kind);
            differences.AddRange(NaiveAnswer.DifferencesOfTotal(question, answer, kind, total, [.. groups.Values]));
        }

        return differences;
    }

    /// <summary>Groups that say of several organisations what they should not, or not what they should. Those of different kinds have nothing in common.</summary>
    private IEnumerable<string> Overlaps(NaiveQuestion question, JsonNode answer, IReadOnlySet<string> listed)
    {
        var organisations = question.Kinds.SelectMany(kind => naive.Groups(question, listed, kind))
            .GroupBy(group => group.Key, group => group.Value).ToDictionary(group => group.Key, group => group.Max(one => one.Records.Select(record => record.Organisation).Distinct().Count()));
        return answer["groups"]!.AsArray().Select(group => (Key: KeyOf(question, group!), MayOverlap: (bool?)group!["mayOverlap"] == true))
            .Where(group => group.MayOverlap != organisations.GetValueOrDefault(group.Key) > 1).Select(group => $"{question.Parameters} {group.Key}: mayOverlap {group.MayOverlap}");
    }

    private static string KeyOf(NaiveQuestion question, JsonNode group) => string.Concat(question.GroupBy.Select(name => $"/{(string)group["key"]![name]!}"));

    /// <summary>Whether a figure's list shows exactly the records behind it.</summary>
    private async Task<List<string>> RecordDifferencesAsync(NaiveQuestion question, string key, JsonNode shown, NaiveGroup counted)
    {
        var behind = (await client.WalkAsync((string)shown["incidents"]!)).Ids().Order();
        var expected = counted.Records.Select(record => record.Id).Order();
        return behind.SequenceEqual(expected) ? [] : [$"{question.Parameters} {key}: lists {string.Join(',', behind)}, by its definition {string.Join(',', expected)}"];
    }

    /// <summary>The rows that a question of acts or victims is over.</summary>
    public async Task<List<NaiveRow>> RowsAsync(NaiveQuestion question, string kind) => naive.RowsOf(question, await ListedAsync(question), kind);

    private async Task<IReadOnlySet<string>> ListedAsync(NaiveQuestion question)
    {
        if (!_lists.TryGetValue(question.List, out var listed))
        {
            _lists[question.List] = listed = (await client.WalkAsync($"{question.List}&scope={scope}")).Ids().ToHashSet();
        }

        return listed;
    }
}

/// <summary>A figure as an answer shows it.</summary>
internal readonly record struct NaiveAnswer(NaiveFigure Figure, NaiveFigure Unlinked)
{
    public bool IsEmpty => this == default;

    public override string ToString() => Unlinked == default ? $"{Figure}" : $"{Figure} unlinked {Unlinked}";

    public static NaiveAnswer Read(JsonNode? shown) => new(NaiveFigure.Read(shown), NaiveFigure.Read(shown?["unlinked"]));

    /// <summary>What is wrong with a total, or with what the answer says of how its groups add up.</summary>
    public static IEnumerable<string> DifferencesOfTotal(NaiveQuestion question, JsonNode answer, string kind, NaiveGroup total, IReadOnlyList<NaiveGroup> groups)
    {
        var (shown, counting) = (answer["total"]?[$"{kind}s"], (string?)answer["counting"]);
        var said = Read(shown);
        var expected = new NaiveAnswer(total.Figure, total.Unlinked);
        var sum = new NaiveAnswer(NaiveFigure.Sum(groups.Select(group => group.Figure)), NaiveFigure.Sum(groups.Select(group => group.Unlinked)));
        var overlaps = counting == "overlapping";
        if (counting is not ("exclusive" or "overlapping")) yield return $"{question.Parameters}: counting {counting}";
        if (question.MustOverlap && !overlaps) yield return $"{question.Parameters}: counting {counting}";
        if (!overlaps && question.GroupBy.Count > 0 && sum != expected) yield return $"{question.Parameters} {kind}: exclusive, but {sum} is not {expected}";
        if (shown is not null && said != expected) yield return $"{question.Parameters} {kind} total: {said}, by its definition {expected}";
        if (answer["total"] is null && (!overlaps || question.CountsRecords)) yield return $"{question.Parameters}: no total";
        if (answer["total"] is not null && overlaps && question.Measure is "violations" or "victims" && question.MustOverlap) yield return $"{question.Parameters}: a total of what is counted several times";
        if (answer["total"] is not null && shown is null && !expected.IsEmpty) yield return $"{question.Parameters}: no total of {kind}";
    }
}
