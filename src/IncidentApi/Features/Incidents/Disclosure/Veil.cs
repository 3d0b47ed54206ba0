using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.People.Names;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>
/// Through which the parts of a record pass on their way to an audience: it lets through or takes away, and writes down what it did.
/// </summary>
/// <param name="somebodyIsHidden">Then nothing may pass that leads to that person from elsewhere: no address, no day, no case number.</param>
internal sealed class Veil(bool somebodyIsHidden)
{
    private readonly List<Removal> _removed = [];
    private readonly List<TextToScan> _texts = [];

    public bool SomebodyIsHidden => somebodyIsHidden;

    public IReadOnlyList<Removal> Removed => _removed;

    public IReadOnlyList<TextToScan> Texts => _texts;

    /// <summary>A free text that stays if no name is found in it.</summary>
    public string? Text(string pointer, string? text)
    {
        if (text is not null) _texts.Add(new(pointer, text));
        return text;
    }

    /// <summary>An address that stays; what it spells in escapes is scanned as it reads.</summary>
    public string? Address(string pointer, string? address)
    {
        if (address is not null) _texts.Add(new(pointer, AsScanned(pointer, address)));
        return address;
    }

    /// <summary>A text as the scan reads it: addresses without their escapes.</summary>
    public static string AsScanned(string pointer, string text) =>
        pointer.EndsWith("/url", StringComparison.Ordinal) || pointer.EndsWith("/archivedUrl", StringComparison.Ordinal) ? Uri.UnescapeDataString(text) : text;

    /// <summary>Writes down that something does not pass, where there is something.</summary>
    public void Remove(string pointer, object? value, string reason)
    {
        if (value is not null and not (System.Collections.ICollection { Count: 0 })) _removed.Add(new(pointer, reason));
    }

    /// <summary>Lets a value pass unless somebody is hidden.</summary>
    public T? UnlessHidden<T>(string pointer, T? value)
        where T : class
    {
        if (!somebodyIsHidden) return value;
        Remove(pointer, value, RemovalReason.LeadsToHidden);
        return null;
    }

    /// <summary>A date or an interval: to the month while somebody is hidden, for a day leads to the news of that day.</summary>
    public string? Date(string pointer, string? date)
    {
        if (!somebodyIsHidden || date is null) return date;

        var ends = date.Split('/').Select(end => end == ".." ? end : Month(end)).ToList();
        var month = ends is [var from, var to] && from == to ? from : string.Join('/', ends);
        if (month != date) Remove(pointer, date, RemovalReason.LeadsToHidden);
        return month;
    }

    private static string Month(string date) => PartialDate.Of(date) is { Precision: DatePrecision.Day } ? date[..7] : date;
}
