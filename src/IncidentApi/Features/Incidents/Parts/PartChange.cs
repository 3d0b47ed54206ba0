using FluentValidation;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Idempotency;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Parts;

/// <summary>Adds or corrects one entry of a list; two people who do so at the same moment both succeed.</summary>
internal sealed class PartChange(IncidentChange change, IValidator<IncidentBody> rules, InstallationSecret secret)
{
    public Task<IResult> AppendAsync<T>(
        PartList<T> list, Caller caller, Guid id, Body<T> body, HttpRequest request, CancellationToken cancellation) where T : class =>
        change.AppendAsync(caller, id, request,
            IdempotentRequest.Of(secret, request.ReadIdempotencyKey(), request.Method, request.Path, body.Bytes), StatusCodes.Status201Created,
            old => list.Append(old, body.Value, rules), cancellation);

    public Task<IResult> CorrectAsync<T>(
        PartList<T> list, Caller caller, Guid id, string name, Body<T> body, HttpRequest request, CancellationToken cancellation) where T : class =>
        change.AppendAsync(caller, id, request, null, StatusCodes.Status200OK,
            old => list.Correct(old, name, body.Value, rules) ?? throw new ProblemException(Problems.NotFound.With($"The record has no entry “{name}” in {list.Name}.")), cancellation);
}
