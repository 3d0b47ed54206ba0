using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.People.Identities;

/// <summary>
/// Who may read which hidden name until when, and how often anybody did. PostgreSQL counts and tells the time, so that several instances
/// of the service are one.
/// </summary>
internal sealed class IdentityGrants(Store store)
{
    /// <summary>How many hidden names one key may read in an hour.</summary>
    public const int MostInAnHour = 30;

    /// <summary>Until when the key needs no other reason for this person; null when it does.</summary>
    public async Task<DateTimeOffset?> FindAsync(Caller caller, Guid person, CancellationToken cancellation)
    {
        var found = await store.ReadAsync(Scope.Of(caller.OrganisationId),
            $"select expires_at from identity_grants where person_id = {person} and key_id = {caller.KeyId} and expires_at > now()",
            row => row.GetFieldValue<DateTimeOffset>(0), cancellation);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Counts one reading; if there were too many, says after how long there may be another.</summary>
    public async Task<TimeSpan?> CountAsync(Caller caller, CancellationToken cancellation)
    {
        var (counted, wait) = (false, TimeSpan.Zero);
        await store.ReadAllAsync(Scope.Of(caller.OrganisationId),
        [
            // One after the other, or two would both be the thirtieth.
            ($"select pg_advisory_xact_lock(hashtextextended({caller.KeyId.ToString()}, 0))", _ => Task.CompletedTask),
            ($"with past as (delete from identity_reads where key_id = {caller.KeyId} and at <= now() - interval '1 hour' returning 1) select count(*) from past", _ => Task.CompletedTask),
            ($"""
                insert into identity_reads (organisation_id, id, key_id, at)
                select {caller.OrganisationId}, {Guid.CreateVersion7()}, {caller.KeyId}, now()
                where (select count(*) from identity_reads where key_id = {caller.KeyId}) < {MostInAnHour} returning 1
                """, async row => counted = await row.ReadAsync(cancellation)),
            ($"select extract(epoch from min(at) + interval '1 hour' - now())::float8 from identity_reads where key_id = {caller.KeyId}", async row =>
            {
                await row.ReadAsync(cancellation);
                wait = TimeSpan.FromSeconds(row.GetDouble(0));
            }),
        ], cancellation);
        return counted ? null : wait;
    }

    /// <summary>Writes down that the name is read with a reason; only what is written down is shown.</summary>
    /// <returns>Until when the key needs no other one.</returns>
    public async Task<DateTimeOffset> GrantAsync(Caller caller, Guid person, string reason, CancellationToken cancellation)
    {
        var expires = DateTimeOffset.MinValue;
        await store.ReadAllAsync(Scope.Of(caller.OrganisationId),
        [
            ($"with past as (delete from identity_grants where expires_at <= now() returning 1) select count(*) from past", _ => Task.CompletedTask),
            ($"""
                insert into identity_grants (organisation_id, person_id, key_id, expires_at)
                values ({caller.OrganisationId}, {person}, {caller.KeyId}, now() + interval '15 minutes')
                on conflict (organisation_id, person_id, key_id) do update set expires_at = excluded.expires_at returning expires_at
                """, async row =>
            {
                await row.ReadAsync(cancellation);
                expires = row.GetFieldValue<DateTimeOffset>(0);
            }),
            (Audit(caller, person, reason), _ => Task.CompletedTask),
        ], cancellation);
        return expires;
    }

    /// <summary>Writes down that the name is read once more.</summary>
    public Task RepeatAsync(Caller caller, Guid person, CancellationToken cancellation) =>
        store.WriteAsync(Scope.Of(caller.OrganisationId), [Audit(caller, person, null)], cancellation);

    private static Sql Audit(Caller caller, Guid person, string? reason) => AuditLog.Record(caller, AuditAct.IdentityRead, AuditSubject.Person, person, reason);
}
