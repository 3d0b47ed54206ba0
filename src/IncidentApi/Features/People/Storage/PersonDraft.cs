using IncidentApi.Features.People.Identities;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using IncidentApi.Platform.Vault;

namespace IncidentApi.Features.People.Storage;

/// <summary>An entry of the register while somebody changes it, and the statements that keep what became of it.</summary>
internal sealed class PersonDraft(PersonEntry before, Identity names)
{
    private readonly bool _isNew = before.Version == 0;

    public Guid Id => before.Id;

    public Identity Names { get; private set; } = names;

    public bool NamesChanged { get; private set; }

    public string Disclosure { get; private set; } = before.Disclosure;

    public string? Label { get; private set; } = before.Label;

    public ExternalRef? ExternalRef { get; private set; } = before.ExternalRef;

    /// <summary>What the history calls it; null when nothing was done.</summary>
    public string? Change { get; private set; } = before.Version == 0 ? PersonChanges.Created : null;

    public bool IsErased => before.ErasedAt is not null;

    /// <summary>Whether to keep it, the organisation's keys are needed: names to seal, or to find it by.</summary>
    public bool NeedsKeys => (NamesChanged || Hides) && !Names.IsUnknown;

    private bool Seals => Disclosure == Disclosures.Vault && NeedsKeys;

    private bool Hides => Disclosure == Disclosures.Vault && !before.IsHidden;

    public void Call(Identity names)
    {
        if (names.Same(Names)) return;

        (Names, NamesChanged) = (names, true);
        Change ??= PersonChanges.Renamed;
    }

    public void Protect(string disclosure)
    {
        if (disclosure == Disclosure) return;

        Change = Change is PersonChanges.Created ? Change : disclosure == Disclosures.Vault ? PersonChanges.Hidden : PersonChanges.Changed;
        Disclosure = disclosure;
    }

    public void Describe(string? label, ExternalRef? externalRef)
    {
        if (label == Label && externalRef == ExternalRef) return;

        (Label, ExternalRef) = (label, externalRef);
        Change ??= PersonChanges.Changed;
    }

    /// <summary>What the audit log tells of it; it stands last in the transaction.</summary>
    public IEnumerable<Sql> ToAudit(Caller caller)
    {
        if (Change is null) yield break;

        yield return AuditLog.Record(caller, _isNew ? AuditAct.PersonCreated : AuditAct.PersonReplaced, AuditSubject.Person, Id);
        if (Seals) yield return AuditLog.Record(caller, AuditAct.IdentitySealed, AuditSubject.Person, Id);
    }

    /// <summary>The statements, none when nothing was done. They fail when somebody else changed the entry since it was read.</summary>
    public IEnumerable<Sql> ToStatements(Caller caller, OrganisationKeys? keys, DateTimeOffset now)
    {
        if (Change is null) yield break;

        var hidden = Disclosure == Disclosures.Vault;
        var content = Seals ? SealedIdentity.Of(Names, Id, keys!) : null;
        var identity = content?.Content ?? (hidden && !NamesChanged ? before.Sealed?.Content : null);
        var (name, aliases) = hidden ? (null, []) : (Names.Name, Names.Aliases.ToArray());
        yield return _isNew
            ? (Sql)$"""
                insert into people (organisation_id, id, version, external_system, external_id, label, disclosure, name, aliases, identity, created_at, updated_at)
                values ({caller.OrganisationId}, {Id}, 1, {ExternalRef?.System}, {ExternalRef?.Id}, {Label}, {Disclosure}, {name}, {aliases}, {identity}, {now}, {now})
                """
            : (Sql)$"""
                with written as (
                    update people set version = version + 1, external_system = {ExternalRef?.System}, external_id = {ExternalRef?.Id}, label = {Label},
                        disclosure = {Disclosure}, name = {name}, aliases = {aliases}, identity = {identity}, updated_at = {now}
                    where organisation_id = {caller.OrganisationId} and id = {Id} and version = {before.Version} returning 1)
                select require_current(count(*)) from written
                """;
        yield return PersonChanges.Append(caller, Id, before.Version + 1, Change, null, now);
        if (content is not null)
        {
            yield return $"""
                insert into person_keys (organisation_id, person_id, generation, wrapped) values ({caller.OrganisationId}, {Id}, {content.Generation}, {content.Key})
                on conflict (organisation_id, person_id) do update set generation = excluded.generation, wrapped = excluded.wrapped
                """;
        }
        else if (identity is null && before.Sealed is not null)
        {
            yield return $"delete from person_keys where organisation_id = {caller.OrganisationId} and person_id = {Id}";
        }

        if (NamesChanged || Hides)
        {
            foreach (var statement in NameIndex.Replace(caller.OrganisationId, Id, Names, keys)) yield return statement;
        }
    }
}
