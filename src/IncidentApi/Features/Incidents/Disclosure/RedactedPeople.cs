using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.People.Names;
using IncidentApi.Features.Vocabularies;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>The people of a record as an audience may see them: by name, by label, or not at all.</summary>
internal sealed class RedactedPeople
{
    private readonly List<(Involvement Person, PersonDisclosure Shown, string Pointer)> _people;

    public RedactedPeople(IncidentBody own, Audience audience)
    {
        _people = [.. (own.People ?? []).Select((person, i) => (person, PersonDisclosure.Of(person, own, audience), $"/people/{i}"))];
        Refs = new('p', Listed.Select(entry => entry.Person.Ref));
    }

    public Refs Refs { get; }

    public bool SomebodyIsHidden => _people.Any(entry => entry.Shown.IsHidden);

    public IEnumerable<Involvement> Hidden => _people.Where(entry => entry.Shown.IsHidden).Select(entry => entry.Person);

    /// <summary>Whose names no text may say: everybody's who is not shown by name, found out or not.</summary>
    public IReadOnlyList<KnownName> HiddenNames =>
    [
        .. _people.Where(entry => !entry.Shown.IsNamed && NamesOf(entry.Person).Any())
            .Select(entry => new KnownName(entry.Person.Ref ?? entry.Pointer, [.. NamesOf(entry.Person)], OfThisRecord: true)),
    ];

    public IReadOnlyList<string> ShownNames => [.. _people.Where(entry => entry.Shown.IsNamed).SelectMany(entry => NamesOf(entry.Person))];

    private IEnumerable<(Involvement Person, PersonDisclosure Shown, string Pointer)> Listed => _people.Where(entry => entry.Shown.IsListed);

    public List<Involvement>? Seen(Veil veil)
    {
        foreach (var entry in _people.Where(entry => !entry.Shown.IsListed)) veil.Remove(entry.Pointer, entry.Person, entry.Shown.WhyNotListed!);

        var seen = Listed.Select(entry => Seen(entry.Person, entry.Shown, entry.Pointer, veil)).ToList();
        return seen.Count == 0 ? null : seen;
    }

    private Involvement Seen(Involvement own, PersonDisclosure shown, string pointer, Veil veil)
    {
        veil.Remove($"{pointer}/personId", own.PersonId, RemovalReason.Internal);
        veil.Remove($"{pointer}/externalRef", own.ExternalRef, RemovalReason.Internal);
        veil.Remove($"{pointer}/consent", own.Consent, RemovalReason.Internal);
        veil.Remove($"{pointer}/note", own.Note, RemovalReason.Internal);
        if (!shown.IsNamed)
        {
            veil.Remove($"{pointer}/name", own.Name, RemovalReason.Name);
            veil.Remove($"{pointer}/aliases", own.Aliases, RemovalReason.Name);
        }

        if (shown.IsHidden)
        {
            veil.Remove($"{pointer}/gender", own.Gender, RemovalReason.LeadsToHidden);
            veil.Remove($"{pointer}/ageBand", own.AgeBand, RemovalReason.LeadsToHidden);
            veil.Remove($"{pointer}/atRiskGroups", own.AtRiskGroups, RemovalReason.LeadsToHidden);
            veil.Remove($"{pointer}/actingFor", own.ActingFor, RemovalReason.LeadsToHidden);
        }

        return new Involvement
        {
            Ref = Refs[own.Ref],
            Role = own.Role,
            Kind = own.Kind,
            Name = shown.IsNamed ? own.Name : null,
            Aliases = shown.IsNamed ? own.Aliases : null,
            Label = veil.Text($"{pointer}/label", own.Label) ?? (shown.IsNamed && own.Name is not null ? null : Roles[own.Role!].Labels.English),
            Count = own.Count,
            CountMin = own.CountMin,
            CountMax = own.CountMax,
            CountNote = veil.Text($"{pointer}/countNote", own.CountNote),
            DefenderRoles = own.DefenderRoles,
            Gender = shown.IsHidden ? null : own.Gender,
            AgeBand = shown.IsHidden ? null : own.AgeBand,
            AtRiskGroups = shown.IsHidden ? null : own.AtRiskGroups,
            Category = own.Category,
            DegreeOfInvolvement = own.DegreeOfInvolvement,
            ActingFor = shown.IsHidden ? null : veil.Text($"{pointer}/actingFor", own.ActingFor),
            Connections = ConnectionsOf(own, shown, pointer, veil),
        };
    }

    private List<Connection>? ConnectionsOf(Involvement own, PersonDisclosure shown, string pointer, Veil veil)
    {
        var seen = new List<Connection>();
        for (var i = 0; i < (own.Connections?.Count ?? 0); i++)
        {
            var connection = own.Connections![i];
            var other = _people.FirstOrDefault(entry => entry.Person.Ref == connection.To);
            if (shown.IsHidden || other.Shown is null or { IsHidden: true } || Refs[connection.To] is not { } to)
            {
                veil.Remove($"{pointer}/connections/{i}", connection, RemovalReason.LeadsToHidden);
                continue;
            }

            seen.Add(new Connection { To = to, Relation = connection.Relation });
        }
        return seen.Count == 0 ? null : seen;
    }

    private static Vocabulary Roles => Vocabulary.Named("people.role");

    private static IEnumerable<string> NamesOf(Involvement person) => person.Name is null ? person.Aliases ?? [] : [person.Name, .. person.Aliases ?? []];
}
