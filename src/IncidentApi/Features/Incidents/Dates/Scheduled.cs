using System.Collections.Frozen;
using IncidentApi.Features.Vocabularies;

namespace IncidentApi.Features.Incidents.Dates;

/// <summary>The developments that may lie ahead: a hearing that is set, a law that enters into force.</summary>
internal static class Scheduled
{
    private static readonly FrozenSet<string> Planned = Vocabulary.Named("developments.kind").Terms
        .Where(term => term.Members.TryGetProperty("planned", out var planned) && planned.GetBoolean())
        .Select(term => term.Code).ToFrozenSet();

    public static bool IsPlanned(string? kind) => kind is not null && Planned.Contains(kind);
}
