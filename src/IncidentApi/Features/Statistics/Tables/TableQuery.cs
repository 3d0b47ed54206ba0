using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.Tables;

/// <summary>What every fixed table of figures may be asked: of which records.</summary>
internal abstract record TableQuery
{
    public IncidentFilter Filter { get; } = new();

    /// <summary>Faults of the filter at this door, of what would answer nothing but zeros too, which somebody could take for a finding.</summary>
    protected IEnumerable<Fault> FaultsOfFilter(Door door, bool eventsAlone = false)
    {
        foreach (var fault in Filter.Faults().Concat(Filter.FaultsAt(door))) yield return fault;
        if (Filter.Status?.Contains("withdrawn") == true) yield return Fault("status", "Withdrawn records never count. GET /v1/incidents lists them.", "withdrawn");
        if (Filter.Verification?.Contains("false") == true) yield return Fault("verification", "Records that were found false never count. GET /v1/incidents lists them.", "false");
        if (eventsAlone && Filter.Kind?.FirstOrDefault(kind => kind != "event") is { } kind) yield return Fault("kind", "This table counts events alone.", kind, ["event"]);
    }

    protected static Fault Fault(string parameter, string detail, string? value = null, IReadOnlyList<string>? allowed = null) =>
        Problems.InvalidParameter.AtParameter(parameter, detail, value, allowed);
}
