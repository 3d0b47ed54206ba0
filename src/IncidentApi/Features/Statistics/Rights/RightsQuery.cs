using System.ComponentModel;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Tables;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.Rights;

/// <summary>What decides which acts stand in which row.</summary>
internal abstract record RightsQuery : TableQuery
{
    [Description("Whose list of rights: hrmi, of the Human Rights Measurement Initiative; iccpr, the articles of the International Covenant on Civil and Political Rights. Both unless one is named.")]
    [RightsList] public string[]? List { get; set; }

    public IReadOnlyList<string> Lists => List ?? [RightsTable.Hrmi, RightsTable.Iccpr];

    public IReadOnlyList<string> Rights => RightsTable.RightsOf(Lists, Filter.Right);

    protected IEnumerable<Fault> FaultsOfRights(Door door)
    {
        foreach (var fault in FaultsOfFilter(door)) yield return fault;
        if (Rights.Count == 0) yield return Fault("right", $"None of these rights is of {string.Join(" or ", Lists)}.", string.Join(',', Filter.Right!), RightsTable.RightsOf(Lists, null));
    }
}

internal sealed class RightsListAttribute : OneOfAttribute
{
    public RightsListAttribute()
        : base(RightsTable.Hrmi, RightsTable.Iccpr) =>
        (Called, Note) = ("RightsList", "A list of rights: of the Human Rights Measurement Initiative, or of the International Covenant on Civil and Political Rights.");
}
