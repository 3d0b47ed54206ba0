using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Dates;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>
/// On which days one victim of one act was surely held, on which perhaps, and until when anybody knows. Pure, so that the rows can be made
/// again from the document. Features/Statistics/README.md says what it is for.
/// </summary>
internal sealed record Custody
{
    // Somebody who suffers these is in custody for as long as they last; an arrest is the moment of its beginning.
    private static readonly string[] Lasting = ["detention", "incommunicado_detention", "house_arrest", "psychiatric_internment", "enforced_disappearance", "abduction"];

    /// <summary>The place of the act among the record's.</summary>
    public short Act { get; init; }

    /// <summary>The place of the victim among the record's people.</summary>
    public short Victim { get; init; }

    /// <summary>The first day on which it can have begun; null where nothing says so.</summary>
    public DateOnly? BegunFrom { get; init; }

    /// <summary>The day on which it had surely begun; null where nothing says so.</summary>
    public DateOnly? BegunBy { get; init; }

    /// <summary>The last day on which it was surely not over; null where there is none.</summary>
    public DateOnly? HeldUntil { get; init; }

    /// <summary>The last day on which it can have gone on; null where nobody recorded an end.</summary>
    public DateOnly? OverBy { get; init; }

    /// <summary>The last day of which the record says anything; null where it says nothing.</summary>
    public DateOnly? ConfirmedBy { get; init; }

    public string? Place { get; init; }

    public string[] Charges { get; init; } = [];

    public string? CounselAccess { get; init; }

    /// <summary>A row for each fact whose act says that somebody was held.</summary>
    public static IReadOnlyList<Custody> Of(Incident incident, IReadOnlyList<Fact> facts) =>
        [.. facts.Where(fact => incident.Violations![fact.Act].Detention is not null).Select(fact => Of(incident, incident.Violations![fact.Act]) with { Act = fact.Act, Victim = fact.Victim })];

    private static Custody Of(Incident incident, Violation act)
    {
        var detention = act.Detention!;
        var span = act.Occurred is { } occurred ? Span.Of(occurred, incident.Kind == "pattern") : incident.Span();
        var asOf = PartialDate.Of(detention.AsOf)!.Value;
        var released = detention.ReleasedOn is { } releasedOn ? Ends.Of(releasedOn) : null;
        var isOver = released is not null || detention.Status is "released" or "released_conditionally" or "died";
        var lasted = span is { Lasting: true, Precision: not DatePrecision.Unknown } && (act.Occurred is not null || Lasting.Contains(act.Type));
        var covered = lasted ? Known(span.SurelyTo) : null;
        var ended = lasted && detention.Status == "unknown" ? Known(span.Latest) : null;
        var begunBy = Earlier(span.Kind == "repeated" ? Known(span.SurelyFrom) : Known(span.BegunBy), Earlier(detention.Status == "unknown" ? null : asOf.Last, released?.Last));
        var heldUntil = released is not null ? released.First?.AddDays(-1) : detention.Status switch
        {
            "held" => Later(asOf.First, covered),
            "died" => Earlier(covered, asOf.First),
            "unknown" => covered,
            _ => Earlier(covered, asOf.First.AddDays(-1)),
        };
        return new Custody
        {
            BegunFrom = Known(span.Earliest),
            BegunBy = begunBy,
            HeldUntil = released is null && detention.Status is not ("held" or "unknown") && covered is null ? null : heldUntil,
            OverBy = released is not null ? released.Last : isOver ? asOf.Last : ended,
            ConfirmedBy = detention.Status == "held" ? Later(asOf.Last, covered) : Later(begunBy, covered),
            Place = detention.Place,
            Charges = [.. (act.Proceedings ?? []).Select(proceeding => proceeding.Charge).OfType<string>().Distinct()],
            CounselAccess = detention.CounselAccess,
        };
    }

    private static DateOnly? Known(DateOnly day) => day == Span.Never || day == Span.Forever ? null : day;

    /// <summary>The earlier of two days, as far as there are two.</summary>
    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one is null ? other : other is null || one < other ? one : other;

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one is null ? other : other is null || one > other ? one : other;

    /// <summary>The first and the last day of a date that may be an interval; null for an open end.</summary>
    private sealed record Ends(DateOnly? First, DateOnly? Last)
    {
        public static Ends Of(string date) => date.Split('/') switch
        {
            [var from, var to] => new(PartialDate.Of(from == ".." ? null : from)?.First, PartialDate.Of(to == ".." ? null : to)?.Last),
            _ => new(PartialDate.Of(date)!.Value.First, PartialDate.Of(date)!.Value.Last),
        };
    }
}
