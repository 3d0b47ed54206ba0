using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>Who reads a redacted record: organisations with whom it is shared, or anybody.</summary>
internal enum Audience
{
    Partners,
    Public,
}

internal static class Audiences
{
    /// <summary>The visibility that opens a record to this audience.</summary>
    public static string Visibility(this Audience audience) => audience == Audience.Public ? "public" : "partners";
}

internal sealed class AudienceNameAttribute : OneOfAttribute
{
    public AudienceNameAttribute()
        : base("partners", "public") => (Called, Note) = ("Audience", "Who sees it beside the organisation itself.");
}
