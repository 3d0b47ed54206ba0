using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>A number of which one knows a least and a most, and how many groups nobody could count.</summary>
internal readonly record struct NaiveFigure(long Min, long Max, long UnknownGroups, long Organisations = 0)
{
    public static readonly NaiveFigure One = new(1, 1, 0);
    public static readonly NaiveFigure Nobody = new(0, 0, 0);
    public static readonly NaiveFigure Unknown = new(0, 0, 1);

    public override string ToString() => $"{Min}-{Max}+{UnknownGroups}?&{Organisations}";

    /// <summary>The number of an act: one, unless words alone say how many.</summary>
    public static NaiveFigure OfAct(JsonNode act) => Written(act) ?? (act["countNote"] is null ? One : Unknown);

    /// <summary>How many people a victim is; organisations and institutions are none, and a person is one.</summary>
    public static NaiveFigure OfPeople(JsonNode victim) => (string)victim["kind"]! switch
    {
        "organisation" or "institution" => new(0, 0, 0, (long?)victim["count"] ?? (long?)victim["countMin"] ?? 1),
        "person" => One,
        _ => Written(victim) ?? Unknown,
    };

    /// <summary>A figure of an answer.</summary>
    public static NaiveFigure Read(JsonNode? shown) => shown is null ? Nobody
        : new((long)shown["min"]!, (long)shown["max"]!, (long)shown["unknownGroups"]!, (long?)shown["organisations"] ?? 0);

    /// <summary>Several of these, one after the other.</summary>
    public static NaiveFigure Sum(IEnumerable<NaiveFigure> figures) => figures.Aggregate(Nobody, (sum, next) =>
        new(sum.Min + next.Min, sum.Max + next.Max, sum.UnknownGroups + next.UnknownGroups, sum.Organisations + next.Organisations));

    private static NaiveFigure? Written(JsonNode counted) => ((long?)counted["count"], (long?)counted["countMin"], (long?)counted["countMax"]) switch
    {
        ({ } exactly, _, _) => new(exactly, exactly, 0),
        (_, { } least, { } most) => new(least, most, 0),
        (_, { } least, null) => new(least, least, 1),
        (_, null, { } most) => new(0, most, 0),
        _ => null,
    };
}
