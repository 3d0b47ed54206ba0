using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Platform.Audit.Tree;
using IncidentApi.Platform.Audit.Verification;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.Metadata;

namespace IncidentApi.Features.Audit;

internal static class ExportLog
{
    internal sealed record Parameters
    {
        [Description("The sizes of checkpoints that were kept: the export proves where the log stood under each.")]
        [MaxLength(20), TreeSize] public string[]? Checkpoint { get; set; }
    }

    /// <summary>Exports the audit log of the caller's organisation with all that verify-audit needs. The export is an entry of the log itself.</summary>
    public static async Task<AuditExport> Handle(
        Query<Parameters> query, Caller caller, Store store, TreeRead tree, CheckpointKey key, CancellationToken cancellation)
    {
        var organisation = caller.OrganisationId;
        await store.WriteAsync(Scope.Of(organisation), [AuditLog.Record(caller, AuditAct.Exported, AuditSubject.AuditLog)], cancellation);
        var head = (await store.ReadAsync(Scope.Of(organisation), $"select audit_position, audit_hash from heads", row => (Position: row.GetInt64(0), Hash: row.GetFieldValue<byte[]>(1)), cancellation))[0];

        var state = await tree.StateAsync(cancellation);
        var note = key.Verifier is null ? null : state.Note;
        var proofs = new List<ProofLine>();
        var asked = (query.Value.Checkpoint ?? []).Select(text => TreeSizeAttribute.Read(text)!.Value).Append(state.SignedSize);
        foreach (var size in asked.Distinct().Order().Where(size => note is not null && size <= state.SignedSize))
        {
            try
            {
                if (await tree.SealedHeadAsync(organisation, size, cancellation) is not { } found) continue;

                proofs.Add(new ProofLine(size, found.Seal, found.Organisations, found.Index, found.Position, found.Hash, found.Heads, found.Path,
                    await tree.HashesAsync(Subtree.Consistency(size, state.SignedSize), cancellation)));
            }
            catch (ProblemException damaged) when (damaged.Problem.Kind == Problems.AuditTampered)
            {
                // What the tree cannot prove any more is missing from the export, and whoever verifies it is told so.
            }
        }

        return new AuditExport(new LogLine(CanonicalEntry.Format, organisation, head.Position, head.Hash, note, key.Verifier?.ToString()), proofs, store);
    }
}

/// <summary>The audit log as NDJSON: whose it is, its entries in order, and the proofs that bind it to checkpoints.</summary>
internal sealed class AuditExport(LogLine log, IReadOnlyList<ProofLine> proofs, Store store) : IResult, IEndpointMetadataProvider
{
    private const int PageSize = 1_000;

    public const string MediaType = "application/x-ndjson";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = "attachment; filename=\"audit.ndjson\"";

        var cancellation = httpContext.RequestAborted;
        await WriteAsync(response, [log], cancellation);
        var written = 0L;
        for (var after = long.MinValue; ;)
        {
            var page = await store.ReadAsync(Scope.Of(log.Organisation),
                $"select {StoredEntry.Columns} where e.position > {after} and e.position <= {log.Entries} order by e.position limit {Sql.Known(PageSize)}", StoredEntry.Read, cancellation);
            await WriteAsync(response, page.Select(entry => entry.Line), cancellation);
            written += page.Count;
            if (page.Count < PageSize) break;
            after = page[^1].Line.Position;
        }

        await WriteAsync(response, proofs, cancellation);
        await WriteAsync(response, [new EndLine(written)], cancellation);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(AuditExport), [MediaType]));

    private static async Task WriteAsync(HttpResponse response, IEnumerable<ExportLine> lines, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        foreach (var line in lines)
        {
            JsonSerializer.Serialize(buffer, line, Json.Answers);
            buffer.WriteByte((byte)'\n');
        }

        await response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellation);
    }
}
