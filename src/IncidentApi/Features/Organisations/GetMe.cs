using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Organisations;

internal static class GetMe
{
    /// <summary>Tells whose key or token was sent, what it may do and when it ends.</summary>
    public static Ok<Me> Handle(Caller caller) => TypedResults.Ok(caller.OrganisationId == Guid.Empty
        ? new Me(null, null, caller.KeyName, caller.Scopes, null)
        : new Me(new NamedOrganisation(caller.OrganisationId, caller.OrganisationName), caller.KeyId, caller.KeyName, caller.Scopes, caller.ExpiresAt));
}
