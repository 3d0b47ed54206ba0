using System.Text.Json;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;
using IncidentApi.Platform.Vault;
using Npgsql;

namespace IncidentApi.Features.Exports.Storage;

/// <summary>Keeps account of exports: in a table for a while, and of those that a key made in its organisation's audit log for good.</summary>
internal sealed class ExportRecords(Store store, InstallationSecret secret, TimeProvider clock)
{
    // An export is heard of three times in a minute, unless its server is gone.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    /// <summary>Nothing of an export is sent before it is written down that there is one. What is past its time goes on this occasion.</summary>
    public Task BeginAsync(Export export, CancellationToken cancellation)
    {
        var asked = JsonSerializer.SerializeToUtf8Bytes(new Asked(export.Filters, export.After), Json.Answers);
        var digest = Convert.ToHexStringLower(secret.Digest(asked));
        return store.WriteAsync(ScopeOf(export.Caller, export.Id),
        [
            $"select forget_exports()",
            $"""
            insert into exports (id, organisation_id, format, scope, asked, status, began_at, seen_at, rows, bytes, snapshots, kept_until)
            values ({export.Id}, {export.Caller?.OrganisationId}, {export.Format}, {export.Door.Name}, {Envelope.Seal(secret.ExportKey, asked, BoundTo(export.Id))},
                'running', {export.Began}, {export.Began}, {0L}, {0L}, '[]', {export.KeptUntil})
            """,
            .. Audited(export, AuditAct.ExportStarted, $"{export.Format}, scope {export.Door.Name}, filters hmac-sha256:{digest}", null),
        ], cancellation);
    }

    public Task TouchAsync(Export export, CancellationToken cancellation) => store.WriteAsync(ScopeOf(export.Caller, export.Id),
        [$"update exports set seen_at = {clock.GetUtcNow()}, rows = {export.Rows}, bytes = {export.Bytes} where id = {export.Id} and status = 'running'"], cancellation);

    public Task EndAsync(Export export, string status, CancellationToken cancellation)
    {
        var act = status switch { ExportManifest.Complete => AuditAct.ExportCompleted, ExportManifest.Left => AuditAct.ExportLeft, _ => AuditAct.ExportFailed };
        export.Ended = clock.GetUtcNow();
        return store.WriteAsync(ScopeOf(export.Caller, export.Id),
        [
            $"""
            update exports set status = {status}, seen_at = {export.Ended.Value}, ended_at = {export.Ended.Value}, rows = {export.Rows}, bytes = {export.Bytes},
                digest = {export.Digest}, snapshots = {new JsonText(JsonSerializer.SerializeToUtf8Bytes(export.Snapshots, Json.Answers))}
            where id = {export.Id}
            """,
            .. Audited(export, act, null, export.Rows),
        ], cancellation);
    }

    /// <summary>An export of the caller's organisation; without a key, one that was made without.</summary>
    public async Task<ExportManifest?> FindAsync(Caller? caller, Guid id, CancellationToken cancellation) => await store.FindAsync(ScopeOf(caller, id), $"""
        select id, status, format, scope, asked, rows, bytes, digest, snapshots, began_at, ended_at, kept_until, seen_at from exports
        where id = {id} and kept_until > {clock.GetUtcNow()}
        """, Read, cancellation);

    private ExportManifest Read(NpgsqlDataReader row)
    {
        var id = row.GetGuid(0);
        var (status, seen) = (row.GetString(1), row.GetFieldValue<DateTimeOffset>(12));
        var asked = Envelope.Open(secret.ExportKey, row.GetFieldValue<byte[]>(4), BoundTo(id)) is { } opened ? JsonSerializer.Deserialize<Asked>(opened, Json.Answers) : null;
        return new ExportManifest(id, status == ExportManifest.Running && clock.GetUtcNow() - seen > Silence ? ExportManifest.Failed : status, row.GetString(2), row.GetString(3),
            asked?.Filters ?? new Dictionary<string, string>(), asked?.After, row.GetInt64(5), row.GetInt64(6), row.IsDBNull(7) ? null : Convert.ToHexStringLower(row.GetFieldValue<byte[]>(7)),
            JsonSerializer.Deserialize<List<ExportSnapshot>>(row.GetFieldValue<byte[]>(8), Json.Answers)!,
            row.GetFieldValue<DateTimeOffset>(9), row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10), row.GetFieldValue<DateTimeOffset>(11));
    }

    /// <summary>Last in its transaction, for it locks the head; of who showed no key there is no log.</summary>
    private static IEnumerable<Sql> Audited(Export export, string act, string? reason, long? number) =>
        export.Caller is { } caller ? [AuditLog.Record(caller, act, AuditSubject.Export, export.Id, reason, number)] : [];

    private static Scope ScopeOf(Caller? caller, Guid id) => caller is null ? Scope.OfExport(id) : Scope.Of(caller.OrganisationId);

    private static string BoundTo(Guid id) => $"export {id}";

    private sealed record Asked(IReadOnlyDictionary<string, string> Filters, Guid? After);
}
