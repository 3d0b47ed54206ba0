using IncidentApi.Features.Incidents.Body;

namespace IncidentApi.Features.Incidents.Dates;

/// <summary>
/// What an occurrence's dates say and do not say. A window of days surely holds it when <c>SurelyFrom &lt;= window.to</c> and
/// <c>SurelyTo &gt;= window.from</c>; it possibly does when <c>Earliest &lt;= window.to</c> and <c>Latest &gt;= window.from</c>.
/// <para>
/// For what lasted, the sure pair is the time that it certainly covered, so that both comparisons ask for an overlap. For what happened
/// at some time between, the pair is (latest, earliest), so that the same comparisons ask for the whole to lie inside.
/// </para>
/// </summary>
internal sealed record Span(DateOnly SortsOn, DateOnly Earliest, DateOnly Latest, DateOnly SurelyFrom, DateOnly SurelyTo, bool Lasting,
    string Kind, DatePrecision Precision)
{
    // PostgreSQL's -infinity and infinity.
    public static readonly DateOnly Never = DateOnly.MinValue;
    public static readonly DateOnly Forever = DateOnly.MaxValue;

    public static Span Of(Occurrence occurrence, bool ofPattern)
    {
        var from = PartialDate.Of(occurrence.From);
        var to = PartialDate.Of(occurrence.To);
        var ongoing = occurrence.Ongoing == true;
        var kind = occurrence.Span ?? (ofPattern ? "repeated" : ongoing || IsPreciseInterval(from, to) ? "throughout" : "within");
        var precision = PrecisionOf(occurrence, from, to);
        if (precision == DatePrecision.Unknown) return new(Never, Forever, Never, Forever, Never, false, kind, precision);

        from = from?.NoFinerThan(precision);
        to = to?.NoFinerThan(precision);
        var confirmed = ongoing ? PartialDate.Of(occurrence.AsOf) : to ?? from;

        var earliest = from?.First ?? Never;
        var latest = ongoing ? Forever : confirmed?.Last ?? Forever;
        var lasting = kind == "throughout";
        var sure = lasting
            ? (From: from?.Last ?? confirmed?.Last ?? Forever, To: from is null ? Never : confirmed?.First ?? Never)
            : (From: confirmed?.Last ?? Forever, To: earliest);
        return new(from?.First ?? to?.First ?? Never, earliest, latest, sure.From, sure.To, lasting, kind, precision);
    }

    private static bool IsPreciseInterval(PartialDate? from, PartialDate? to) =>
        from is { Precision: DatePrecision.Day } first && to is { Precision: DatePrecision.Day } last && first != last;

    private static DatePrecision PrecisionOf(Occurrence occurrence, PartialDate? from, PartialDate? to)
    {
        var written = new[] { from, to }.OfType<PartialDate>().Select(date => date.Precision).DefaultIfEmpty(DatePrecision.Unknown).Min();
        return occurrence.Precision is { } stated && Enum.TryParse<DatePrecision>(stated, ignoreCase: true, out var coarser) && coarser < written ? coarser : written;
    }
}
