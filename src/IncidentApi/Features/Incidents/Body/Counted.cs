using FluentValidation;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>What has a number: exact, a range, or only in words.</summary>
internal interface ICounted
{
    int? Count { get; }

    int? CountMin { get; }

    int? CountMax { get; }
}

internal static class CountRules
{
    public static void CheckCount<T>(this ValidationContext<T> context, ICounted counted)
    {
        if (counted is { Count: not null, CountMin: not null } or { Count: not null, CountMax: not null })
        {
            context.Refuse(Problems.Contradiction, "Send count, or countMin and countMax.", "count");
        }

        if (counted.CountMin > counted.CountMax) context.Refuse(Problems.Contradiction, "countMin is greater than countMax.", "countMin");
    }
}
