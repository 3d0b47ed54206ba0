using System.Text.Json.Serialization;
using IncidentApi.Features.Vocabularies;

namespace IncidentApi.Features.Incidents.Map;

/// <summary>An incident as a map layer shows it.</summary>
internal sealed record ExportedProperties : IncidentBrief
{
    /// <summary>How precisely the place is known, as location says it; null where it is hidden.</summary>
    [Code("location.precision"), JsonIgnore(Condition = JsonIgnoreCondition.Never)] public string? Precision { get; init; }
}
