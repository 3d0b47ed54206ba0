using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>The parts of a workbook beside its sheets (ECMA-376, Open Packaging Conventions).</summary>
internal static class Workbook
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Links = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace Book = Main;
    private static readonly XNamespace Relations = Office;

    public static string PartOf(int sheet) => string.Create(CultureInfo.InvariantCulture, $"xl/worksheets/sheet{sheet}.xml");

    public static void Write(ZipArchive archive, IReadOnlyList<string> sheets)
    {
        Add(archive, "xl/workbook.xml", new XElement(Book + "workbook", new XAttribute(XNamespace.Xmlns + "r", Office),
            new XElement(Book + "sheets", sheets.Select((name, i) =>
                new XElement(Book + "sheet", new XAttribute("name", name), new XAttribute("sheetId", i + 1), new XAttribute(Relations + "id", $"rId{i + 1}"))))));
        Add(archive, "xl/_rels/workbook.xml.rels", new XElement(Links + "Relationships", sheets.Select((_, i) => Link(i + 1, "worksheet", $"/{PartOf(i + 1)}"))));
        Add(archive, "_rels/.rels", new XElement(Links + "Relationships", Link(1, "officeDocument", "/xl/workbook.xml")));
        Add(archive, "[Content_Types].xml", new XElement(Types + "Types",
            new XElement(Types + "Default", new XAttribute("Extension", "rels"), new XAttribute("ContentType", "application/vnd.openxmlformats-package.relationships+xml")),
            Part("/xl/workbook.xml", "sheet.main"), sheets.Select((_, i) => Part($"/{PartOf(i + 1)}", "worksheet"))));
    }

    private static XElement Link(int id, string type, string target) => new(Links + "Relationship",
        new XAttribute("Id", $"rId{id}"), new XAttribute("Type", $"{Office}/{type}"), new XAttribute("Target", target));

    private static XElement Part(string name, string type) => new(Types + "Override",
        new XAttribute("PartName", name), new XAttribute("ContentType", $"application/vnd.openxmlformats-officedocument.spreadsheetml.{type}+xml"));

    private static void Add(ZipArchive archive, string part, XElement content)
    {
        using var writer = new StreamWriter(archive.CreateEntry(part, CompressionLevel.Fastest).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        new XDocument(new XDeclaration("1.0", "utf-8", "yes"), content).Save(writer);
    }
}
