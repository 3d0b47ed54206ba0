using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Platform.Audit.Tree;
using IncidentApi.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Audit;

internal static class GetCheckpoint
{
    /// <summary>Reads the last signed checkpoint. Whoever keeps it can prove later that the log was rewritten, and needs no key.</summary>
    public static async Task<Results<CheckpointText, ProblemResult>> Handle(TreeRead tree, CheckpointKey key, CancellationToken cancellation)
    {
        if (key.Fault is not null) return Missing();

        return (await tree.StateAsync(cancellation)).Note is { } note ? new CheckpointText(note) : Missing();
    }

    public static ProblemResult Missing() => Problems.NoCheckpoint.With("It has no key to sign with, or nothing to sign yet.");
}

internal static class GetVerifierKey
{
    /// <summary>Reads the public key with which checkpoints are signed; keep it with the first checkpoint.</summary>
    public static Results<VerifierKeyText, ProblemResult> Handle(CheckpointKey key) =>
        key.Verifier is { } verifier ? new VerifierKeyText($"{verifier}\n") : GetCheckpoint.Missing();
}
