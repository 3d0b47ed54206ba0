using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Partnerships;

internal static class GetPartnership
{
    /// <summary>Reads a partnership that the caller's organisation gave or received.</summary>
    public static async Task<Results<Ok<PartnershipResponse>, ProblemResult>> Handle(Guid id, Caller caller, PartnershipRead read, CancellationToken cancellation) =>
        await read.FindAsync(caller, id, cancellation) is { } found ? TypedResults.Ok(found) : Problems.NotFound.With();
}
