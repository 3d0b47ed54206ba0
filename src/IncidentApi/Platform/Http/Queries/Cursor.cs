using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IncidentApi.Platform.Secrets;

namespace IncidentApi.Platform.Http;

/// <summary>
/// The place in a list where a page ended, opaque and sealed: it holds the sort value of the last item, its id, and a digest of
/// whose list it is and how it was asked for, so that it is of no use with any other.
/// </summary>
internal sealed class Cursors(InstallationSecret secret)
{
    private const int SealLength = 16;

    /// <param name="list">Everything that decides which items the list has and in which order.</param>
    public string Write(string list, string value, Guid id)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(new[] { value, id.ToString("N") });
        return Base64Url.EncodeToString([.. Seal(list, content), .. content]);
    }

    public (string Value, Guid Id) Read(string list, string cursor)
    {
        if (cursor.Length <= 1_000 && Base64Url.IsValid(cursor) && Base64Url.DecodeFromChars(cursor) is { Length: > SealLength } bytes)
        {
            var content = bytes.AsSpan(SealLength);
            if (CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SealLength), Seal(list, content))
                && JsonSerializer.Deserialize<string[]>(content) is [var value, var id]) return (value, Guid.ParseExact(id, "N"));
        }

        throw new ProblemException(Problems.InvalidCursor.With("Send nextCursor as you got it, with the same filters and the same sort.",
            Problems.InvalidCursor.AtParameter("after", "This is not a cursor of this list.", cursor)));
    }

    private byte[] Seal(string list, ReadOnlySpan<byte> content) =>
        secret.Seal([.. System.Text.Encoding.UTF8.GetBytes(list), 0, .. content])[..SealLength];
}
