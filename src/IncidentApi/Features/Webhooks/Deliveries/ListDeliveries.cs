using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Webhooks.Deliveries;

internal static class ListDeliveries
{
    internal sealed record Parameters
    {
        [Description("Only those that stand so. dead: the dead letters.")]
        [DeliveryStatuses] public string? Status { get; set; }

        [Description("How many items a page has.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("The nextCursor of the page before.")]
        public string? After { get; set; }
    }

    /// <summary>Lists what a webhook was sent and is to be sent, newest first, with every attempt and what the receiver said. It is kept for 30 days unless this server says otherwise.</summary>
    public static async Task<Results<Ok<DeliveryPage>, ProblemResult>> Handle(
        Guid id, Query<Parameters> query, Caller caller, Subscriptions.Subscriptions subscriptions, DeliveryLog log, Cursors cursors, HttpContext http, CancellationToken cancellation)
    {
        if (await subscriptions.FindAsync(caller.OrganisationId, id, cancellation) is null) return Problems.NotFound.With();

        var asked = query.Value;
        var list = $"{caller.OrganisationId} deliveries {id} {ListKey.Of(http.Request.Query)}";
        Guid? after = asked.After is { } cursor ? cursors.Read(list, cursor).Id : null;
        var found = await log.ListAsync(caller.OrganisationId, id, asked.Status, after, asked.Limit + 1, cancellation);
        var page = found.Take(asked.Limit).ToList();
        var next = found.Count > asked.Limit ? cursors.Write(list, "", page[^1].Id) : null;
        if (next is not null) http.Response.Headers.Link = PageLink.Next(http.Request, next);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new DeliveryPage(page, next));
    }
}
