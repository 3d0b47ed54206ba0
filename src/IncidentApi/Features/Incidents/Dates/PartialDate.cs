using System.Globalization;

namespace IncidentApi.Features.Incidents.Dates;

/// <summary>How finely a date is written, coarsest first.</summary>
internal enum DatePrecision
{
    Unknown,
    Year,
    Month,
    Day,
}

/// <summary>A date as precise as it is written: <c>2020</c>, <c>2020-06</c> or <c>2020-06-18</c>. It is never widened in an answer.</summary>
internal readonly record struct PartialDate(DateOnly First, DateOnly Last, DatePrecision Precision)
{
    /// <summary>The earliest year that a record may name; PostgreSQL and every client can hold it.</summary>
    public const int FirstYear = 1000;

    /// <summary>Reads the written form; null when it is another form, <c>Impossible</c> when the calendar has no such date.</summary>
    public static PartialDate? Read(string text, out bool impossible)
    {
        impossible = false;
        if (!HasForm(text)) return null;

        var year = int.Parse(text.AsSpan(0, 4), CultureInfo.InvariantCulture);
        var month = text.Length >= 7 ? int.Parse(text.AsSpan(5, 2), CultureInfo.InvariantCulture) : 1;
        var day = text.Length == 10 ? int.Parse(text.AsSpan(8, 2), CultureInfo.InvariantCulture) : 1;
        if (year < FirstYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            impossible = true;
            return null;
        }

        var first = new DateOnly(year, month, day);
        return text.Length switch
        {
            4 => new PartialDate(first, new DateOnly(year, 12, 31), DatePrecision.Year),
            7 => new PartialDate(first, new DateOnly(year, month, DateTime.DaysInMonth(year, month)), DatePrecision.Month),
            _ => new PartialDate(first, first, DatePrecision.Day),
        };
    }

    /// <summary>Reads a date that the rules have passed.</summary>
    public static PartialDate? Of(string? text) => text is null ? null : Read(text, out _);

    /// <summary>The same date, known no finer than this.</summary>
    public PartialDate NoFinerThan(DatePrecision precision) => precision >= Precision ? this : precision switch
    {
        DatePrecision.Year => Of(First.ToString("yyyy", CultureInfo.InvariantCulture))!.Value,
        DatePrecision.Month => Of(First.ToString("yyyy-MM", CultureInfo.InvariantCulture))!.Value,
        _ => this,
    };

    private static bool HasForm(string text) => text.Length switch
    {
        4 => AreDigits(text, 0, 4),
        7 => AreDigits(text, 0, 4) && text[4] == '-' && AreDigits(text, 5, 2),
        10 => AreDigits(text, 0, 4) && text[4] == '-' && AreDigits(text, 5, 2) && text[7] == '-' && AreDigits(text, 8, 2),
        _ => false,
    };

    private static bool AreDigits(string text, int start, int count) => !text.AsSpan(start, count).ContainsAnyExceptInRange('0', '9');
}
