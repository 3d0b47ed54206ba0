using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Statistics.Detention;

/// <summary>Something by which those who were held are told apart. Its SQL speaks of them as <c>h</c>.</summary>
/// <param name="Name">As answers call it.</param>
/// <param name="ColumnOf">Where the value stands.</param>
internal sealed record HeldBy(string Name, Func<Sql> ColumnOf)
{
    /// <summary>The first days of the second and each further length.</summary>
    public static readonly int[] Lengths = [3, 31, 181, 366];

    private static readonly string[] LengthNames = ["up_to_2_days", "3_to_30_days", "31_to_180_days", "181_to_365_days", "over_365_days"];

    public static readonly IReadOnlyList<HeldBy> All =
    [
        new("place", () => $"h.place") { IsText = true },
        new("charge", () => $"charges.value") { IsText = true, JoinOf = () => $" left join lateral unnest(h.charges) as charges(value) on true" },
        new("length", () => $"case when h.shortest = h.longest then (array['up_to_2_days', '3_to_30_days', '31_to_180_days', '181_to_365_days', 'over_365_days'])[h.shortest + 1] end") { Codes = LengthNames },
        new("counselAccess", () => $"h.counsel_access") { Codes = Vocabulary.Named("detention.counselAccess").Codes },
    ];

    public Sql Column => ColumnOf();

    public Sql Join => JoinOf();

    /// <summary>Whether its values are free texts.</summary>
    public bool IsText { get; private init; }

    /// <summary>Its values, where they are codes.</summary>
    public IReadOnlyList<string> Codes { get; private init; } = [];

    private Func<Sql> JoinOf { get; init; } = () => Sql.Empty;

    public static HeldBy Of(string name) => All.First(by => by.Name == name);
}
