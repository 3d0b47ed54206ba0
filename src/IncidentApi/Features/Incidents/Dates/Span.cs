using IncidentApi.Features.Incidents.Body;

namespace IncidentApi.Features.Incidents.Dates;

/// <summary>
/// What an occurrence's dates say and do not say. A window of days surely holds it when <c>SurelyFrom &lt;= window.to</c> and
/// <c>SurelyTo &gt;= window.from</c>; it possibly does when <c>Earliest &lt;= window.to</c> and <c>Latest &gt;= window.from</c>.
/// <para>
/// For what lasted, the sure pair is the time that it certainly covered, so that both comparisons ask for an overlap. For what happened
/// at some time between, the pair is (latest, earliest), so that the same comparisons ask for the whole to lie inside.
/// </para>
/// <para>It began between <c>Earliest</c> and <c>BegunBy</c>, both included.</para>
/// </summary>
internal sealed record Span(DateOnly SortsOn, DateOnly Earliest, DateOnly Latest, DateOnly SurelyFrom, DateOnly SurelyTo, bool Lasting,
    string Kind, DatePrecision Precision, DateOnly BegunBy)
{
    // PostgreSQL's -infinity and infinity.
    public static readonly DateOnly Never = DateOnly.MinValue;
    public static readonly DateOnly Forever = DateOnly.MaxValue;

    /// <summary>The first day on which it may have happened; null where nothing says so.</summary>
    public string? EarliestDay => Precision == DatePrecision.Unknown || Earliest == Never ? null : $"{Earliest:yyyy-MM-dd}";

    /// <summary>The last day on which it may have happened; null where nothing says so.</summary>
    public string? LatestDay => Precision == DatePrecision.Unknown || Latest == Forever ? null : $"{Latest:yyyy-MM-dd}";

    public static Span Of(Occurrence occurrence, bool ofPattern)
    {
        var from = PartialDate.Of(occurrence.From);
        var to = PartialDate.Of(occurrence.To);
        var written = new[] { from, to }.OfType<PartialDate>().Select(date => date.Precision).DefaultIfEmpty(DatePrecision.Unknown).Min();
        var precision = occurrence.Precision is { } stated && Enum.TryParse<DatePrecision>(stated, ignoreCase: true, out var coarser) && coarser < written ? coarser : written;

        // A stated precision says how far the dates can be trusted; one that only repeats the coarser of them says nothing new.
        if (precision < written) (from, to) = (from?.NoFinerThan(precision), to?.NoFinerThan(precision));

        var ongoing = occurrence.Ongoing == true;
        var severalDays = precision == DatePrecision.Day && to is not null && from is not null && from != to;
        var kind = occurrence.Span ?? (ofPattern ? "repeated" : ongoing || severalDays ? "throughout" : "within");
        if (precision == DatePrecision.Unknown) return new(Never, Forever, Never, Forever, Never, false, kind, precision, Forever);

        var confirmed = (ongoing ? PartialDate.Of(occurrence.AsOf) : to ?? from) ?? from ?? to!.Value;
        var earliest = from?.First ?? Never;
        var latest = ongoing ? Forever : confirmed.Last;
        var lasting = kind == "throughout";
        var sure = lasting ? CertainlyCovered(from, confirmed) : (From: confirmed.Last, To: earliest);
        var begunBy = kind == "within" || from is not { } began || began.Last > confirmed.Last ? confirmed.Last : began.Last;
        return new(from?.First ?? to?.First ?? Never, earliest, latest, sure.From, sure.To, lasting, kind, precision, begunBy);
    }

    /// <summary>It cannot have begun after its end, nor have ended before its beginning; an end alone says: not later.</summary>
    private static (DateOnly From, DateOnly To) CertainlyCovered(PartialDate? began, PartialDate ended) => began is { } from
        ? (from.Last < ended.Last ? from.Last : ended.Last, ended.First > from.First ? ended.First : from.First)
        : (ended.Last, Never);
}
