using System.ComponentModel.DataAnnotations;
using FluentValidation;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>When it happened, as precisely as it is known and no more.</summary>
internal sealed record Occurrence
{
    /// <summary>The date, or when it began: 2020, 2020-06 or 2020-06-18.</summary>
    /// <example>2020-06-18</example>
    [PartialDate] public string? From { get; init; }

    /// <summary>When it ended. Absent, it is the same as from, unless ongoing.</summary>
    [PartialDate] public string? To { get; init; }

    /// <summary>Derived from what is written; may be stated coarser. With unknown, from and to are mere bounds.</summary>
    [Code("occurred.precision")] public string? Precision { get; init; }

    /// <summary>How from and to are meant: once at some time between, all the time between, or again and again.</summary>
    [Code("occurred.span")] public string? Span { get; init; }

    /// <summary>Whether it still went on at asOf.</summary>
    public bool? Ongoing { get; init; }

    /// <summary>The last day on which what is ongoing was confirmed.</summary>
    [PartialDate] public string? AsOf { get; init; }

    /// <summary>How the dates are known.</summary>
    [MaxLength(1000)] public string? Note { get; init; }

    /// <summary>The first day on which it may have happened.</summary>
    [ServerMade, Day] public string? Earliest { get; init; }

    /// <summary>The last day on which it may have happened; absent while it is ongoing.</summary>
    [ServerMade, Day] public string? Latest { get; init; }
}

internal sealed class OccurrenceRules : MemberRules<Occurrence>
{
    public OccurrenceRules(TimeProvider clock)
    {
        RuleFor(occurred => occurred.From).NotInFuture(clock);
        RuleFor(occurred => occurred.To).NotInFuture(clock);
        RuleFor(occurred => occurred.AsOf).NotInFuture(clock);
        RuleFor(occurred => occurred).Custom((occurred, context) => Check(occurred, context));
    }

    private static void Check(Occurrence occurred, ValidationContext<Occurrence> context)
    {
        var (from, to, asOf) = (PartialDate.Of(occurred.From), PartialDate.Of(occurred.To), PartialDate.Of(occurred.AsOf));
        if (from?.First > to?.Last) context.Refuse(Problems.FromAfterTo, $"from {occurred.From} is after to {occurred.To}.", "from", value: occurred.From);
        if (from?.First > asOf?.Last) context.Refuse(Problems.FromAfterTo, $"from {occurred.From} is after asOf {occurred.AsOf}.", "asOf", value: occurred.AsOf);
        if (occurred.Ongoing == true && occurred.AsOf is null) context.Refuse(Problems.AsOfRequired, "Say in asOf when it was last confirmed.", "asOf");
        if (occurred is { Ongoing: true, To: not null }) context.Refuse(Problems.Contradiction, "What is ongoing has no end: leave out to.", "to");
        if (occurred is { From: null, To: null, Precision: not "unknown" })
        {
            context.Refuse(Problems.Required, "Say when it happened in from or to, or precision: unknown.", "from");
        }

        if (occurred.Precision is "day" or "month" or "year")
        {
            var written = new[] { from, to }.OfType<PartialDate>().Select(date => date.Precision).DefaultIfEmpty(DatePrecision.Unknown).Min();
            if (Enum.Parse<DatePrecision>(occurred.Precision, ignoreCase: true) > written)
            {
                context.Refuse(Problems.TooPrecise, $"The dates are written to the {written.ToString().ToLowerInvariant()}, not to the {occurred.Precision}.", "precision", value: occurred.Precision);
            }
        }
    }
}
