using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.People;

/// <summary>The tables as JSON, or with a line for each figure (RFC 4180). Named by their content, which changes once a day at most.</summary>
internal sealed class PeopleResult(PeopleAnswer answer, bool asCsv) : IResult
{
    private const string Header = "organisation,organisationName,country,violationGroup,year,dimension,value,count,suppressed,publishedOn";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = asCsv ? Encoding.UTF8.GetBytes(Csv()) : JsonSerializer.SerializeToUtf8Bytes(answer, Json.Answers);
        var tag = $"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, 16))}\"";
        if (httpContext.Request.Holds(tag))
        {
            await new NotModified(tag).ExecuteAsync(httpContext);
            return;
        }

        httpContext.Response.Headers.ETag = tag;
        httpContext.Response.ContentType = asCsv ? "text/csv; charset=utf-8; header=present" : "application/json; charset=utf-8";
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }

    private string Csv()
    {
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var table in answer.Tables)
        {
            foreach (var cell in table.Cells)
            {
                text.Append(CultureInfo.InvariantCulture, $"{table.Organisation.Id},{Quoted(table.Organisation.Name ?? "")},{table.Country},{table.ViolationGroup},{table.Year},")
                    .Append(CultureInfo.InvariantCulture, $"{table.Dimension},{cell.Value},{cell.Count},{(cell.Suppressed == true ? "true" : "false")},{cell.PublishedOn:yyyy-MM-dd}\r\n");
            }
        }

        return text.ToString();
    }

    /// <summary>What a spreadsheet would take for a formula begins with an apostrophe.</summary>
    private static string Quoted(string text)
    {
        var plain = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;
        return plain.AsSpan().ContainsAny("\",\r\n") ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }
}
