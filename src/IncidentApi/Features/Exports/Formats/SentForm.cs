using System.Text;
using System.Text.Json;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>Acts as a client may send them: without what the server adds to them, which stands in columns of its own.</summary>
internal static class SentForm
{
    public static string OfActs(JsonElement acts)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = Json.Answers.Encoder }))
        {
            writer.WriteStartArray();
            foreach (var act in acts.EnumerateArray())
            {
                writer.WriteStartObject();
                foreach (var member in act.EnumerateObject())
                {
                    if (member.NameEquals("verification"u8)) continue;
                    if (member.NameEquals("occurred"u8)) WriteOccurred(writer, member.Value);
                    else member.WriteTo(writer);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteOccurred(Utf8JsonWriter writer, JsonElement occurred)
    {
        writer.WriteStartObject("occurred"u8);
        foreach (var member in occurred.EnumerateObject())
        {
            if (!member.NameEquals("earliest"u8) && !member.NameEquals("latest"u8)) member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
