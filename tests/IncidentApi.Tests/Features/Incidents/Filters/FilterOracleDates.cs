using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Features.Incidents.Filters;

/// <summary>
/// When something happened, as its record says it: it began on one day of <c>Began</c> and ended on one day of <c>Ended</c>.
/// Written from the promise of the filters, without the product's own reading of dates.
/// </summary>
internal sealed record FilterOracleDates(bool Known, bool Lasted, Days Began, Days Ended, DateOnly LastConfirmed)
{
    public static FilterOracleDates Of(JsonNode sent)
    {
        var occurred = sent["occurred"]!;
        var (from, to, precision) = ((string?)occurred["from"], (string?)occurred["to"], (string?)occurred["precision"]);
        var ongoing = (bool?)occurred["ongoing"] == true;

        // A stated precision says how much of what is written can be trusted; one that only repeats the coarser date says nothing new.
        var trusted = precision switch { "year" => 4, "month" => 7, _ => 10 };
        if (new[] { from, to }.OfType<string>().All(date => date.Length > trusted)) (from, to) = (from?[..trusted], to?[..trusted]);

        var severalDays = from?.Length == 10 && to?.Length == 10 && from != to;
        var span = (string?)occurred["span"] ?? ((string?)sent["kind"] == "pattern" ? "repeated" : ongoing || severalDays ? "throughout" : "within");
        var end = ongoing ? (string)occurred["asOf"]! : to ?? from;

        // A date to alone says: not later. What goes on has no last day, but was confirmed on one.
        var began = from is null ? new Days(DateOnly.MinValue, end is null ? DateOnly.MaxValue : Days.Of(end).Last) : Days.Of(from);
        var confirmed = end is null ? began : Days.Of(end);
        var ended = new Days(from is null ? DateOnly.MinValue : confirmed.First, ongoing ? DateOnly.MaxValue : confirmed.Last);
        return new(precision != "unknown", span == "throughout", began, ended, confirmed.Last);
    }

    /// <summary>Whether every way in which it can have been touches the window.</summary>
    public bool SurelyIn(DateOnly from, DateOnly to)
    {
        if (!Known) return false;
        if (!Lasted) return from <= Began.First && LastConfirmed <= to;

        // It cannot have begun after it ended, nor have ended before it began.
        var latestBeginning = Began.Last < LastConfirmed ? Began.Last : LastConfirmed;
        var earliestEnd = Ended.First > Began.First ? Ended.First : Began.First;
        return latestBeginning <= to && earliestEnd >= from;
    }

    /// <summary>Whether one way in which it can have been touches the window.</summary>
    public bool PossiblyIn(DateOnly from, DateOnly to) => Known && Began.First <= to && Ended.Last >= from;
}

/// <summary>The days that a written date may mean.</summary>
internal sealed record Days(DateOnly First, DateOnly Last)
{
    public static Days Of(string date)
    {
        var first = DateOnly.ParseExact(date + "-01-01"[..(10 - date.Length)], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(first, date.Length switch
        {
            4 => new DateOnly(first.Year, 12, 31),
            7 => new DateOnly(first.Year, first.Month, DateTime.DaysInMonth(first.Year, first.Month)),
            _ => first,
        });
    }
}
