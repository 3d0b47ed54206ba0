namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>Filters drawn from what a reader's records hold, so that each finds something.</summary>
internal static class NaiveFilters
{
    public static List<Dictionary<string, string>> Of(NaiveReader reader)
    {
        var acts = reader.All.SelectMany(record => record.Acts).ToList();
        var people = reader.All.SelectMany(record => record.People).ToList();
        List<Dictionary<string, string>> filters =
        [
            new() { ["violation"] = Two(acts.SelectMany(act => act.AllTypes)) },
            new() { ["right"] = Two(acts.SelectMany(act => act.Rights)) },
            new() { ["right"] = "hrmi:arrest,hrmi:torture", ["kind"] = "event,pattern" },
            new() { ["perpetrator"] = Two(acts.SelectMany(act => act.Perpetrators)) },
            new() { ["source"] = Two(acts.SelectMany(act => act.SourceKinds)) },
            new() { ["country"] = "KG" },
            new() { ["region"] = Two(acts.Select(act => (string?)act.Place?["region"]).OfType<string>()) },
            new() { ["defenderRole"] = Two(people.SelectMany(person => NaiveRecord.Texts(person["defenderRoles"]))) },
            new() { ["verification"] = "unverified,verified" },
            new() { ["status"] = "published,draft" },
            new() { ["from"] = "2019", ["to"] = "2020-06" },
            new() { ["from"] = "2019-03-01", ["dates"] = "possible" },
            new() { ["ongoingOn"] = "2020-06-01", ["dates"] = "possible", ["kind"] = "event,pattern,measure" },
            new() { ["country"] = "KG", ["violation"] = Two(acts.Select(act => act.Type)), ["perpetrator"] = Two(acts.SelectMany(act => act.Perpetrators)) },
        ];
        if (reader.Scope != "own") return filters;

        filters.AddRange(
        [
            new() { ["gender"] = "woman" },
            new() { ["gender"] = "woman,man", ["defenderRole"] = Two(people.SelectMany(person => NaiveRecord.Texts(person["defenderRoles"]))) },
            new() { ["ageBand"] = Two(people.Select(person => (string?)person["ageBand"]).OfType<string>(), "adult") },
            new() { ["atRisk"] = Two(people.SelectMany(person => NaiveRecord.Texts(person["atRiskGroups"])), "journalists") },
        ]);
        filters.AddRange(people.Where(person => (string)person["kind"]! == "person").Select(person => (string?)person["personId"]).OfType<string>().Distinct().Take(4)
            .Select(entry => new Dictionary<string, string> { ["personId"] = entry }));
        return filters;
    }

    /// <summary>The two values that are there most often.</summary>
    private static string Two(IEnumerable<string> values, string otherwise = "")
    {
        var most = values.GroupBy(value => value).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).Take(2).Select(group => group.Key).ToList();
        return most.Count == 0 ? otherwise : string.Join(',', most);
    }
}
