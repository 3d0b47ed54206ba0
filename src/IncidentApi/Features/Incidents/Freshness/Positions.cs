using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Incidents.Freshness;

/// <summary>
/// Where the log of everything that one reader may read stands: one text, from rows that are found by key. Whatever changes an answer moves
/// it in the same transaction; what he may not see moves it no more than it must.
/// </summary>
internal static class Positions
{
    public static Sql Public => $"select position || '.' || upkeep from public_heads";

    public static Sql Of(Door door) => door switch
    {
        { IsPublic: true } => Public,
        { IsOwn: true } => $"select position || '.' || upkeep from heads where organisation_id = {Guid.Parse(door.Scope.Value)}",
        _ => $"select shared_position()",
    };
}
