using CsvHelper;
using IncidentApi.Features.Statistics.Asking;

namespace IncidentApi.Features.Statistics;

/// <summary>An answer as CSV (RFC 4180): a row for each group, or one for the total where nothing is grouped. The columns have the names of the members of the JSON answer.</summary>
internal sealed class StatisticsCsv(Question asked, StatisticsAnswer answer) : IResult
{
    public const string MediaType = "text/csv";

    // Codes and numbers begin no formula; should one ever, a spreadsheet shows it as text.
    public static readonly CsvWriterOptions Form = new() { Injection = CsvInjection.Escape };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = $"{MediaType}; charset=utf-8; header=present";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{string.Join('-', ["statistics", answer.Measure, .. answer.GroupBy.Select(name => $"by-{name}")])}.csv\"";
        await using var csv = CsvWriter.Create(httpContext.Response.Body, Form, leaveOpen: true);
        csv.WriteHeader([.. Columns()]);
        foreach (var row in answer.GroupBy.Count > 0 ? answer.Groups : [OfTotal(answer.Total!)])
        {
            foreach (var value in row.Key.Values) csv.WriteField(value);
            csv.WriteField(answer.Unit);
            csv.WriteField(answer.Counting);
            foreach (var kind in asked.Selection.Kinds) Write(csv, kind switch { "event" => row.Events!, "pattern" => row.Patterns!, _ => row.Measures! });
            csv.WriteField(row.Provisional is true ? "true" : "");
            csv.WriteField(row.MayOverlap is true ? "true" : "");
            await csv.EndRecordAsync(httpContext.RequestAborted);
        }
    }

    private IEnumerable<string> Columns() => [.. answer.GroupBy, "unit", "counting", .. asked.Selection.Kinds.SelectMany(ColumnsOf), "provisional", "mayOverlap"];

    private IEnumerable<string> ColumnsOf(string kind)
    {
        foreach (var column in (string[])["Min", "Max", "UnknownGroups"]) yield return $"{kind}s{column}";
        if (asked.Measure.CountsPeople) yield return $"{kind}sOrganisations";
        if (asked.Measure == Measure.People) foreach (var column in (string[])["Min", "Max", "UnknownGroups"]) yield return $"{kind}sUnlinked{column}";
        yield return $"{kind}sIncidents";
    }

    private static void Write(CsvWriter csv, Figure figure)
    {
        csv.WriteField(figure.Min);
        csv.WriteField(figure.Max);
        csv.WriteField(figure.UnknownGroups);
        if (figure.Organisations is { } organisations) csv.WriteField(organisations);
        if (figure.Unlinked is { } unlinked)
        {
            csv.WriteField(unlinked.Min);
            csv.WriteField(unlinked.Max);
            csv.WriteField(unlinked.UnknownGroups);
        }

        csv.WriteField(figure.Incidents);
    }

    private static StatisticsGroup OfTotal(StatisticsTotal total) => new()
    {
        Key = new Dictionary<string, string>(),
        Events = total.Events,
        Patterns = total.Patterns,
        Measures = total.Measures,
        MayOverlap = total.MayOverlap,
    };
}
