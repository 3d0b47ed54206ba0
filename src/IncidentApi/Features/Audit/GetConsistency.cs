using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Platform.Audit.Tree;
using IncidentApi.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Audit;

internal static class GetConsistency
{
    internal sealed record Parameters
    {
        [Description("The size of the earlier tree.")]
        [Required, TreeSize] public string? From { get; set; }

        [Description("The size of the later tree; left out, the last signed one.")]
        [TreeSize] public string? To { get; set; }
    }

    /// <summary>Proves that the tree has only grown between two checkpoints.</summary>
    public static async Task<Results<Ok<ConsistencyProof>, ProblemResult>> Handle(Query<Parameters> query, TreeRead tree, CancellationToken cancellation)
    {
        if (TreeSizeAttribute.Read(query.Value.From) is not { } from) return ProblemResult.Of([Problems.InvalidParameter.AtParameter("from", "Say from which size.")]);

        var state = await tree.StateAsync(cancellation);
        var to = TreeSizeAttribute.Read(query.Value.To) ?? state.SignedSize;
        if (to > state.SignedSize) return Refuse("to", to, $"The last signed tree has {state.SignedSize} leaves.");
        if (from > to) return Refuse("from", from, $"This takes a size up to {to}.");

        var hashes = await tree.HashesAsync([new Subtree(0, from), new Subtree(0, to), .. Subtree.Consistency(from, to)], cancellation);
        var texts = hashes.Select(hash => Convert.ToBase64String(hash)).ToList();
        return TypedResults.Ok(new ConsistencyProof(from, to, texts[0], texts[1], texts[2..]));
    }

    private static ProblemResult Refuse(string parameter, long value, string detail) =>
        ProblemResult.Of([Problems.InvalidParameter.AtParameter(parameter, detail, value.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
}
