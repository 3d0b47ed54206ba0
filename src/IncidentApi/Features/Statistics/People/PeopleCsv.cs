using System.Globalization;
using System.Text;

namespace IncidentApi.Features.Statistics.People;

/// <summary>The tables with a line for each figure (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe.</summary>
internal sealed class PeopleCsv(PeopleAnswer answer) : IResult
{
    private const string Header = "organisation,organisationName,country,violationGroup,year,dimension,value,count,suppressed,publishedOn";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/csv; charset=utf-8; header=present";
        var text = new StringBuilder(Header).Append("\r\n");
        foreach (var table in answer.Tables)
        {
            foreach (var cell in table.Cells)
            {
                text.Append(CultureInfo.InvariantCulture, $"{table.Organisation.Id},{Quoted(table.Organisation.Name ?? "")},{table.Country},{table.ViolationGroup},{table.Year},")
                    .Append(CultureInfo.InvariantCulture, $"{table.Dimension},{cell.Value},{cell.Count},{(cell.Suppressed == true ? "true" : "false")},{cell.PublishedOn:yyyy-MM-dd}\r\n");
            }
        }

        return httpContext.Response.WriteAsync(text.ToString(), httpContext.RequestAborted);
    }

    private static string Quoted(string text)
    {
        var plain = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{text}" : text;
        return plain.AsSpan().ContainsAny("\",\r\n") ? $"\"{plain.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : plain;
    }
}
