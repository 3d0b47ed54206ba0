using System.Text.Json;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Webhooks.Delivery;

/// <summary>The bytes of a message. What is stored of it is thin: ids, versions and links, and no content of any record.</summary>
internal static class Payload
{
    /// <summary>Why a document that was asked for is not there: the record stands at another version by now, or is not shown any more. An event of that comes too.</summary>
    public const string Superseded = "superseded";

    private static readonly byte[] End = "}}"u8.ToArray();

    public static byte[] Of(TestMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Json.Answers);

    /// <param name="type">What happened.</param>
    /// <param name="at">When.</param>
    /// <param name="change">The change as its log tells it.</param>
    public static byte[] Of(string type, DateTimeOffset at, JsonElement change) => JsonSerializer.SerializeToUtf8Bytes(new WrittenMessage { Type = type, Timestamp = at, Data = change }, Json.Answers);

    /// <summary>The message with the record in it, or with the reason why it is not.</summary>
    public static byte[] With(byte[] thin, byte[]? document)
    {
        if (!thin.AsSpan().EndsWith(End)) throw new InvalidOperationException("A message does not end with its data.");

        var body = thin.AsSpan(0, thin.Length - End.Length);
        return document is not null
            ? [.. body, .. ",\"document\":"u8, .. document, .. End]
            : [.. body, .. ",\"documentOmitted\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(Superseded), .. "\""u8, .. End];
    }

    private sealed record WrittenMessage : Message<JsonElement>;
}
