using IncidentApi.Features.People.Storage;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.People.Merges;

internal static class UnmergePeople
{
    /// <summary>Parts two entries again that turned out to be two people.</summary>
    public static async Task<IResult> Handle(Guid id, Guid other, Caller caller, PersonRead read, Store store, TimeProvider clock,
        HttpResponse response, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var person = await read.FindAsync(caller.OrganisationId, id, cancellation);
            var same = await read.FindAsync(caller.OrganisationId, other, cancellation);
            if (person is null || same?.MergedInto != id) return Problems.NotFound.With();

            try
            {
                await Parting.WriteAsync(caller, person, same, null, (PersonChanges.LetGo, PersonChanges.Unmerged), AuditAct.PeopleUnmerged, store, clock, cancellation);
                return await GetPerson.ShowAsync((await read.FindAsync(caller.OrganisationId, id, cancellation))!, caller, store, response, StatusCodes.Status200OK, cancellation);
            }
            catch (PostgresException overtaken) when (Register.IsOvertaken(overtaken) && attempt < Register.Attempts)
            {
                // Judge it again by what stands there now.
            }
        }
    }
}

/// <summary>Brings two entries together or parts them: both come to a new version, so nobody does the opposite at the same moment.</summary>
internal static class Parting
{
    public static Task WriteAsync(Caller caller, PersonEntry person, PersonEntry other, Guid? into, (string OfPerson, string OfOther) change, string act,
        Store store, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return store.WriteAsync(Scope.Of(caller.OrganisationId),
        [
            .. new[] { Update(caller, person, person.MergedInto, now), Update(caller, other, into, now) }.OrderBy(update => update.Id).Select(update => update.Statement),
            PersonChanges.Append(caller, person.Id, person.Version + 1, change.OfPerson, other.Id, now),
            PersonChanges.Append(caller, other.Id, other.Version + 1, change.OfOther, person.Id, now),
            AuditLog.Record(caller, act, AuditSubject.Person, person.Id),
            AuditLog.Record(caller, act, AuditSubject.Person, other.Id),
        ], cancellation);
    }

    private static (Guid Id, Sql Statement) Update(Caller caller, PersonEntry entry, Guid? into, DateTimeOffset now) => (entry.Id, $"""
        with written as (
            update people set version = version + 1, merged_into = {into}, updated_at = {now}
            where organisation_id = {caller.OrganisationId} and id = {entry.Id} and version = {entry.Version} returning 1)
        select require_current(count(*)) from written
        """);
}
