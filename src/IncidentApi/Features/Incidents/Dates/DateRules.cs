using FluentValidation;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Dates;

/// <summary>Rules of dates that need to know what day it is.</summary>
internal static class DateRules
{
    /// <summary>The latest date that it is anywhere on earth (UTC+14).</summary>
    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(14));

    /// <summary>Refuses a date, or an interval's beginning, that nobody on earth has reached.</summary>
    public static void NotInFuture<T>(this IRuleBuilderInitial<T, string?> rule, TimeProvider clock, Func<T, bool>? mayBe = null) =>
        rule.Custom((text, context) =>
        {
            if (text is not null && BeginsAfter(text, clock.Today()) && mayBe?.Invoke(context.InstanceToValidate) != true)
            {
                context.Refuse(Problems.FutureDate, $"{text} has not come yet, anywhere on earth.", value: text);
            }
        });

    private static bool BeginsAfter(string text, DateOnly today) => text.Split('/')
        .Select(end => end == ".." ? null : PartialDate.Of(end))
        .Any(end => end?.First > today);
}
