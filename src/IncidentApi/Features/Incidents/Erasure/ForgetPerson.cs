using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Incidents.Validation;
using IncidentApi.Features.People;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Incidents.Erasure;

internal static class ForgetPerson
{
    private const int MostRemaining = 500;

    /// <summary>Forgets a person: erases the sealed identity, puts the label where the name stood in every version of every incident, and says what is left.</summary>
    public static async Task<IResult> Handle(Guid id, Query<ForgetParameters> query, Caller caller, Forgetting forgetting, IncidentRead read, IncidentWrite write,
        RemainingText remaining, Copies copies, Store store, TimeProvider clock, HttpResponse response, CancellationToken cancellation)
    {
        if (query.Value.Reason is not { } reason) return ProblemResult.Of([Problems.InvalidParameter.AtParameter("reason", "Say why.")]);

        for (var attempt = 1; ; attempt++)
        {
            if (await forgetting.FindAsync(caller, id, cancellation) is not { } person) return Problems.NotFound.With();

            var work = new List<Work>();
            foreach (var incident in person.Incidents)
            {
                if (await read.FindAsync(caller.OrganisationId, incident, cancellation) is not { } current) continue;

                var versions = await read.FindVersionsAsync(caller.OrganisationId, current, cancellation);
                work.Add(new Work(current, versions, PersonErasure.TakeOut(versions, [new Whom(person.Ids, [], person.Names)])));
            }

            var changed = new List<(StoredIncident Old, IReadOnlyList<ErasedDocument> Documents, PreparedWrite Write)>();
            foreach (var record in work.Where(record => record.Erased.Documents.Count > 0))
            {
                changed.Add((record.Current, record.Erased.Documents,
                    await write.PrepareErasureAsync(caller, record.Current, ChangeKind.IdentityErased, new Erasing(record.Erased.Documents, reason), VaultRules.Organisation, cancellation)));
            }

            try
            {
                await store.WriteAsync(Scope.Of(caller.OrganisationId),
                [
                    .. Forgetting.Statements(caller, person, clock.GetUtcNow()),
                    .. changed.SelectMany(record => record.Write.Statements),
                    .. person.Incidents.Select(AuditLog.EraseReasons),
                    .. Forgetting.Audit(caller, person, reason),
                    .. changed.SelectMany(record => record.Write.Last),
                ], cancellation);
            }
            catch (PostgresException overtaken) when (attempt < Register.Attempts
                && (Register.IsOvertaken(overtaken) || overtaken.SqlState == DatabaseErrors.NotWritten || overtaken.Violates(IncidentVersionTable.PrimaryKey)))
            {
                continue;
            }

            var names = person.Names.Concat(work.SelectMany(record => record.Erased.Names)).Distinct().ToList();
            var left = work.SelectMany(record => RemainingText.In(record.Current.Id, record.Versions.Select(record.After), names))
                .Concat(await remaining.ElsewhereAsync(caller.OrganisationId, person.Incidents, names, cancellation)).Take(MostRemaining + 1).ToList();
            response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(new ErasureAnswer([.. changed.Select(record => ErasedPlace.Of(record.Old, record.Write.Made, record.Documents))],
                [.. left.Take(MostRemaining)], left.Count > MostRemaining, person.KnowsNames,
                await copies.OfAsync(caller, [.. changed.Select(record => record.Old.Id)], cancellation)));
        }
    }

    private sealed record Work(StoredIncident Current, IReadOnlyList<StoredIncident> Versions, PersonErased Erased)
    {
        public (int Version, byte[] Document) After(StoredIncident version) =>
            (version.Version, Erased.Documents.FirstOrDefault(document => document.Version == version.Version)?.Document ?? version.Document);
    }
}
