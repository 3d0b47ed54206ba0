using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Dates;

/// <summary>A year, a month or a day (ISO 8601-1, reduced precision).</summary>
internal sealed class PartialDateAttribute : TextFormAttribute
{
    // No escapes: generators carry a pattern into languages whose strings, or whose \d, mean something else.
    public const string One = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?";

    public override string Expected => "a year, a month or a day: 2020, 2020-06 or 2020-06-18";

    public override string Pattern => $"^{One}$";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text)
    {
        if (PartialDate.Read(text, out var impossible) is not null) return null;

        return impossible ? (Problems.ImpossibleDate, $"There is no {text} in the calendar.") : (Problems.InvalidFormat, $"This takes {Expected}.");
    }
}

/// <summary>One day (ISO 8601-1).</summary>
internal sealed class DayAttribute : TextFormAttribute
{
    public override string Expected => "a day: 2020-06-18";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text)
    {
        if (PartialDate.Read(text, out var impossible) is { Precision: DatePrecision.Day }) return null;

        return impossible ? (Problems.ImpossibleDate, $"There is no {text} in the calendar.") : (Problems.InvalidFormat, $"This takes {Expected}.");
    }
}

/// <summary>A date that stands alone, which may be an interval: the part of EDTF (ISO 8601-2) that is read here.</summary>
internal sealed class DateOrIntervalAttribute : TextFormAttribute
{
    public override string Expected => "a date like 2020, 2020-06 or 2020-06-18, or an interval like 2015/2016, ../2020-07-25 or 2015/..";

    public override string Pattern => $"^({PartialDateAttribute.One}|{PartialDateAttribute.One}/{PartialDateAttribute.One}|[.][.]/{PartialDateAttribute.One}|{PartialDateAttribute.One}/[.][.])$";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text)
    {
        var ends = text.Split('/');
        if (ends.Length > 2 || ends is ["..", ".."] or [".."]) return (Problems.InvalidFormat, $"This takes {Expected}.");

        var impossible = false;
        foreach (var end in ends)
        {
            if (end == ".." || PartialDate.Read(end, out impossible) is not null) continue;

            return impossible ? (Problems.ImpossibleDate, $"There is no {end} in the calendar.") : (Problems.InvalidFormat, $"This takes {Expected}.");
        }

        return ends is [var from, var to] && PartialDate.Of(from) is { } first && PartialDate.Of(to) is { } last && first.First > last.Last
            ? (Problems.FromAfterTo, $"{from} is after {to}.")
            : null;
    }
}
