using System.Buffers.Binary;
using System.Buffers.Text;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Vault;

namespace IncidentApi.Features.Changes;

/// <summary>
/// A place in one reader's change log as others hold it: opaque, sealed, and of no use at another door, to another reader or in another
/// installation. Every entry has one, and so has the moment that an export shows.
/// </summary>
internal sealed class ChangeCursors(InstallationSecret secret)
{
    private const int Length = 2 * sizeof(long);

    public string Write(Door door, ChangePlace place)
    {
        Span<byte> content = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(content, place.Position);
        BinaryPrimitives.WriteInt64BigEndian(content[sizeof(long)..], place.Mark);
        return Base64Url.EncodeToString(Envelope.Seal(secret.ChangeKey, content, BoundTo(door)));
    }

    /// <summary>The place, or null where these are no bytes of ours for this reader.</summary>
    public ChangePlace? Read(Door door, string cursor)
    {
        if (cursor.Length > 200 || !Base64Url.IsValid(cursor)) return null;
        return Envelope.Open(secret.ChangeKey, Base64Url.DecodeFromChars(cursor), BoundTo(door)) is { Length: Length } content
            ? new ChangePlace(BinaryPrimitives.ReadInt64BigEndian(content), BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(sizeof(long))))
            : null;
    }

    private static string BoundTo(Door door) => $"changes {door.Name} {door.Reader}";
}
