using IncidentApi.Features.People.Identities;
using IncidentApi.Features.People.Storage;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using IncidentApi.Platform.Vault;
using Npgsql;

namespace IncidentApi.Features.People;

/// <summary>
/// Finds the entries of those who stand in a record, and makes those that are missing. Names of hidden people go from here into the vault
/// and nowhere else.
/// </summary>
internal sealed class Register(PersonRead read, KeyVault vault)
{
    /// <summary>How often a writer tries again when others change the same entries.</summary>
    public const int Attempts = 5;

    /// <summary>Whether a write failed because the register changed since it was read: read it again.</summary>
    public static bool IsOvertaken(PostgresException error) => error.SqlState is PersonRead.Overtaken or PostgresErrorCodes.DeadlockDetected
        || error.Violates(PersonTable.PrimaryKey) || error.Violates(PersonTable.UniqueExternalRef) || error.Violates(PersonPartTables.UniqueChange)
        || (error.SqlState == PostgresErrorCodes.ForeignKeyViolation && error.ConstraintName is PersonPartTables.KeyOfKey or PersonPartTables.KeyOfName);

    public async Task<Enrolment> EnrolAsync(Caller caller, IReadOnlyList<Involved> people, DateTimeOffset now, CancellationToken cancellation)
    {
        if (people.Count == 0) return Enrolment.Nobody;

        var entries = await read.FindAsync(caller.OrganisationId, people, cancellation);
        var opens = people.Any(person => !person.Names.IsUnknown && EntryOf(person, entries)?.Sealed is not null);
        var keys = opens ? await vault.KeysOfAsync(caller.OrganisationId, cancellation) : null;

        var ids = new Dictionary<string, Guid>();
        var drafts = new Dictionary<Guid, PersonDraft>();
        var made = new Dictionary<ExternalRef, Guid>();
        foreach (var person in people)
        {
            var entry = EntryOf(person, entries) ?? new PersonEntry(person.PersonId ?? MadeBefore(person, made) ?? Guid.CreateVersion7(now));
            if (person.ExternalRef is { } name) made.TryAdd(name, entry.Id);
            if (!drafts.TryGetValue(entry.Id, out var draft))
            {
                drafts[entry.Id] = draft = new PersonDraft(entry, keys is null && entry.Sealed is not null ? Identity.Unknown : entry.Names(keys));
            }

            Apply(draft, person, entries);
            ids[person.Ref] = entry.Id;
        }

        if (keys is null && drafts.Values.Any(draft => draft.NeedsKeys)) keys = await vault.KeysOfAsync(caller.OrganisationId, cancellation);
        var ordered = drafts.Values.OrderBy(draft => draft.Id).ToList();
        return new Enrolment(ids, [.. ordered.SelectMany(draft => draft.ToStatements(caller, keys, now))], [.. ordered.SelectMany(draft => draft.ToAudit(caller))],
            ids.Where(person => drafts[person.Value].Disclosure == Disclosures.Vault).Select(person => person.Key).ToHashSet(),
            ordered.Any(draft => draft.NamesChanged));
    }

    private static Guid? MadeBefore(Involved person, Dictionary<ExternalRef, Guid> made) =>
        person.ExternalRef is { } name && made.TryGetValue(name, out var id) ? id : null;

    private static PersonEntry? EntryOf(Involved person, IReadOnlyList<PersonEntry> entries) =>
        person.PersonId is { } asked ? entries.FirstOrDefault(entry => entry.Id == asked)
        : entries.FirstOrDefault(entry => entry.Id == person.Known)
            ?? (person.ExternalRef is null ? null : entries.FirstOrDefault(entry => entry.ExternalRef == person.ExternalRef));

    private static void Apply(PersonDraft draft, Involved person, IReadOnlyList<PersonEntry> entries)
    {
        if (person.ExternalRef is { } name && draft.ExternalRef != name && (draft.ExternalRef is not null || entries.Any(entry => entry.ExternalRef == name)))
        {
            throw Refused(Problems.Contradiction.At($"{person.At}/externalRef", "It belongs to another entry of the register than the one that personId names: make them one by a merge."));
        }

        if (draft.IsErased)
        {
            if (person.Names.IsUnknown) return;
            throw Refused(Problems.PersonErased.At($"{person.At}/name", "Send the label alone."));
        }

        draft.Describe(draft.Label ?? person.Label, draft.ExternalRef ?? person.ExternalRef);
        draft.Protect(Disclosures.Stricter(draft.Disclosure, person.Disclosure));
        if (draft.Names.Knows(person.Names)) return;

        // The same place in the same record corrects the name; another record knows one more.
        draft.Call(draft.Names.IsUnknown ? person.Names : person.Known == draft.Id ? draft.Names.CorrectedBy(person.Names) : draft.Names.And(person.Names));
    }

    private static ProblemException Refused(Fault fault) => new(ProblemResult.Of([fault]));
}
