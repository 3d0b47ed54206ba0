using System.Text;

namespace IncidentApi.Features.Exports.Formats;

/// <summary>
/// Keeps a spreadsheet from taking a text for a formula (OWASP, “CSV Injection”), so that it can be undone: an apostrophe goes before what could begin one,
/// and before an apostrophe in the same place. That is at the beginning of a cell, and behind what a spreadsheet may take for the end of one: a
/// semicolon, a tab, a line break.
/// </summary>
internal static class CellGuard
{
    private const char Mark = '\'';
    private const string Ends = ";\t\r\n";

    // The last four are the full-width forms, which some spreadsheets take for the first four.
    private const string Begins = "=+-@\uFF1D\uFF0B\uFF0D\uFF20'";
    private const string BeginsCell = Begins + "\t\r\n";

    public static string Guard(string text)
    {
        // An empty text is not the same as none.
        if (text.Length == 0) return "'";

        StringBuilder? guarded = null;
        var copied = 0;
        for (var at = 0; at >= 0 && at < text.Length; at = NextStart(text, at))
        {
            if (!(at == 0 ? BeginsCell : Begins).Contains(text[at], StringComparison.Ordinal)) continue;

            guarded ??= new StringBuilder(text.Length + 4);
            guarded.Append(text, copied, at - copied).Append(Mark);
            copied = at;
        }

        return guarded is null ? text : guarded.Append(text, copied, text.Length - copied).ToString();
    }

    private static int NextStart(string text, int at)
    {
        var end = text.AsSpan(at).IndexOfAny(Ends);
        return end < 0 ? -1 : at + end + 1;
    }
}
