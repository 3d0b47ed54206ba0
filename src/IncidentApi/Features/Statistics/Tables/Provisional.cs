using System.Globalization;
using IncidentApi.Features.Statistics.Asking;

namespace IncidentApi.Features.Statistics.Tables;

/// <summary>Tells the years that have not been over for three months: late records are on their way.</summary>
internal sealed class Provisional(TimeProvider clock)
{
    private readonly string _first = clock.GetUtcNow().UtcDateTime.AddMonths(-3).ToString("yyyy", CultureInfo.InvariantCulture);

    /// <summary>true, or null for no.</summary>
    public bool? Is(string year) => year != BucketValues.Undated && string.CompareOrdinal(year, _first) >= 0 ? true : null;
}
