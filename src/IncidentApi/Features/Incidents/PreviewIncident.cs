using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Incidents.Storage.Publishing;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Incidents;

/// <summary>How a record would look to an audience, and what stands in its way.</summary>
/// <param name="Audience">Who would read it.</param>
/// <param name="Document">What they would read.</param>
/// <param name="Removed">What was taken out or made coarser, and why.</param>
/// <param name="Found">Passages that look like the name of somebody hidden: it cannot be shown before they are gone or released.</param>
/// <param name="Alike">How many public records could be meant by what still shows of each hidden person: one is recognisable.</param>
internal sealed record Preview(
    [property: AudienceName] string Audience, Incident Document, IReadOnlyList<Removal> Removed, IReadOnlyList<FoundName> Found, IReadOnlyList<AlikeCount> Alike);

/// <summary>How many public records tell of somebody in the same role, month and region.</summary>
/// <param name="Role">As what the person appears.</param>
/// <param name="Month">The month that shows; absent when none does.</param>
/// <param name="Region">The region that shows, or the country; absent when no place does.</param>
/// <param name="Records">Public records like this, this one included: 1 makes the person recognisable to who knows the place.</param>
internal sealed record AlikeCount(string Role, string? Month, string? Region, long Records);

internal static class PreviewIncident
{
    internal sealed record Parameters
    {
        [Description("For whom: partners or public.")]
        [Required, AudienceName] public string? Audience { get; set; }
    }

    /// <summary>Shows how a record would look to partners or the public, what was removed and why, and what must change before it can be shown.</summary>
    public static async Task<Results<Ok<Preview>, ProblemResult>> Handle(Guid id, Query<Parameters> query, Caller caller, IncidentRead read, Publication publication,
        AlikeRecords alike, HttpResponse response, CancellationToken cancellation)
    {
        if (query.Value.Audience is not { } name)
        {
            return ProblemResult.Of([Problems.InvalidParameter.AtParameter("audience", "Say for whom.", allowed: ["partners", "public"])]);
        }

        if (await read.FindAsync(caller.OrganisationId, id, cancellation) is not { Incident: { } incident }) return Problems.NotFound.With();

        var audience = name == "partners" ? Audience.Partners : Audience.Public;
        var (redacted, found) = await publication.PreviewAsync(caller, incident, audience, cancellation);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Preview(name, redacted.Document, redacted.Removed, found, await alike.CountAsync(incident, audience, redacted.Document, cancellation)));
    }
}
