using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Webhooks.Guard;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Webhooks.Subscriptions;

/// <summary>Judges what somebody wants to be sent: whether the key may ask for it, whether the filter can be read, whether the address may be reached.</summary>
internal sealed class SubscriptionCheck(AddressGuard guard, Doors doors)
{
    // Who asks for names has little patience to wait for them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The first thing that is wrong; null where nothing is.</summary>
    public async Task<ProblemResult?> ProblemOfAsync(WebhookBody body, Caller caller, CancellationToken cancellation)
    {
        if (caller.IsToken) return Problems.KeyRequired.With("A webhook ends with its key: send one with webhooks:manage instead of a token.");
        if (Missing(body, caller) is { } scope) return new ProblemResult(Problems.MissingScope, $"A webhook is sent no more than its owner may read: this key needs {scope} too.", []) { Scope = scope };

        var (_, faults) = SubscriptionFilter.Read(body.Filter, doors.Open(caller, body.Scope ?? Door.Own));
        var found = faults.ToList();
        if (await FaultOfAsync(body.Url!, cancellation) is { } address) found.Add(Problems.ForbiddenAddress.At("/url", address, body.Url));
        return found.Count == 0 ? null : ProblemResult.Of(found);
    }

    private static string? Missing(WebhookBody body, Caller caller) =>
        !caller.Has(Scopes.ReadIncidents) ? Scopes.ReadIncidents : body.Include is not null && !caller.Has(Scopes.ExportIncidents) ? Scopes.ExportIncidents : null;

    private async Task<string?> FaultOfAsync(string url, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) return "This is no address.";
        if (guard.FaultOf(address) is { } written) return written;

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            return await guard.MayReachAsync(address, limit.Token) ? null : "This host leads to no address on the internet.";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "This host leads to no address on the internet: nobody answered in time.";
        }
    }
}
