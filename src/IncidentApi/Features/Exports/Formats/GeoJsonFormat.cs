using System.Text.Json;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>
/// A FeatureCollection (RFC 7946). A point is only where the place is known as finely as a settlement: the centre of a region or a country
/// would be a place where nothing happened.
/// </summary>
internal sealed class GeoJsonFormat : ExportFormat
{
    private readonly Stream _output;
    private readonly Utf8JsonWriter _writer;
    private bool _goesOn;

    public GeoJsonFormat(Stream output)
    {
        _output = output;
        _writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = Json.Answers.Encoder });
        output.Write("{\"type\":\"FeatureCollection\",\"features\":["u8);
    }

    public override bool IsBrief => true;

    public override void Write(ReadOnlyMemory<byte> document)
    {
        _output.Write(_goesOn ? ",\n"u8 : "\n"u8);
        _goesOn = true;

        using var brief = JsonDocument.Parse(document);
        var incident = brief.RootElement;
        var place = incident.TryGetProperty("location", out var location) ? location : default;
        _writer.WriteStartObject();
        _writer.WriteString("type"u8, "Feature"u8);
        _writer.WritePropertyName("id"u8);
        incident.GetProperty("id"u8).WriteTo(_writer);
        WriteGeometry(place);
        _writer.WriteStartObject("properties"u8);
        _writer.WriteString("precision"u8, PrecisionOf(place));
        foreach (var member in incident.EnumerateObject()) member.WriteTo(_writer);
        _writer.WriteEndObject();
        _writer.WriteEndObject();
        _writer.Flush();
        _writer.Reset();
    }

    public override void End(Export export) => _output.Write("\n]}\n"u8);

    public override void Dispose() => _writer.Dispose();

    private void WriteGeometry(JsonElement place)
    {
        if (PrecisionOf(place) is not ("exact" or "locality") || !place.TryGetProperty("latitude"u8, out var latitude) || !place.TryGetProperty("longitude"u8, out var longitude))
        {
            _writer.WriteNull("geometry"u8);
            return;
        }

        _writer.WriteStartObject("geometry"u8);
        _writer.WriteString("type"u8, "Point"u8);
        _writer.WriteStartArray("coordinates"u8);
        longitude.WriteTo(_writer);
        latitude.WriteTo(_writer);
        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    private static string? PrecisionOf(JsonElement place) =>
        place.ValueKind == JsonValueKind.Object && place.TryGetProperty("precision"u8, out var precision) ? precision.GetString() : null;
}
