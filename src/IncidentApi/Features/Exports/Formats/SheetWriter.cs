using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>One worksheet, row by row. Texts are texts: a spreadsheet takes none of them for a formula.</summary>
internal sealed partial class SheetWriter : IDisposable
{
    private readonly Stream _part;
    private readonly XmlWriter _xml;
    private int _column;

    public SheetWriter(Stream part)
    {
        _part = part;
        _xml = XmlWriter.Create(part, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        _xml.WriteStartDocument(standalone: true);
        _xml.WriteStartElement("worksheet", Workbook.Main);
        _xml.WriteStartElement("sheetData");
    }

    public int Rows { get; private set; }

    public void BeginRow()
    {
        Rows++;
        _column = 0;
        _xml.WriteStartElement("row");
        _xml.WriteAttributeString("r", Rows.ToString(CultureInfo.InvariantCulture));
    }

    public void Skip() => _column++;

    public void WriteNumber(string value)
    {
        BeginCell();
        _xml.WriteElementString("v", value);
        _xml.WriteEndElement();
    }

    public void WriteText(string value)
    {
        BeginCell();
        _xml.WriteAttributeString("t", "inlineStr");
        _xml.WriteStartElement("is");
        _xml.WriteStartElement("t");
        _xml.WriteAttributeString("xml", "space", null, "preserve");
        _xml.WriteString(Unreadable().Replace(value, character => $"_x{(int)character.Value[0]:X4}_"));
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }

    public void EndRow()
    {
        _xml.WriteEndElement();
        _xml.Flush();
    }

    public void End()
    {
        _xml.WriteEndDocument();
        _xml.Flush();
        Dispose();
    }

    public void Dispose()
    {
        _xml.Dispose();
        _part.Dispose();
    }

    private void BeginCell()
    {
        _xml.WriteStartElement("c");
        _xml.WriteAttributeString("r", $"{NameOf(_column++)}{Rows.ToString(CultureInfo.InvariantCulture)}");
    }

    private static string NameOf(int column) => column < 26 ? $"{(char)('A' + column)}" : $"{(char)('A' + (column / 26) - 1)}{(char)('A' + (column % 26))}";

    // What XML cannot hold, a carriage return, which it would change, and what would be read as such an escape (ECMA-376 part 1, §22.9.2.19).
    [GeneratedRegex(@"[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex Unreadable();
}
