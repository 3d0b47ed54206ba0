using System.Collections.Frozen;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies.Names;
using IncidentApi.Features.Vocabularies.Violations;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.Asking;

/// <summary>Everything by which figures can be grouped, a line each. README.md says what they mean.</summary>
internal static class Dimensions
{
    /// <summary>How many one question may name.</summary>
    public const int Most = 3;

    /// <summary>How many of them may be such that one thing has several values: their numbers multiply.</summary>
    public const int MostOfSeveral = 2;

    public static readonly IReadOnlyList<Dimension> All =
    [
        new("violation", DimensionLevel.Act, new TermValues("violation", "violations.type"), $"t.type") { Asked = filter => filter.Violation },
        new("violationGroup", DimensionLevel.Act, new TermValues("violationGroup", "violations.group"), $"groups.value") { Join = GroupOfType() },
        Several("right", DimensionLevel.Act, new TermValues("right", "rights"), $"f.rights", $"rights") with { Asked = filter => filter.Right },
        Several("perpetrator", DimensionLevel.Act, new TermValues("perpetrator", "people.category"), $"f.perpetrators", $"perpetrators") with { Asked = filter => filter.Perpetrator },
        new("country", DimensionLevel.Act, new PlaceValues(), $"f.country") { Asked = filter => filter.Country },
        new("region", DimensionLevel.Act, new PlaceValues(), $"f.region") { Asked = filter => filter.Region },
        Several("sourceKind", DimensionLevel.Act, new TermValues("source", "sources.kind"), $"f.source_kinds", $"sources") with { Asked = filter => filter.Source },
        new("year", DimensionLevel.Record, new BucketValues(1), $"f.act_year") { OfRecord = $"f.year" },
        new("quarter", DimensionLevel.Record, new BucketValues(4), $"f.act_quarter") { OfRecord = $"f.quarter" },
        new("month", DimensionLevel.Record, new BucketValues(BucketValues.MonthsPerYear), $"f.act_month") { OfRecord = $"f.month" },
        new("kind", DimensionLevel.Record, new CodeValues("incident.kind"), $"f.kind"),
        new("status", DimensionLevel.Record, new CodeValues("incident.status"), $"f.status"),
        new("verification", DimensionLevel.Record, new CodeValues("incident.verification"), $"f.act_verification") { OfRecord = $"f.verification" },
        Several("defenderRole", DimensionLevel.Victim, new TermValues("defenderRole", "people.defenderRoles"), $"f.defender_roles", $"roles") with { Asked = filter => filter.DefenderRole },
        new("gender", DimensionLevel.Victim, new TermValues("gender", "people.gender"), $"f.gender") { Asked = filter => filter.Gender },
        new("ageBand", DimensionLevel.Victim, new TermValues("ageBand", "people.ageBand"), $"f.age_band") { Asked = filter => filter.AgeBand },
        Several("atRisk", DimensionLevel.Victim, new TermValues("atRisk", "people.atRiskGroups"), $"f.at_risk", $"at_risk_groups") with { Asked = filter => filter.AtRisk },
        new("organisation", DimensionLevel.Record, new IdValues(), $"f.organisation_id"),
    ];

    private static readonly FrozenDictionary<string, Dimension> ByName = All.ToFrozenDictionary(dimension => dimension.Name);

    public static Dimension Of(string name) => ByName[name];

    /// <summary>The act's type as <c>t.type</c>; with what else the act was, a row each.</summary>
    public static Sql Types(bool all) => all
        ? Sql.Of($" cross join lateral (select unnest(array[f.type] || f.also_types) as type) t")
        : Sql.Of($" cross join lateral (select f.type) t");

    private static Dimension Several(string name, DimensionLevel of, DimensionValues values, Sql list, Sql alias) =>
        new(name, of, values, $"{alias}.value") { HasSeveral = true, Join = $" left join lateral unnest({list}) as {alias}(value) on true" };

    private static Sql GroupOfType() => $"""
         join unnest({FilterTerm.Of("violation", ViolationTypes.All.Select(type => type.Code))},
            {FilterTerm.Of("violationGroup", ViolationTypes.All.Select(type => type.Group))}) as groups(type, value) on groups.type = t.type
        """;
}

/// <summary>The names of dimensions and of measures, with those that come near to one that is none.</summary>
internal abstract class NamesAttribute : ClosedListAttribute
{
    private NameIndex<string>? _index;

    public override string? Name => null;

    public override bool Contains(string code) => Codes.Contains(code, StringComparer.Ordinal);

    public override IReadOnlyList<string> Near(string text) => [.. (_index ??= new NameIndex<string>(Codes, code => [code])).Near(text).Take(3)];
}

internal sealed class DimensionNamesAttribute : NamesAttribute
{
    public override string? Called => "Dimension";

    public override string? Note => "By what figures can be grouped.";

    public override IReadOnlyList<string> Codes { get; } = [.. Dimensions.All.Select(dimension => dimension.Name)];
}

internal sealed class MeasureNamesAttribute : NamesAttribute
{
    public override string? Called => "Measure";

    public override string? Note => "What figures count.";

    public override IReadOnlyList<string> Codes { get; } = [.. Measure.All.Select(measure => measure.Name)];
}
