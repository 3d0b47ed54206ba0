using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using IncidentApi.Features.Exports;
using IncidentApi.Features.Exports.Formats;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Exports;

/// <summary>Workbooks as another library reads them.</summary>
public sealed class WorkbookTests(Api api)
{
    [Fact]
    public async Task A_workbook_holds_what_the_csv_holds_and_the_manifest_in_its_last_sheet()
    {
        var organisation = await api.NewOrganisationAsync();
        await organisation.Admin.RecordAllAsync((await Exporting.KnownBodiesAsync())
            .Append(Given.Incident("=1+1").With("/summary", "\u0001 _x0041_ \r\n <b>&amp;</b> \t🕊️").With("/location", new JsonObject { ["country"] = "FJ", ["latitude"] = -17.5, ["longitude"] = -179.25, ["precision"] = "exact" })));

        var file = await organisation.Admin.ExportAsync("format=xlsx&country=KG,FJ");

        var sheets = SheetsOf(file.Bytes);
        Assert.Equal(["incidents", "manifest"], sheets.Select(sheet => sheet.Name));
        var lines = (await organisation.Admin.ExportAsync("format=ndjson&country=KG,FJ")).Lines;
        var rows = sheets[0].Rows;
        Assert.Equal(FlatColumns.All.Select(column => column.Name), rows[0]);
        Assert.Equal(lines.Count + 1, rows.Count);
        foreach (var (line, row) in lines.Zip(rows.Skip(1)))
        {
            Assert.Equal((string)line["title"]!, row[Index("title")]);
            Assert.Equal((string?)line["summary"], row[Index("summary")]);
            Assert.Equal(line["location"]!["latitude"]?.ToJsonString(), row[Index("location.latitude")]);
            Assert.Equal(line["people"]?.AsArray().Count ?? 0, row[Index("people")] is { } people ? JsonNode.Parse(people)!.AsArray().Count : 0);
        }

        var manifest = sheets[1].Rows.Where(row => row.Count > 1).ToDictionary(row => row[0]!, row => row[1]);
        Assert.Equal((file.Id, "KG,FJ", $"{lines.Count}", "0"), (manifest["export"], manifest["filter country"], manifest["rows"], manifest["cells left out, too long"]));
        Assert.Equal(file.Sha256, (string)file.Manifest["sha256"]!);
    }

    [Fact]
    public void What_is_more_than_a_sheet_takes_goes_on_in_the_next_and_a_text_too_long_for_a_cell_says_so()
    {
        using var output = new MemoryStream();
        using var format = new XlsxFormat(output, mostRows: 4);
        for (var n = 1; n <= 8; n++)
        {
            var summary = new string('x', n == 5 ? XlsxFormat.MostCharacters + 1 : XlsxFormat.MostCharacters);
            format.Write(Encoding.UTF8.GetBytes(new JsonObject { ["id"] = n.ToString(CultureInfo.InvariantCulture), ["summary"] = summary }.ToJsonString()));
        }

        format.End(new Export
        {
            Id = Guid.CreateVersion7(), Caller = null, Format = "xlsx", Bom = false, Door = new Door(Door.Public, $"none", null!, default) { Counted = null! }, Filter = new IncidentFilter(),
            Filters = new Dictionary<string, string>(), After = null, Began = default, KeptUntil = default,
        });

        var sheets = SheetsOf(output.ToArray());
        Assert.Equal(["incidents", "incidents 2", "incidents 3", "manifest"], sheets.Select(sheet => sheet.Name));
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8"], sheets.SkipLast(1).SelectMany(sheet => sheet.Rows.Skip(1)).Select(row => row[Index("id")]));
        Assert.Equal("[32768 characters are too long for a cell: export csv or ndjson]", sheets[1].Rows[2][Index("summary")]);
        Assert.Equal("1", sheets[3].Rows.Single(row => row[0] == "cells left out, too long")[1]);
    }

    private static int Index(string column) => FlatColumns.All.Index().Single(known => known.Item.Name == column).Index;

    /// <summary>The sheets by name, once the library finds nothing wrong with them.</summary>
    private static List<(string Name, List<List<string?>> Rows)> SheetsOf(byte[] file)
    {
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var faults = new OpenXmlValidator().Validate(workbook).Take(3).Select(fault => $"{fault.Path?.XPath}: {fault.Description}").ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        return [.. workbook.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>().Select(sheet => (
            sheet.Name!.Value!, ((WorksheetPart)workbook.WorkbookPart.GetPartById(sheet.Id!.Value!)).Worksheet.Descendants<Row>().Select(CellsOf).ToList()))];
    }

    private static List<string?> CellsOf(Row row)
    {
        var cells = new List<string?>();
        foreach (var cell in row.Elements<Cell>())
        {
            var name = string.Concat(cell.CellReference!.Value!.TakeWhile(char.IsLetter));
            var column = name.Aggregate(0, (number, letter) => (number * 26) + letter - 'A' + 1) - 1;
            while (cells.Count < column) cells.Add(null);
            var text = cell.InlineString?.InnerText ?? cell.CellValue?.Text;
            cells.Add(text is null ? null : System.Text.RegularExpressions.Regex.Replace(text, "_x([0-9A-F]{4})_", match => ((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));
        }

        while (row.RowIndex!.Value > 0 && cells.Count > 5 && cells.Count < FlatColumns.All.Count) cells.Add(null);
        return cells;
    }
}
