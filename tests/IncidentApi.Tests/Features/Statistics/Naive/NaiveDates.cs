using System.Globalization;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Features.Statistics.Naive;

/// <summary>When something surely began: the first and the last day on which it can have begun.</summary>
internal static class NaiveDates
{
    public const string Undated = "undated";

    private static readonly string[] Precisions = ["unknown", "year", "month", "day"];

    /// <summary>The bucket of this grain that holds every day on which it can have begun.</summary>
    public static string Bucket(JsonNode? occurred, string grain)
    {
        if (Began(occurred) is not { } began) return Undated;

        var (first, last) = (Bucket(began.First, grain), Bucket(began.Last, grain));
        return first == last ? first : Undated;
    }

    private static string Bucket(DateOnly day, string grain) => grain switch
    {
        "year" => day.ToString("yyyy", CultureInfo.InvariantCulture),
        "quarter" => $"{day.Year:0000}-Q{((day.Month - 1) / 3) + 1}",
        _ => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
    };

    /// <summary>The last day of a bucket.</summary>
    public static DateOnly LastOf(string bucket) => bucket.Contains("-Q", StringComparison.Ordinal)
        ? Days($"{bucket[..4]}-{(bucket[^1] - '0') * 3:00}").Last
        : Days(bucket).Last;

    private static (DateOnly First, DateOnly Last)? Began(JsonNode? occurred)
    {
        if (occurred is null || (string?)occurred["precision"] == "unknown" || Trusted(occurred, "from") is not { } from) return null;
        // It cannot have begun after its end; what happened at some time between can have begun on the last of its days.
        var end = Days(((bool?)occurred["ongoing"] == true ? (string?)occurred["asOf"] : Trusted(occurred, "to")) ?? from).Last;
        var (first, last) = Days(from);
        return (first, (string?)occurred["span"] is "throughout" or "repeated" && last < end ? last : end);
    }

    /// <summary>A date no finer than the precision that somebody stated, unless it only repeats the coarser of the two.</summary>
    private static string? Trusted(JsonNode occurred, string member)
    {
        var written = new[] { (string?)occurred["from"], (string?)occurred["to"] }.OfType<string>().Min(date => date.Length)!;
        var stated = Array.IndexOf(Precisions, (string?)occurred["precision"] ?? "day") switch { 1 => 4, 2 => 7, _ => 10 };
        return (string?)occurred[member] is not { } date ? null : stated < written ? date[..Math.Min(stated, date.Length)] : date;
    }

    private static (DateOnly First, DateOnly Last) Days(string date)
    {
        var parts = date.Split('-').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return parts switch
        {
            [var year] => (new(year, 1, 1), new(year, 12, 31)),
            [var year, var month] => (new(year, month, 1), new DateOnly(year, month, 1).AddMonths(1).AddDays(-1)),
            _ => (new(parts[0], parts[1], parts[2]), new(parts[0], parts[1], parts[2])),
        };
    }
}
