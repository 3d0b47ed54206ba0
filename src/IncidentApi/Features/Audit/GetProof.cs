using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Platform.Audit.Tree;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Audit;

internal static class GetProof
{
    /// <summary>Proves that an entry of the caller's organisation is under the last signed checkpoint.</summary>
    public static async Task<Results<Ok<InclusionProof>, ProblemResult>> Handle(
        long position, Caller caller, Store store, TreeRead tree, CheckpointKey key, HttpResponse response, CancellationToken cancellation)
    {
        var entries = await store.ReadAsync(Scope.Of(caller.OrganisationId), $"select {StoredEntry.Columns} where e.position = {position}", StoredEntry.Read, cancellation);
        if (entries is not [var entry]) return Problems.NotFound.With();
        if (entry.FaultIn(caller.OrganisationId) is { } fault) return Problems.AuditTampered.With(fault);

        var state = await tree.StateAsync(cancellation);
        if (key.Fault is not null || state.Note is null) return GetCheckpoint.Missing();
        if (entry.Line.Leaf is not { } leaf || leaf >= state.SignedSize) return Problems.NotSealed.With();

        var proof = await tree.HashesAsync(Subtree.Inclusion(leaf, state.SignedSize), cancellation);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new InclusionProof(caller.OrganisationId, position, Convert.ToBase64String(entry.Line.Entry), Convert.ToBase64String(entry.Line.Hash), leaf,
            [.. proof.Select(hash => Convert.ToBase64String(hash))], state.Note));
    }
}
