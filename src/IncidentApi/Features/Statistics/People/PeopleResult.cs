using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using CsvHelper;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.People;

/// <summary>The tables as JSON, or with a line for each figure (RFC 4180). Named by their content, which changes once a day at most.</summary>
internal sealed class PeopleResult(PeopleAnswer answer, bool asCsv) : IResult
{
    // The name of an organisation is its own words: a spreadsheet shows it as text.
    private static readonly CsvWriterOptions Form = new() { Injection = CsvInjection.Escape };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = asCsv ? await ToCsvAsync(httpContext.RequestAborted) : JsonSerializer.SerializeToUtf8Bytes(answer, Json.Answers);
        var tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, 16))}\"";
        if (httpContext.Request.Holds(tag))
        {
            await new NotModified(tag).ExecuteAsync(httpContext);
            return;
        }

        httpContext.Response.Headers.ETag = tag;
        httpContext.Response.ContentType = asCsv ? $"{StatisticsCsv.MediaType}; charset=utf-8; header=present" : "application/json; charset=utf-8";
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }

    private async Task<byte[]> ToCsvAsync(CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await using (var csv = CsvWriter.Create(bytes, Form, leaveOpen: true))
        {
            csv.WriteHeader(["organisation", "organisationName", "country", "violationGroup", "year", "dimension", "value", "count", "suppressed", "publishedOn"]);
            foreach (var (table, cell) in answer.Tables.SelectMany(table => table.Cells, (table, cell) => (table, cell)))
            {
                csv.WriteField(table.Organisation.Id.ToString());
                csv.WriteField(table.Organisation.Name ?? "");
                csv.WriteField(table.Country);
                csv.WriteField(table.ViolationGroup);
                csv.WriteField(table.Year);
                csv.WriteField(table.Dimension);
                csv.WriteField(cell.Value);
                if (cell.Count is { } count) csv.WriteField(count);
                else csv.WriteField("");
                csv.WriteField(cell.Suppressed == true ? "true" : "false");
                csv.WriteField(cell.PublishedOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                await csv.EndRecordAsync(cancellation);
            }
        }

        return bytes.ToArray();
    }
}
