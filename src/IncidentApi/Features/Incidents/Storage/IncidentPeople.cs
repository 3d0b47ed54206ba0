using System.Globalization;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Erasure;
using IncidentApi.Features.Incidents.Validation;
using IncidentApi.Features.People;
using IncidentApi.Features.People.Identities;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>The people of a record as its document may hold them.</summary>
/// <param name="People">With their entries of the register filled in, and without the names that are hidden.</param>
/// <param name="Filled">JSON Pointers to the entries that were filled in.</param>
/// <param name="Statements">What the register and the vault keep; it stands before the record's own statements.</param>
/// <param name="Audit">What the audit log tells of it; it stands last, before the record's own entry.</param>
/// <param name="Renames">Whether a name was sent that the register did not know, hidden ones among them.</param>
/// <param name="Raised">Who was not hidden in the version before: earlier versions may still say the name.</param>
internal sealed record SettledPeople(
    IReadOnlyList<Involvement>? People, IReadOnlyList<string> Filled, IReadOnlyList<Sql> Statements, IReadOnlyList<Sql> Audit, bool Renames, IReadOnlyList<Whom> Raised)
{
    /// <summary>The people of a record as they stand in it, for a write that concerns none of them.</summary>
    public static SettledPeople AsTheyAre(StoredIncident stored, Incident sent) => new(
        sent.People?.Select((person, i) => person with { PersonId = stored.Incident.People![i].PersonId }).ToList(),
        [.. (stored.Incident.Defaulted ?? []).Where(pointer => pointer.EndsWith("/personId", StringComparison.Ordinal))], [], [], false, []);
}

/// <summary>
/// Takes the names of hidden people out of a record before it becomes a document, and finds the entry of everybody who belongs in the
/// register. Nothing that comes after it (document, history, search, brief, change log) has ever seen a hidden name.
/// </summary>
internal sealed class IncidentPeople(Register register)
{
    public async Task<SettledPeople> SettleAsync(
        Caller caller, Guid incident, IncidentBody body, Incident? old, DateTimeOffset now, CancellationToken cancellation)
    {
        var drafts = (body.People ?? []).Index().Select(person => new Draft(person.Index, person.Item, body, OldOf(person.Item, old))).ToList();
        var enrolment = await register.EnrolAsync(caller, [.. drafts.Where(draft => draft.MustEnrol).Select(draft => draft.ToInvolved())], now, cancellation);

        var people = drafts.Select(draft => draft.Settle(enrolment, body.Language ?? caller.Language)).ToList();
        return new SettledPeople(body.People is null ? null : people,
            [.. drafts.Where(draft => draft.Person.PersonId is null && people[draft.Index].PersonId is not null).Select(draft => $"{draft.At}/personId")],
            [.. enrolment.Statements, .. Places(caller.OrganisationId, incident, people, old)], enrolment.Audit, enrolment.Renames,
            [.. drafts.Select(draft => draft.RaisedTo(people[draft.Index], old)).OfType<Whom>()]);
    }

    private static Involvement? OldOf(Involvement person, Incident? old) =>
        old?.People?.FirstOrDefault(other => other.Ref == person.Ref && other.PersonId is not null);

    private static IEnumerable<Sql> Places(Guid organisation, Guid incident, IReadOnlyList<Involvement> people, Incident? old)
    {
        var (before, after) = (Places(old?.People), Places(people));
        return before.Where(place => !after.Any(other => other.Person == place.Person && other.Ref == place.Ref)).OrderBy(place => place.Person)
            .Select(place => PersonPlaces.Leave(organisation, place.Person, incident, place.Ref))
            .Concat(after.Except(before).OrderBy(place => place.Person).SelectMany(place => PersonPlaces.Stand(organisation, place.Person, incident, place.Ref, place.Role,
                people.Any(person => person.Ref == place.Ref && (person.Name is not null || person.Aliases is not null)))));
    }

    private static List<(Guid Person, string Ref, string Role)> Places(IReadOnlyList<Involvement>? people) =>
        [.. (people ?? []).Where(person => person.PersonId is not null).Select(person => (Guid.Parse(person.PersonId!), person.Ref!, person.Role!))];

    /// <summary>One person on the way from the body to the document.</summary>
    private sealed record Draft(int Index, Involvement Person, IncidentBody Body, Involvement? Old)
    {
        public string At => string.Create(CultureInfo.InvariantCulture, $"/people/{Index}");

        private string Disclosure => Person.Disclosure ?? VaultRules.DefaultOf(Person, Body);

        private bool IsHidden => Disclosure == VaultRules.Vault;

        /// <summary>The entry that stood here before, if this is still the same one.</summary>
        private Guid? Known => Old is not null
            && (Person.PersonId is null || Guid.Parse(Person.PersonId) == Guid.Parse(Old.PersonId!))
            && (Person.ExternalRef is { } name ? Old.ExternalRef is null || Old.ExternalRef == name : IsHidden || Old.Disclosure == VaultRules.Vault || Person.PersonId is not null)
            ? Guid.Parse(Old.PersonId!) : null;

        private bool SendsNames => Person.Name is not null || Person.Aliases is not null;

        public bool MustEnrol => (Person.PersonId is not null || Person.ExternalRef is not null || Known is not null || IsHidden) && !IsAsBefore;

        /// <summary>Whether the register knows all of it from the version before.</summary>
        private bool IsAsBefore => Known is not null && Old!.Disclosure == Disclosure && Old.ExternalRef == Person.ExternalRef
            && (IsHidden ? !SendsNames : Old.Name == Person.Name && (Old.Aliases ?? []).SequenceEqual(Person.Aliases ?? []));

        public Involved ToInvolved() => new(At, Person.Ref!, Disclosure)
        {
            PersonId = Person.PersonId is { } id ? Guid.Parse(id) : null,
            Known = Known,
            ExternalRef = Person.ExternalRef,
            Label = Person.Label,
            Names = Identity.Of(Person.Name, Person.Aliases),
        };

        public Involvement Settle(Enrolment enrolment, string language)
        {
            var entry = enrolment.Ids.TryGetValue(Person.Ref!, out var id) ? id : Known;
            var linked = Person with { PersonId = Person.PersonId ?? entry?.ToString() };

            // Who is hidden in one record is hidden in every other that says nothing else.
            return IsHidden || (Person.Disclosure is null && enrolment.Hidden.Contains(Person.Ref!)) ? Hide(linked, language) : linked;
        }

        /// <summary>The person, if this record hides from now on who it showed before.</summary>
        public Whom? RaisedTo(Involvement settled, Incident? old)
        {
            if (settled.Disclosure != VaultRules.Vault || old is null) return null;

            var before = (old.People ?? []).Where(other => other.PersonId is null ? other.Ref == settled.Ref : other.PersonId == settled.PersonId).ToList();
            return before.Count > 0 && before.All(other => other.Disclosure == VaultRules.Vault) ? null
                : new Whom([Guid.Parse(settled.PersonId!)], before.Count == 0 ? [] : [settled.Ref!], [.. before.Append(Person).SelectMany(Whom.NamesOf)]);
        }

        private static Involvement Hide(Involvement person, string language) => person with
        {
            Name = null,
            Aliases = null,
            Label = person.Label ?? Vocabulary.Named("people.role")[person.Role!].Labels.In(language.Split('-')[0]).Text,
            Disclosure = VaultRules.Vault,
        };
    }
}
