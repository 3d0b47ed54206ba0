using IncidentApi.Features.Incidents.Body;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Parts;

internal static class AddSource
{
    /// <summary>Adds a source, without touching the rest of the record.</summary>
    public static Task<IResult> Handle(Guid id, Body<Source> body, Caller caller, PartChange parts, HttpRequest request, CancellationToken cancellation) =>
        parts.AppendAsync(PartLists.Sources, caller, id, body, request, cancellation);
}

internal static class CorrectSource
{
    /// <summary>Corrects one source by its ref.</summary>
    public static Task<IResult> Handle(Guid id, string name, Body<Source> body, Caller caller, PartChange parts, HttpRequest request, CancellationToken cancellation) =>
        parts.CorrectAsync(PartLists.Sources, caller, id, name, body, request, cancellation);
}
