using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentApi.Platform.Http;
using Npgsql;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>How many records a filter finds.</summary>
internal sealed record Counted(long Count, bool Capped, long? MayAlsoMatch);

/// <summary>A page of incidents as they are stored: bytes that nobody parses again.</summary>
internal sealed class IncidentPage : IResult
{
    public List<byte[]> Items { get; } = [];

    public IReadOnlyList<string>? Fields { get; init; }

    public string? NextCursor { get; private set; }

    public bool IsPublic { get; init; }

    public Counted? Counted { get; set; }

    public bool? Capped { get; private set; }

    private string LastValue { get; set; } = "";

    private Guid LastId { get; set; }

    /// <summary>Takes rows of (document, sort value, id), one more than the page has where there is another page.</summary>
    public async Task ReadAsync(NpgsqlDataReader rows, int limit, string list, ListOrder order, Cursors cursors, CancellationToken cancellation)
    {
        while (await rows.ReadAsync(cancellation))
        {
            if (Items.Count == limit)
            {
                NextCursor = cursors.Write(list, LastValue, LastId);
                break;
            }

            Items.Add(rows.GetFieldValue<byte[]>(0));
            LastValue = order.Write(rows, 1);
            LastId = rows.GetGuid(2);
            if (order.Name == "relevance") Capped = rows.GetBoolean(3);
        }
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        response.MayBeKept(IsPublic);
        if (NextCursor is not null) response.Headers.Link = PageLink.Next(httpContext.Request, NextCursor);

        await using var writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = Json.Answers.Encoder, SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var item in Items)
        {
            if (Fields is null) writer.WriteRawValue(item, skipInputValidation: true);
            else Query.Fields.Write(writer, item, Fields);
        }

        writer.WriteEndArray();
        writer.WriteString("nextCursor"u8, NextCursor);
        if (Counted is not null)
        {
            writer.WriteNumber("count"u8, Counted.Count);
            if (Counted.Capped) writer.WriteBoolean("countCapped"u8, true);
            if (Counted.MayAlsoMatch is { } doubtful) writer.WriteNumber("mayAlsoMatch"u8, doubtful);
        }

        if (Capped is { } capped) writer.WriteBoolean("capped"u8, capped);
        writer.WriteEndObject();
        await writer.FlushAsync(httpContext.RequestAborted);
    }
}

/// <summary>A page of incidents.</summary>
/// <param name="Items">The brief form of each, or the members that were asked for.</param>
/// <param name="NextCursor">Send it in after for the next page; null on the last.</param>
/// <param name="Count">How many there are, when asked.</param>
/// <param name="CountCapped">Whether there are more than the capped count says.</param>
/// <param name="MayAlsoMatch">How many more may match, for their dates leave it open.</param>
/// <param name="Capped">Whether a search by relevance found more than the 1,000 that it ranks.</param>
[SchemaName("IncidentPage")]
internal sealed record IncidentPageShape(IReadOnlyList<IncidentBrief> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? NextCursor, long? Count, bool? CountCapped, long? MayAlsoMatch, bool? Capped);
