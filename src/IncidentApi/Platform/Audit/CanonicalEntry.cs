using System.Buffers.Binary;
using System.Text;

namespace IncidentApi.Platform.Audit;

/// <summary>
/// What the bytes of an entry say. Each field is its length in four bytes and then its bytes, so one entry has one encoding;
/// <c>append_audit</c> writes it, and nobody hashes anything else.
/// </summary>
internal sealed record CanonicalEntry(Guid Organisation, long Position, DateTimeOffset At, string Act, Guid? Key,
    string? Subject, Guid? SubjectId, long? Number, DateTimeOffset? Since, byte[]? Commitment)
{
    public const string Format = "incidents-audit-1";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads an entry; null when these bytes are none.</summary>
    public static CanonicalEntry? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var format = Text(ref bytes);
            var entry = format == Format
                ? new CanonicalEntry(Id(ref bytes)!.Value, Integer(ref bytes)!.Value, Instant(ref bytes)!.Value, Text(ref bytes)!, Id(ref bytes),
                    Text(ref bytes), Id(ref bytes), Integer(ref bytes), Instant(ref bytes), Field(ref bytes) is { Length: 32 } commitment ? commitment.ToArray() : null)
                : null;
            return bytes.IsEmpty ? entry : null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var field = bytes.Slice(4, length);
        bytes = bytes[(4 + length)..];
        return field;
    }

    private static string? Text(ref ReadOnlySpan<byte> bytes) => Field(ref bytes) is { IsEmpty: false } field ? Strict.GetString(field) : null;

    private static Guid? Id(ref ReadOnlySpan<byte> bytes) => Field(ref bytes) is { IsEmpty: false } field ? new Guid(field, bigEndian: true) : null;

    private static long? Integer(ref ReadOnlySpan<byte> bytes) => Field(ref bytes) is { IsEmpty: false } field ? BinaryPrimitives.ReadInt64BigEndian(field) : null;

    private static DateTimeOffset? Instant(ref ReadOnlySpan<byte> bytes) =>
        Integer(ref bytes) is { } microseconds ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond) : null;
}
