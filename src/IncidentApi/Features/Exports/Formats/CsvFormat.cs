using System.Text.Json;
using CsvHelper;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>
/// Flat columns (RFC 4180, UTF-8), from which each body can be built again by the rules in this room's README. An empty cell is a member that is not there.
/// </summary>
internal sealed class CsvFormat : ExportFormat
{
    private readonly CsvWriter _csv;

    public CsvFormat(Stream output, bool names, bool bom)
    {
        _csv = CsvWriter.Create(output, CsvWriterOptions.Default with { WriteByteOrderMark = bom }, leaveOpen: true);
        if (names) _csv.WriteHeader([.. FlatColumns.All.Select(column => column.Name)]);
    }

    public override void Write(ReadOnlyMemory<byte> document)
    {
        using var incident = JsonDocument.Parse(document);
        foreach (var column in FlatColumns.All)
        {
            var value = column.ValueOf(incident.RootElement);
            _csv.WriteField(value is null || column.Kind is CellKind.Number or CellKind.Flag ? value : CellGuard.Guard(value));
        }

        _csv.EndRecord();
    }

    public override void End(Export export) => _csv.Flush();

    public override void Dispose() => _csv.Dispose();
}
