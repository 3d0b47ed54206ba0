using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Dates;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>What was done, and what courts made of it, as an audience may read it.</summary>
internal sealed class RedactedActs(IncidentBody own, Refs people, Refs acts, Refs sources, Veil veil)
{
    private bool IsPattern => own.Kind == "pattern";

    public List<Violation> Seen() => [.. own.Violations!.Select((violation, i) => Seen(violation, $"/violations/{i}", $"x{i + 1}"))];

    public Occurrence? Seen(Occurrence? occurred, string pointer)
    {
        if (occurred is null) return null;

        veil.Remove($"{pointer}/note", occurred.Note, RemovalReason.Internal);
        var seen = new Occurrence
        {
            From = veil.Date($"{pointer}/from", occurred.From),
            To = veil.Date($"{pointer}/to", occurred.To),
            Precision = veil.SomebodyIsHidden && occurred.Precision == "day" ? "month" : occurred.Precision,
            Span = occurred.Span,
            Ongoing = occurred.Ongoing,
            AsOf = veil.Date($"{pointer}/asOf", occurred.AsOf),
        };
        var bounds = Span.Of(seen, IsPattern);
        return new Occurrence
        {
            From = seen.From,
            To = seen.To,
            Precision = seen.Precision,
            Span = seen.Span,
            Ongoing = seen.Ongoing,
            AsOf = seen.AsOf,
            Earliest = bounds.EarliestDay,
            Latest = bounds.LatestDay,
        };
    }

    private Violation Seen(Violation act, string pointer, string name) => new()
    {
        Ref = acts[act.Ref] ?? name,
        Type = act.Type,
        AlsoTypes = act.AlsoTypes,
        Victims = people.Of(act.Victims),
        Perpetrators = people.Of(act.Perpetrators),
        Occurred = Seen(act.Occurred, $"{pointer}/occurred"),
        Location = RedactedPlace.Of(act.Location, act.AllTypes(), $"{pointer}/location", veil),
        Count = act.Count,
        CountMin = act.CountMin,
        CountMax = act.CountMax,
        CountNote = veil.Text($"{pointer}/countNote", act.CountNote),
        Finding = act.Finding is not { } finding ? null : new Finding
        {
            Status = finding.Status,
            By = veil.Text($"{pointer}/finding/by", finding.By),
            Date = veil.Date($"{pointer}/finding/date", finding.Date),
        },
        Motive = act.Motive,
        Outcome = act.Outcome,
        Proceedings = act.Proceedings?.Select((proceeding, i) => Seen(proceeding, $"{pointer}/proceedings/{i}")).ToList(),
        Detention = act.Detention is not { } detention ? null : Seen(detention, act, $"{pointer}/detention"),
        Items = act.Items?.Select((item, i) => new SeizedItem
        {
            Item = veil.Text($"{pointer}/items/{i}/item", item.Item),
            Quantity = item.Quantity,
            ReturnedOn = veil.Date($"{pointer}/items/{i}/returnedOn", item.ReturnedOn),
        }).ToList(),
        Sources = sources.Of(act.Sources),
        Verification = act.Verification,
    };

    private Proceeding Seen(Proceeding proceeding, string pointer) => new()
    {
        Kind = proceeding.Kind,
        Body = veil.Text($"{pointer}/body", proceeding.Body),
        Number = veil.Text($"{pointer}/number", veil.UnlessHidden($"{pointer}/number", proceeding.Number)),
        Charge = veil.Text($"{pointer}/charge", proceeding.Charge),
        Claim = veil.Text($"{pointer}/claim", proceeding.Claim),
        Sentence = veil.Text($"{pointer}/sentence", proceeding.Sentence),
        Statuses = proceeding.Statuses?.Select((step, i) => Seen(step, $"{pointer}/statuses/{i}")).ToList(),
    };

    private ProceedingStatus Seen(ProceedingStatus step, string pointer)
    {
        veil.Remove($"{pointer}/note", step.Note, RemovalReason.Internal);
        return new ProceedingStatus { Date = veil.Date($"{pointer}/date", step.Date), Status = step.Status };
    }

    private Detention Seen(Detention detention, Violation act, string pointer)
    {
        var (place, types) = act.Location is null ? (own.Location, own.Violations!.SelectMany(other => other.AllTypes())) : (act.Location, act.AllTypes());
        var placeIsShown = RedactedPlace.ShowsLocality(place, types);
        if (!placeIsShown) veil.Remove($"{pointer}/place", detention.Place, RemovalReason.Place);
        return new Detention
        {
            Status = detention.Status,
            AsOf = veil.Date($"{pointer}/asOf", detention.AsOf),
            Place = placeIsShown ? veil.Text($"{pointer}/place", detention.Place) : null,
            LegalBasis = veil.Text($"{pointer}/legalBasis", detention.LegalBasis),
            CounselAccess = detention.CounselAccess,
            ReleasedOn = veil.Date($"{pointer}/releasedOn", detention.ReleasedOn),
        };
    }
}
