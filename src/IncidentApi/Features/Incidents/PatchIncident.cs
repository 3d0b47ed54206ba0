using System.Text.Json;
using FluentValidation;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents;

internal static class PatchIncident
{
    /// <summary>Changes single members by a merge patch (RFC 7396): null takes a member away, an array is replaced whole.</summary>
    public static async Task<IResult> Handle(Guid id, MergePatch patch, Caller caller, IncidentChange change,
        IValidator<IncidentBody> rules, HttpRequest request, CancellationToken cancellation) =>
        await change.ChangeAsync(caller, id, request, old =>
        {
            var patched = JsonSerializer.SerializeToUtf8Bytes(MergePatch.Apply(old.ToBody(), patch.Value), Json.Answers);
            var body = JsonBody.Read(patched, rules);
            return new Step(old.With(body), ChangeKind.Patched, MayBeThere: true);
        }, cancellation);
}
