using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Authentication;

namespace IncidentApi.Features.Changes.Waiting;

/// <summary>Whether the key or the token of a request that stands open for long still works: it is judged anew, as if it had come just now.</summary>
internal sealed class Standing(IServiceScopeFactory scopes)
{
    public async Task<bool> HoldsAsync(HttpContext http, Caller? caller, CancellationToken cancellation)
    {
        if (caller is null) return true;

        await using var scope = scopes.CreateAsyncScope();
        var anew = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancellation };
        anew.Request.Headers.Authorization = http.Request.Headers.Authorization;
        anew.Connection.RemoteIpAddress = http.Connection.RemoteIpAddress;
        await anew.AuthenticateAsync();
        return anew.Features.Get<Caller>() is { } found && found.OrganisationId == caller.OrganisationId && found.KeyId == caller.KeyId && found.Has(Scopes.ReadIncidents);
    }
}
