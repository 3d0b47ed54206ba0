using CsvHelper;

namespace IncidentApi.Features.Statistics.Tables;

/// <summary>A table as CSV (RFC 4180, UTF-8), a row for each figure. The columns have the names of the members of the JSON answer.</summary>
internal sealed class TableCsv(string name, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows) : IResult
{
    public const string MediaType = StatisticsCsv.MediaType;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = $"{MediaType}; charset=utf-8; header=present";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
        await using var csv = CsvWriter.Create(httpContext.Response.Body, StatisticsCsv.Form, leaveOpen: true);
        csv.WriteHeader([.. columns]);
        foreach (var row in rows)
        {
            foreach (var value in row)
            {
                if (value is long number) csv.WriteField(number);
                else csv.WriteField(value switch { true => "true", null or false => "", _ => (string)value });
            }

            await csv.EndRecordAsync(httpContext.RequestAborted);
        }
    }
}
