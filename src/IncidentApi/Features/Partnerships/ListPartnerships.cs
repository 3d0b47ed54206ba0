using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Partnerships;

internal static class ListPartnerships
{
    /// <summary>Lists the partnerships that the caller's organisation gave and received, those that ended too, newest first.</summary>
    public static async Task<Ok<WholeList<PartnershipResponse>>> Handle(Caller caller, PartnershipRead read, CancellationToken cancellation) =>
        TypedResults.Ok(new WholeList<PartnershipResponse>(await read.ListAsync(caller, cancellation)));
}
