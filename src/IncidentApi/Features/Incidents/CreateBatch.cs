using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using System.Text.Json;
using FluentValidation;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Idempotency;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentApi.Features.Incidents;

/// <summary>Several incidents at once, each for itself.</summary>
internal sealed record BatchBody
{
    /// <summary>At most 500 bodies.</summary>
    [Required, MaxLength(500), ItemsAre(typeof(IncidentBody))] public IReadOnlyList<JsonElement>? Items { get; init; }
}

internal sealed class BatchRules : MemberRules<BatchBody>;

/// <summary>What became of one body of a batch.</summary>
/// <param name="Status">The HTTP status that the body would have had by itself.</param>
/// <param name="Id">The incident.</param>
/// <param name="Etag">Its ETag.</param>
/// <param name="Problem">Why it was refused.</param>
internal sealed record BatchItem(int Status, Guid? Id, string? Etag, ProblemBody? Problem);

/// <summary>What became of each body, in order.</summary>
/// <param name="Items">One entry for each body that was sent.</param>
internal sealed record BatchAnswer(IReadOnlyList<BatchItem> Items);

internal static class CreateBatch
{
    /// <summary>The largest batch in bytes.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>In permits: a tenth of what as many single requests would.</summary>
    public const int Cost = 50;

    /// <summary>Records up to 500 incidents; each succeeds or fails by itself, and the answer tells which, in order.</summary>
    public static async Task<Ok<BatchAnswer>> Handle(Body<BatchBody> body, Caller caller, IncidentRecording recording,
        InstallationSecret secret, IValidator<IncidentBody> rules, HttpContext http, CancellationToken cancellation)
    {
        var key = http.Request.ReadIdempotencyKey();
        var items = new List<BatchItem>(body.Value.Items!.Count);
        foreach (var (index, element) in body.Value.Items.Index())
        {
            try
            {
                // As it was sent: half a surrogate pair cannot be written again.
                var bytes = JsonMarshal.GetRawUtf8Value(element).ToArray();
                if (bytes.Length > RequestBytes.Most) throw new ProblemException(Problems.BodyTooLarge.With());

                // Each body is a request of its own, with a key of its own under the batch's.
                var idempotent = IdempotentRequest.Of(secret, key is null ? null : $"{key}/{index}", http.Request.Method, http.Request.Path, bytes);
                items.Add(ToItem(await recording.CreateAsync(caller, JsonBody.Read(bytes, rules), idempotent, cancellation), http));
            }
            catch (ProblemException refused)
            {
                items.Add(ToItem(refused.Problem, http));
            }
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new BatchAnswer(items));
    }

    private static BatchItem ToItem(IResult result, HttpContext http) => result switch
    {
        IncidentResult made => new(made.Status, made.Incident.Id, Preconditions.ToETag(made.Incident.Version), null),
        ProblemResult refused => new(refused.Kind.Status, null, null, refused.ToBody(http)),
        _ => throw new InvalidOperationException(),
    };
}
