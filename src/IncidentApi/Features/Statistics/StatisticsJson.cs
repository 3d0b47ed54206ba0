using System.Text.Json;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics;

/// <summary>
/// An answer as JSON, member by member: ten thousand groups are a megabyte, of which the serialiser's reflection takes more time than PostgreSQL
/// takes for the figures. A test holds it against the serialiser.
/// </summary>
internal sealed class StatisticsJson(StatisticsAnswer answer) : IResult
{
    private const int FlushAfter = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter, new JsonWriterOptions { Encoder = Json.Answers.Encoder, SkipValidation = true });
        WriteHead(writer, answer);
        foreach (var group in answer.Groups)
        {
            Write(writer, group);
            if (writer.BytesPending > FlushAfter) await writer.FlushAsync(httpContext.RequestAborted);
        }

        WriteTail(writer, answer);
        await writer.FlushAsync(httpContext.RequestAborted);
    }

    public static void Write(Utf8JsonWriter writer, StatisticsAnswer answer)
    {
        WriteHead(writer, answer);
        foreach (var group in answer.Groups) Write(writer, group);
        WriteTail(writer, answer);
    }

    private static void WriteHead(Utf8JsonWriter writer, StatisticsAnswer answer)
    {
        writer.WriteStartObject();
        writer.WriteString("measure"u8, answer.Measure);
        writer.WriteString("unit"u8, answer.Unit);
        WriteList(writer, "groupBy", answer.GroupBy);
        WriteList(writer, "kinds", answer.Kinds);
        writer.WriteString("scope"u8, answer.Scope);
        WriteList(writer, "status", answer.Status);
        WriteList(writer, "verification", answer.Verification);
        writer.WriteString("dateBasis"u8, answer.DateBasis);
        writer.WriteString("basis"u8, answer.Basis);
        writer.WriteString("counting"u8, answer.Counting);
        if (answer.MayAlsoMatch is { } doubtful) writer.WriteNumber("mayAlsoMatch"u8, doubtful);
        writer.WriteStartArray("groups"u8);
    }

    private static void WriteTail(Utf8JsonWriter writer, StatisticsAnswer answer)
    {
        writer.WriteEndArray();
        if (answer.Total is { } total)
        {
            writer.WriteStartObject("total"u8);
            Write(writer, total.Events, total.Patterns, total.Measures);
            if (total.MayOverlap is { } overlaps) writer.WriteBoolean("mayOverlap"u8, overlaps);
            writer.WriteEndObject();
        }

        if (answer.SeeAlso is { } address) writer.WriteString("seeAlso"u8, address);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, StatisticsGroup group)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("key"u8);
        foreach (var (name, value) in group.Key) writer.WriteString(name, value);
        writer.WriteEndObject();
        Write(writer, group.Events, group.Patterns, group.Measures);
        if (group.Provisional is { } provisional) writer.WriteBoolean("provisional"u8, provisional);
        if (group.MayOverlap is { } overlaps) writer.WriteBoolean("mayOverlap"u8, overlaps);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Figure? events, Figure? patterns, Figure? measures)
    {
        Write(writer, "events"u8, events);
        Write(writer, "patterns"u8, patterns);
        Write(writer, "measures"u8, measures);
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Figure? figure)
    {
        if (figure is null) return;

        writer.WriteStartObject(name);
        writer.WriteNumber("min"u8, figure.Min);
        writer.WriteNumber("max"u8, figure.Max);
        writer.WriteNumber("unknownGroups"u8, figure.UnknownGroups);
        if (figure.Organisations is { } organisations) writer.WriteNumber("organisations"u8, organisations);
        if (figure.Unlinked is { } unlinked)
        {
            writer.WriteStartObject("unlinked"u8);
            writer.WriteNumber("min"u8, unlinked.Min);
            writer.WriteNumber("max"u8, unlinked.Max);
            writer.WriteNumber("unknownGroups"u8, unlinked.UnknownGroups);
            writer.WriteEndObject();
        }

        if (figure.Incidents is { } incidents) writer.WriteString("incidents"u8, incidents);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string>? values)
    {
        if (values is null) return;

        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
