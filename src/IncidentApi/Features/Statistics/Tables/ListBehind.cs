using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.Tables;

/// <summary>Lists the records behind a figure of a fixed table, latest first.</summary>
internal static class ListBehind
{
    public static async Task<IResult> AnswerAsync(Door door, Sql ids, string? after, int limit, Cursors cursors, HttpRequest request, CancellationToken cancellation)
    {
        var list = $"{door.Reader} {request.Path} {ListKey.Of(request.Query)}";
        var order = ListOrder.Of("-occurred");
        var behind = after is { } cursor ? cursors.Read(list, cursor) : ((string, Guid)?)null;
        var page = new IncidentPage { IsPublic = door.IsPublic };
        await door.Store.ReadAllAsync(door.Scope,
            [(IncidentList.Among(door, ids, order, behind, limit + 1), rows => page.ReadAsync(rows, limit, list, order, cursors, cancellation))], cancellation);
        return page;
    }
}
