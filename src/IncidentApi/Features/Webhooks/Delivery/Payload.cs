using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>The bytes of a message. What is stored of it is thin: ids, versions and links, and no content of any record.</summary>
internal static class Payload
{
    /// <summary>Why a document that was asked for is not there: the record stands at another version by now, or is not shown any more. An event of that comes too.</summary>
    private const string Superseded = "superseded";

    private static readonly byte[] End = "}}"u8.ToArray();

    public static byte[] Of<T>(string type, DateTimeOffset at, T data) => JsonSerializer.SerializeToUtf8Bytes(new Message<T>(type, at, data), Json.Answers);

    /// <summary>The message with the record in it, or with the reason why it is not.</summary>
    public static byte[] With(byte[] thin, byte[]? document)
    {
        if (!thin.AsSpan().EndsWith(End)) throw new InvalidOperationException("A message does not end with its data.");

        var body = thin.AsSpan(0, thin.Length - End.Length);
        return document is not null
            ? [.. body, .. ",\"document\":"u8, .. document, .. End]
            : [.. body, .. ",\"documentOmitted\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(Superseded), .. "\""u8, .. End];
    }

    // In this order: the data is last.
    private sealed record Message<T>(
        [property: JsonPropertyOrder(0)] string Type, [property: JsonPropertyOrder(1)] DateTimeOffset Timestamp, [property: JsonPropertyOrder(2)] T Data);
}
