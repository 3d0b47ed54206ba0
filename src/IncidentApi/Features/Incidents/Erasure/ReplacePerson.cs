using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.People;
using IncidentApi.Features.People.Identities;
using IncidentApi.Features.People.Storage;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using IncidentApi.Platform.Vault;
using Npgsql;

namespace IncidentApi.Features.Incidents.Erasure;

internal static class ReplacePerson
{
    /// <summary>Replaces an entry of the register if nobody changed it since the caller read it, or makes one under the client's own UUID. Who goes to the vault is taken out of every record.</summary>
    public static async Task<IResult> Handle(Guid id, Body<PersonBody> body, Caller caller, PersonRead read, KeyVault vault, Store store,
        IncidentWrite incidents, TimeProvider clock, HttpRequest request, HttpResponse response, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var expected = request.ReadIfMatch();
            var found = await read.FindAsync(caller.OrganisationId, id, cancellation);
            if (found is null && expected is not null) return Problems.StaleVersion.With("There is no such entry, so no version of it can match.");

            var sendsNames = body.Value.Name is not null || body.Value.Aliases is not null;
            var keys = sendsNames && found?.Sealed is not null ? await vault.KeysOfAsync(caller.OrganisationId, cancellation) : null;
            var entry = found ?? new PersonEntry(id) { Disclosure = Disclosures.Organisation };
            var draft = new PersonDraft(entry, keys is null && entry.Sealed is not null ? Identity.Unknown : entry.Names(keys));
            if (Change(draft, entry, body.Value) is { } fault) return ProblemResult.Of([fault]);
            if (found is not null)
            {
                if (draft.Change is null) return await GetPerson.ShowAsync(found, caller, store, response, StatusCodes.Status200OK, cancellation);
                if (request.MustBeNew()) return Problems.StaleVersion.With("The entry exists.");
                if (expected is null) return Problems.VersionRequired.With();
                if (!expected.Meets(found.Version)) return Problems.StaleVersion.With($"It stands at version {found.Version}: read it again.");
            }

            if (keys is null && draft.NeedsKeys) keys = await vault.KeysOfAsync(caller.OrganisationId, cancellation);
            try
            {
                var hidden = draft.Disclosure == Disclosures.Vault && entry.Disclosure != Disclosures.Vault && found is not null;
                var others = await incidents.PrepareHidingAsync(caller, hidden ? [new Whom([id], [], [.. entry.Names(keys).All])] : [], null, cancellation);
                await store.WriteAsync(Scope.Of(caller.OrganisationId),
                [
                    .. draft.ToStatements(caller, keys, clock.GetUtcNow()),
                    .. others.SelectMany(other => other.Statements),
                    .. draft.ToAudit(caller),
                    .. others.SelectMany(other => other.Last),
                ], cancellation);
                var made = await read.FindAsync(caller.OrganisationId, id, cancellation);
                return await GetPerson.ShowAsync(made!, caller, store, response, found is null ? StatusCodes.Status201Created : StatusCodes.Status200OK, cancellation);
            }
            catch (PostgresException taken) when (taken.Violates(PersonTable.UniqueExternalRef))
            {
                return Problems.ExternalRefTaken.With(null, Problems.ExternalRefTaken.At("/externalRef", "Another entry of the register has it."));
            }
            catch (PostgresException overtaken) when (attempt < Register.Attempts
                && (Register.IsOvertaken(overtaken) || overtaken.SqlState == DatabaseErrors.NotWritten || overtaken.Violates(IncidentVersionTable.PrimaryKey)))
            {
                // Judge it again by what stands there now.
            }
        }
    }

    private static Fault? Change(PersonDraft draft, PersonEntry entry, PersonBody body)
    {
        var names = Identity.Of(body.Name, body.Aliases);
        var disclosure = body.Disclosure ?? (entry.IsHidden ? entry.Disclosure : Disclosures.Organisation);
        if (entry.ErasedAt is not null && !names.IsUnknown) return Problems.PersonErased.At("/name", "Send the label alone.");
        if (entry.Sealed is not null && disclosure != Disclosures.Vault && body.Name is null)
        {
            return Problems.Contradiction.At("/disclosure", "The name is sealed: send it again to take it out of the vault.", disclosure);
        }

        draft.Describe(body.Label, body.ExternalRef);
        draft.Protect(disclosure);
        if (!names.IsUnknown || entry.Sealed is null) draft.Call(names);
        return null;
    }
}
