using System.ComponentModel;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.Asking;

/// <summary>What decides which records stand behind which figure: the figures and their lists of records are asked for alike.</summary>
internal abstract record StatisticsQuery
{
    protected const string AllTypes = "all";

    public IncidentFilter Filter { get; } = new();

    [Description("By what to group: up to three dimensions. Without it there is the total alone.")]
    [DimensionNames] public string[]? GroupBy { get; set; }

    [Description("What to add up: incidents; violations, which are acts by their number; victims, people by the acts that they suffered; people, distinct entries of the register (scope=own alone).")]
    [MeasureNames] public string Measure { get; set; } = "incidents";

    [Description("main: an act counts as its type. all: as everything that it was, alsoTypes included; the groups overlap then.")]
    [OneOf("main", AllTypes, Called = "CountedTypes", Note = "Whether an act counts by its main type alone, or also by what else it was.")] public string Types { get; set; } = "main";

    public Question AtDoor(Door door) => new(new Selection(door, Filter), Asking.Measure.Of(Measure), [.. (GroupBy ?? []).Select(Dimensions.Of)], Types == AllTypes);

    /// <summary>Faults that the parameters make together, and at this door.</summary>
    public IEnumerable<Fault> FaultsAt(Door door) => [.. Filter.Faults(), .. Filter.FaultsAt(door), .. FaultsOfDimensions(door), .. FaultsOfNothing()];

    private IEnumerable<Fault> FaultsOfDimensions(Door door)
    {
        var names = GroupBy ?? [];
        if (names.Length > Dimensions.Most) yield return Fault("groupBy", $"At most {Dimensions.Most} dimensions.", string.Join(',', names));
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice) yield return Fault("groupBy", $"“{twice.Key}” stands twice.", twice.Key);
        if (names.Select(Dimensions.Of).Count(dimension => dimension.HasSeveral) > Dimensions.MostOfSeveral) yield return Fault("groupBy", "At most two of right, perpetrator, sourceKind, defenderRole and atRisk: one record may have dozens of each.", string.Join(',', names));
        if (door.IsOwn && names.Contains("organisation")) yield return Fault("groupBy", "scope=own has one organisation: group by organisation with scope=shared or public.", "organisation");
        if (Types == AllTypes && !names.Any(name => Dimensions.Of(name).IsOfTypes)) yield return Fault("types", "types=all needs violation or violationGroup in groupBy.", Types);
        if (!door.IsOwn && Measure == "people") yield return Fault("measure", "people counts scope=own alone: other scopes show no register. Ask for victims.", Measure);
    }

    /// <summary>What would answer nothing but zeros, which somebody could take for a finding.</summary>
    private IEnumerable<Fault> FaultsOfNothing()
    {
        if (Filter.Status?.Contains("withdrawn") == true) yield return Fault("status", "Withdrawn records never count. GET /v1/incidents lists them.", "withdrawn");
        if (Filter.Verification?.Contains("false") == true) yield return Fault("verification", "Records that were found false never count. GET /v1/incidents lists them.", "false");
        if (Measure != "incidents" && Filter.Violation?.All(type => type == "positive_development") == true)
        {
            yield return Fault("violation", $"A positive development is no violation: it counts among incidents, and adds nothing to {Measure}.", "positive_development");
        }
    }

    protected static Fault Fault(string parameter, string detail, string? value = null) => Problems.InvalidParameter.AtParameter(parameter, detail, value);
}

internal sealed class TableFormatAttribute : OneOfAttribute
{
    public TableFormatAttribute()
        : base("json", "csv") => (Called, Note) = ("TableFormat", "The form of a table.");
}
