using IncidentApi.Features.Incidents.Body;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Parts;

internal static class AddDevelopment
{
    /// <summary>Adds what happened next, without touching the rest of the record.</summary>
    public static Task<IResult> Handle(Guid id, Body<Development> body, Caller caller, PartChange parts, HttpRequest request, CancellationToken cancellation) =>
        parts.AppendAsync(PartLists.Developments, caller, id, body, request, cancellation);
}

internal static class CorrectDevelopment
{
    /// <summary>Corrects one development by its ref.</summary>
    public static Task<IResult> Handle(Guid id, string name, Body<Development> body, Caller caller, PartChange parts, HttpRequest request, CancellationToken cancellation) =>
        parts.CorrectAsync(PartLists.Developments, caller, id, name, body, request, cancellation);
}
