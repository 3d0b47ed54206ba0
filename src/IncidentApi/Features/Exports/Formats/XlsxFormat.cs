using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>
/// A workbook to look at (ECMA-376): the columns of CSV, as texts and numbers, in as many sheets as they need, and the manifest in the last one.
/// A text longer than a cell may be is left out and said so, in the cell and in the manifest: the other forms have it whole.
/// </summary>
internal sealed class XlsxFormat : ExportFormat
{
    /// <summary>The rows of a sheet, the names of columns included.</summary>
    public const int MostRows = 1_048_576;

    /// <summary>The characters of a cell.</summary>
    public const int MostCharacters = 32_767;

    // Beyond four gigabytes of XML a part needs what few programs read.
    private const long MostCharactersOfSheet = 1_000_000_000;

    private readonly ZipArchive _archive;
    private readonly int _mostRows;
    private readonly List<string> _sheets = [];
    private SheetWriter? _sheet;
    private long _characters;
    private long _leftOut;

    public XlsxFormat(Stream output, int mostRows = MostRows)
    {
        _mostRows = mostRows;
        _archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        BeginSheet();
    }

    public override void Write(ReadOnlyMemory<byte> document)
    {
        if (_sheet!.Rows >= _mostRows || _characters > MostCharactersOfSheet) BeginSheet();

        using var incident = JsonDocument.Parse(document);
        _characters += document.Length;
        _sheet!.BeginRow();
        foreach (var column in FlatColumns.All)
        {
            if (column.ValueOf(incident.RootElement) is not { } value) _sheet.Skip();
            else if (column.Kind == CellKind.Number) _sheet.WriteNumber(value);
            else _sheet.WriteText(value.Length <= MostCharacters ? value : LeftOut(value.Length));
        }

        _sheet.EndRow();
    }

    public override void End(Export export)
    {
        EndSheet();
        WriteManifest(export);
        Workbook.Write(_archive, _sheets);

        // The directory of the archive.
        _archive.Dispose();
    }

    public override void Dispose() => _sheet?.Dispose();

    private void BeginSheet()
    {
        EndSheet();
        _characters = 0;
        _sheet = Open(_sheets.Count == 0 ? "incidents" : $"incidents {_sheets.Count + 1}");
        _sheet.BeginRow();
        foreach (var column in FlatColumns.All) _sheet.WriteText(column.Name);
        _sheet.EndRow();
    }

    private void EndSheet()
    {
        _sheet?.End();
        _sheet = null;
    }

    private SheetWriter Open(string name)
    {
        _sheets.Add(name);
        return new SheetWriter(_archive.CreateEntry(Workbook.PartOf(_sheets.Count), CompressionLevel.Fastest).Open());
    }

    /// <summary>All of the manifest but for the digest of the file, which no file can hold of itself.</summary>
    private void WriteManifest(Export export)
    {
        (string Name, string? Value)[] lines =
        [
            ("export", export.Id.ToString()), ("manifest", $"/v1/exports/{export.Id}"), ("scope", export.Door.Name), ("after", export.After?.ToString()),
            .. export.Filters.Select(filter => ($"filter {filter.Key}", (string?)filter.Value)),
            ("rows", export.Rows.ToString(CultureInfo.InvariantCulture)), ("cells left out, too long", _leftOut.ToString(CultureInfo.InvariantCulture)),
            ("began", export.Began.ToString("O", CultureInfo.InvariantCulture)),
            .. export.Snapshots.Select(snapshot => ($"snapshot at {snapshot.At.ToString("O", CultureInfo.InvariantCulture)}", (string?)snapshot.Position)),
        ];
        using var sheet = Open("manifest");
        foreach (var (name, value) in lines)
        {
            sheet.BeginRow();
            sheet.WriteText(name);
            if (value is not null) sheet.WriteText(value.Length <= MostCharacters ? value : value[..MostCharacters]);
            sheet.EndRow();
        }

        sheet.End();
    }

    private string LeftOut(int length)
    {
        _leftOut++;
        return string.Create(CultureInfo.InvariantCulture, $"[{length} characters are too long for a cell: export csv or ndjson]");
    }
}
