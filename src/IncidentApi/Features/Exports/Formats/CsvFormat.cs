using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>
/// Flat columns (RFC 4180, UTF-8), from which each body can be built again by the rules in this room's README. An empty cell is a member that is not there.
/// </summary>
internal sealed class CsvFormat : ExportFormat
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly StreamWriter _text;
    private readonly CsvWriter _csv;

    public CsvFormat(Stream output, bool names, bool bom)
    {
        if (bom) output.Write(Encoding.UTF8.Preamble);
        _text = new StreamWriter(output, Utf8, 16 * 1024, leaveOpen: true);
        _csv = new CsvWriter(_text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", Mode = CsvMode.RFC4180, BufferSize = 16 * 1024 }, leaveOpen: true);
        if (!names) return;

        foreach (var column in FlatColumns.All) _csv.WriteField(column.Name);
        EndRow();
    }

    public override void Write(ReadOnlyMemory<byte> document)
    {
        using var incident = JsonDocument.Parse(document);
        foreach (var column in FlatColumns.All)
        {
            var value = column.ValueOf(incident.RootElement);
            _csv.WriteField(value is null || column.Kind is CellKind.Number or CellKind.Flag ? value : CellGuard.Guard(value));
        }

        EndRow();
    }

    public override void Dispose()
    {
        _csv.Dispose();
        _text.Dispose();
    }

    private void EndRow()
    {
        _csv.NextRecord();
        _text.Flush();
    }
}
