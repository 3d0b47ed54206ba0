using IncidentApi.Features.Incidents.Dates;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>
/// The year, quarter and month in which something surely began, as numbers that follow each other; null where it may have been another one.
/// </summary>
internal readonly record struct Beginning(int? Year, int? Quarter, int? Month)
{
    public static Beginning Of(Span span)
    {
        if (span.Precision == DatePrecision.Unknown || span.Earliest == Span.Never) return default;

        return new(Same(span, day => day.Year), Same(span, day => (day.Year * 4) + ((day.Month - 1) / 3)), Same(span, day => (day.Year * 12) + day.Month - 1));
    }

    public static implicit operator Beginning((int? Year, int? Quarter, int? Month) parts) => new(parts.Year, parts.Quarter, parts.Month);

    private static int? Same(Span span, Func<DateOnly, int> bucket) => bucket(span.Earliest) == bucket(span.BegunBy) ? bucket(span.Earliest) : null;
}
