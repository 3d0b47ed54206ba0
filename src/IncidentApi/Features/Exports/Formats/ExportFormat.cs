namespace IncidentApi.Features.Exports.Formats;

/// <summary>One form of the file: it writes into memory and at once; whoever drives it takes care of the network.</summary>
internal abstract class ExportFormat : IDisposable
{
    public const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static readonly string[] Names = ["csv", "ndjson", "geojson", "xlsx"];

    /// <summary>Whether it is made of the brief form of incidents and not of whole documents.</summary>
    public virtual bool IsBrief => false;

    public static ExportFormat Of(Export export, Stream output) => export.Format switch
    {
        "csv" => new CsvFormat(output, names: export.After is null, bom: export.Bom && export.After is null),
        "geojson" => new GeoJsonFormat(output),
        "xlsx" => new XlsxFormat(output),
        _ => new NdjsonFormat(output),
    };

    public static string MediaTypeOf(string format, bool goesOn) => format switch
    {
        "csv" => $"text/csv; charset=utf-8; header={(goesOn ? "absent" : "present")}",
        "geojson" => "application/geo+json",
        "xlsx" => WorkbookType,
        _ => "application/x-ndjson",
    };

    /// <summary>Writes one incident as it is stored.</summary>
    public abstract void Write(ReadOnlyMemory<byte> document);

    /// <summary>Writes what comes behind the last one.</summary>
    public virtual void End(Export export)
    {
    }

    public abstract void Dispose();
}

/// <summary>The stored documents, one a line: bytes that nobody reads on the way.</summary>
internal sealed class NdjsonFormat(Stream output) : ExportFormat
{
    public override void Write(ReadOnlyMemory<byte> document)
    {
        output.Write(document.Span);
        output.WriteByte((byte)'\n');
    }

    public override void Dispose()
    {
    }
}
