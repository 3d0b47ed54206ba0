namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>A question to <c>/v1/statistics</c>.</summary>
internal sealed record NaiveQuestion(IReadOnlyList<string> GroupBy, string Measure, IReadOnlyDictionary<string, string> Filter)
{
    private static readonly string[] OfRecords = ["incidents"];

    // What is counted several times by nature, as the README of the statistics lists it.
    private static readonly string[] Several = ["right", "perpetrator", "sourceKind", "atRisk", "defenderRole"];

    public bool AllTypes { get; init; }

    public bool CountsRecords => OfRecords.Contains(Measure);

    public IReadOnlyList<string> Kinds => Filter.TryGetValue("kind", out var kinds) ? kinds.Split(',') : ["event"];

    public bool MustOverlap => GroupBy.Any(Several.Contains) || (AllTypes && GroupBy.Any(name => name is "violation" or "violationGroup"));

    public string Parameters => string.Join('&', FilterParts.Concat(GroupBy.Count == 0 ? [] : [$"groupBy={string.Join(',', GroupBy)}"])
        .Append($"measure={Measure}").Concat(AllTypes ? ["types=all"] : []));

    /// <summary>The filter alone.</summary>
    public string Filtered => string.Join('&', FilterParts);

    private IEnumerable<string> FilterParts => Filter.Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value)}");

    /// <summary>The address of the list of the same filter, of whole documents.</summary>
    public string List => $"/v1/incidents?{string.Join('&', FilterParts.Append("fields=all").Append("limit=200"))}";

    /// <summary>Whether a figure of acts or victims may hold this row.</summary>
    /// <param name="row">The act, and one of its victims.</param>
    /// <param name="entryOf">Into which entry of the register another one went.</param>
    public bool Selects(NaiveRow row, Func<string, string> entryOf) => Filter.All(part => part.Key switch
    {
        "violation" => Asked(part.Value, row.Act.AllTypes),
        "right" => Asked(part.Value, row.Act.Rights),
        "perpetrator" => Asked(part.Value, row.Act.Perpetrators),
        "source" => Asked(part.Value, row.Act.SourceKinds),
        "country" or "region" => Asked(part.Value, [(string?)row.Act.Place?[part.Key]]),
        "personId" => (string?)row.Victim?["personId"] is { } person && part.Value.Split(',').Select(entryOf).Contains(entryOf(person)),
        "gender" or "ageBand" => Asked(part.Value, [(string?)row.Victim?[part.Key]]),
        "atRisk" => Asked(part.Value, NaiveRecord.Texts(row.Victim?["atRiskGroups"])),
        "defenderRole" => Asked(part.Value, NaiveRecord.Texts(row.Victim?["defenderRoles"])),
        _ => true,
    });

    /// <summary>Every combination of values that a row has for the grouping; a type goes with its own group.</summary>
    public IEnumerable<string> KeysOf(NaiveRow row) => (AllTypes ? row.Act.AllTypes : [row.Act.Type]).SelectMany(type => GroupBy
        .Select(name => Shown(name, ValuesOf(name, row, type).DefaultIfEmpty("unspecified").Distinct().ToList()))
        .Aggregate((IEnumerable<string>)[""], (keys, values) => keys.SelectMany(key => values.Select(value => $"{key}/{value}")))).Distinct();

    /// <summary>Of records a dimension that is filtered shows what was asked for, and nothing else.</summary>
    private IEnumerable<string> Shown(string name, List<string> values) =>
        CountsRecords && Filter.TryGetValue(name == "sourceKind" ? "source" : name, out var asked) ? values.Where(asked.Split(',').Contains) : values;

    private IEnumerable<string> ValuesOf(string name, NaiveRow row, string type) => name switch
    {
        "violation" => [type],
        "violationGroup" => [NaiveVocabulary.GroupOf(type)],
        "right" => row.Act.Rights,
        "perpetrator" => row.Act.Perpetrators,
        "sourceKind" => row.Act.SourceKinds,
        "country" or "region" => One((string?)row.Act.Place?[name]),
        "verification" => [CountsRecords ? row.Record.Verification : row.Act.Verification],
        "year" or "quarter" or "month" => [NaiveDates.Bucket(CountsRecords ? row.Record.Shown["occurred"] : row.Act.Occurred, name)],
        "gender" or "ageBand" => One((string?)row.Victim?[name]),
        "atRisk" => NaiveRecord.Texts(row.Victim?["atRiskGroups"]),
        "defenderRole" => NaiveRecord.Texts(row.Victim?["defenderRoles"]),
        "kind" => [row.Record.Kind],
        "status" => [(string)row.Record.Shown["status"]!],
        "organisation" => [row.Record.Organisation],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Nobody defined this dimension."),
    };

    private static bool Asked(string value, IEnumerable<string?> of) => value.Split(',').Intersect(of.OfType<string>()).Any();

    private static IEnumerable<string> One(string? value) => value is null ? [] : [value];
}
