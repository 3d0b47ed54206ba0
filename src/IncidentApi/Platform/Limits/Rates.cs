using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Platform.Limits;

/// <summary>
/// Charges each request to its key, or to the network of whoever shows none that works, and says in every answer what is left
/// (draft-ietf-httpapi-ratelimit-headers). The framework's own middleware knows neither costs nor these fields.
/// </summary>
internal sealed class Rates(LimitSettings settings, Networks networks) : IDisposable
{
    private readonly Allowance<(Guid, Guid)> _keys = new("key", settings.Key);
    private readonly Allowance<int> _networks = new("network", settings.Network);

    public Task ChargeAsync(HttpContext http, RequestDelegate next)
    {
        var cost = http.GetEndpoint()?.Metadata.GetMetadata<RequestCost>()?.Of(http.Request.Query) ?? 1;
        var (policy, taken) = http.Features.Get<Caller>() is { } caller
            ? (_keys.Policy, _keys.Take((caller.OrganisationId, caller.KeyId), cost))
            : (_networks.Policy, _networks.Take(networks.NumberOf(http.Connection.RemoteIpAddress), cost));
        http.Response.Headers["RateLimit-Policy"] = policy;
        http.Response.Headers["RateLimit"] = taken.Left;
        return taken.Granted
            ? next(http)
            : Problems.TooManyRequests.With($"This costs {cost} {(cost == 1 ? "permit" : "permits")}, and fewer are left.", taken.Wait).ExecuteAsync(http);
    }

    public void Dispose()
    {
        _keys.Dispose();
        _networks.Dispose();
    }
}
