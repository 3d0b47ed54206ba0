using IncidentApi.Features.Incidents.Body;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Parts;

internal static class AddIntervention
{
    /// <summary>Adds what others did about it, without touching the rest of the record.</summary>
    public static Task<IResult> Handle(Guid id, Body<Intervention> body, Caller caller, PartChange parts, HttpRequest request, CancellationToken cancellation) =>
        parts.AppendAsync(PartLists.Interventions, caller, id, body, request, cancellation);
}

internal static class CorrectIntervention
{
    /// <summary>Corrects one intervention by its key.</summary>
    public static Task<IResult> Handle(Guid id, string name, Body<Intervention> body, Caller caller, PartChange parts, HttpRequest request, CancellationToken cancellation) =>
        parts.CorrectAsync(PartLists.Interventions, caller, id, name, body, request, cancellation);
}
