using IncidentApi.Platform.Data;

namespace IncidentApi.Platform.Security;

/// <summary>What a key made and what goes on without it being shown again: whoever stole the key must not keep that when it is revoked.</summary>
internal interface IEndWithKeys
{
    /// <summary>Ends what the key made, in the transaction that revokes it.</summary>
    IEnumerable<Sql> Revoked(Guid key);

    /// <summary>Hands what the key made on to the one that takes its place, in the transaction that issues that.</summary>
    IEnumerable<Sql> Rotated(Guid key, Guid next);
}
