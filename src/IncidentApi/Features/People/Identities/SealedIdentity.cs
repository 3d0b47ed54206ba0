using IncidentApi.Platform.Vault;

namespace IncidentApi.Features.People.Identities;

/// <summary>A person's names under a key of their own, and that key under the organisation's. Bound to the person's row: elsewhere they do not open.</summary>
/// <param name="Content">The names, sealed.</param>
/// <param name="Key">The data key, wrapped.</param>
/// <param name="Generation">Which of the organisation's keys wraps it.</param>
internal sealed record SealedIdentity(byte[] Content, byte[] Key, int Generation)
{
    public static SealedIdentity Of(Identity identity, Guid person, OrganisationKeys keys)
    {
        var dataKey = Envelope.NewKey();
        return new(Envelope.Seal(dataKey, identity.ToBytes(), BoundTo(person, keys)), keys.Wrap(dataKey, person), keys.Current);
    }

    /// <summary>The names; null when a row was changed or moved.</summary>
    public Identity? Open(Guid person, OrganisationKeys keys) =>
        keys.Unwrap(Key, person, Generation) is { } dataKey && Envelope.Open(dataKey, Content, BoundTo(person, keys)) is { } names ? Identity.Of(names) : null;

    private static string BoundTo(Guid person, OrganisationKeys keys) => $"{keys.Organisation}|{person}|identity";
}
